package org.larder.policies;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/**
 * Look-ups on other threads, so that who asks can stop waiting. A look-up that nobody waits for any more runs to its end;
 * one that has not begun is dropped.
 */
final class TimedLookups implements AutoCloseable {

    /** As many look-ups as may hang in a store before others wait for a thread. */
    private static final int THREADS = 32;

    private static final long IDLE_SECONDS = 10;

    private final Executor executor;
    private final @Nullable ThreadPoolExecutor own;

    /**
     * Creates look-ups that nobody has asked for yet.
     *
     * @param executor runs them; null for threads of our own, which come when they are needed
     * @param name the beginning of the names of these threads
     * @param classLoader what these threads find classes by
     */
    TimedLookups(@Nullable Executor executor, String name, @Nullable ClassLoader classLoader) {
        if (executor == null) {
            ThreadPoolExecutor threads = newThreads(name, classLoader);
            own = threads;
            this.executor = threads;
        } else {
            own = null;
            this.executor = executor;
        }
    }

    private static ThreadPoolExecutor newThreads(String name, @Nullable ClassLoader classLoader) {
        AtomicInteger numbers = new AtomicInteger();
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    // Nothing of the request that happens to be the first is left to those of later ones.
                    Thread thread = new Thread(null, work, name + "-" + numbers.incrementAndGet(), 0, false);
                    thread.setContextClassLoader(classLoader);
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    /**
     * Does a look-up and waits for it.
     *
     * @throws TimeoutException if it took too long
     * @throws CacheException if the caller was interrupted, which it still is then
     */
    <T> @Nullable T within(Duration timeout, Supplier<@Nullable T> lookup) throws TimeoutException {
        FutureTask<@Nullable T> task = new FutureTask<>(lookup::get);
        executor.execute(task);
        try {
            return task.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CacheException("interrupted while waiting for a look-up", e);
        } catch (ExecutionException e) {
            throw rethrown(e);
        } finally {
            if (!task.isDone()) {
                drop(task);
            }
        }
    }

    private void drop(FutureTask<?> task) {
        task.cancel(false); // no interrupt: it would close a file that the store reads
        if (own != null) {
            own.remove(task); // or those that wait for a store that hangs would pile up
        }
    }

    private static RuntimeException rethrown(ExecutionException e) {
        if (e.getCause() instanceof Error error) {
            throw error;
        }
        return e.getCause() instanceof RuntimeException cause ? cause : new CacheException(e);
    }

    @Override
    public void close() {
        if (own != null) {
            own.shutdown();
        }
    }
}
