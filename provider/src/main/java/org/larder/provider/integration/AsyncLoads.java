package org.larder.provider.integration;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.cache.CacheException;
import javax.cache.integration.CompletionListener;
import org.jspecify.annotations.Nullable;

/**
 * The threads on which one cache loads in the background: daemons, started when needed, ended when idle or closed.
 * Thread-safe. Each load is reported once, to its completion listener or, for want of one, to the log if it fails.
 */
public final class AsyncLoads implements AutoCloseable {
    private static final Logger LOGGER = System.getLogger(AsyncLoads.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int MAX_THREADS = 4;

    private final String cacheName;
    private final Duration patience;
    private final ThreadPoolExecutor executor;

    /**
     * Creates an executor without threads.
     *
     * @param cacheName the name of the cache, for messages and threads
     * @param contextClassLoader the class loader of the loader, set on the threads
     */
    public AsyncLoads(String cacheName, @Nullable ClassLoader contextClassLoader) {
        this(cacheName, work -> new WorkerThread("larder-loader-" + cacheName, work, contextClassLoader), PATIENCE);
    }

    /**
     * Creates an executor without threads.
     *
     * @param cacheName the name of the cache, for messages
     * @param threads makes its threads, which are to be {@link WorkerThread}s
     * @param patience how long to wait in the end for loads that have begun
     */
    public AsyncLoads(String cacheName, ThreadFactory threads, Duration patience) {
        this.cacheName = cacheName;
        this.patience = patience;
        this.executor = new ThreadPoolExecutor(
                MAX_THREADS, MAX_THREADS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
        executor.allowCoreThreadTimeOut(true);
    }

    /**
     * Runs a load in the background.
     *
     * @param load the load; what it throws fails it
     * @param listener told of the end on the same thread, may be null
     * @throws IllegalStateException if the executor is closed; the listener is not told then
     * @throws OutOfMemoryError if no thread can be started; the listener is not told then
     */
    public void submit(Runnable load, @Nullable CompletionListener listener) {
        try {
            executor.execute(new Load(load, listener));
        } catch (RejectedExecutionException e) {
            throw new IllegalStateException("cache '" + cacheName + "' is closed; nothing can be loaded", e);
        }
    }

    /** Whether it takes no more loads. */
    public boolean isClosed() {
        return executor.isShutdown();
    }

    /** A load and who wants to hear of its end. */
    private final class Load implements Runnable {
        private final Runnable load;
        private final @Nullable CompletionListener listener;

        Load(Runnable load, @Nullable CompletionListener listener) {
            this.load = load;
            this.listener = listener;
        }

        @Override
        public void run() {
            try {
                load.run();
            } catch (Exception e) {
                failed(e);
                return;
            } catch (Error e) {
                // A completion listener takes no errors, yet whoever waits for it must not wait for ever.
                failed(new CacheException("cache '" + cacheName + "': a background load ended with an error: " + e, e));
                throw e;
            }
            if (listener != null) {
                tell(listener::onCompletion);
            }
        }

        void failed(Exception reason) {
            if (listener != null) {
                tell(() -> listener.onException(reason));
            } else {
                LOGGER.log(
                        Level.WARNING,
                        "cache '" + cacheName + "': a background load without completion listener failed: " + reason,
                        reason);
            }
        }

        private void tell(Runnable call) {
            try {
                call.run();
            } catch (Exception e) {
                LOGGER.log(Level.WARNING, "cache '" + cacheName + "': a completion listener failed: " + e, e);
            }
        }
    }

    /**
     * Takes no more loads, fails those that have not begun, and waits some seconds for those that have, unless one of
     * them makes the call; then interrupts them. Does not close the loader.
     */
    @Override
    public void close() {
        executor.shutdown();
        for (Runnable waiting = executor.getQueue().poll();
                waiting != null;
                waiting = executor.getQueue().poll()) {
            ((Load) waiting)
                    .failed(new IllegalStateException("cache '" + cacheName + "' was closed before the load began"));
        }
        if (WorkerThread.isCurrent()) {
            return;
        }
        try {
            if (!executor.awaitTermination(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                LOGGER.log(
                        Level.WARNING,
                        "cache ''{0}'': {1} background loads have not ended in time and are interrupted; a loader"
                                + " should give up by itself after a while",
                        cacheName,
                        executor.getActiveCount());
                executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
