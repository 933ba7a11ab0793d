package org.larder.provider.event;

import java.lang.System.Logger;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.larder.provider.integration.WorkerThread;
import org.larder.provider.log.OncePerMinute;

/**
 * The thread of one asynchronous listener, started with the first event. One thread keeps all events in order; one per
 * listener keeps a slow listener from holding up the others.
 */
final class AsyncLane {
    private static final Logger LOGGER = System.getLogger(AsyncLane.class.getName());
    private static final int BACKLOG_TO_WARN_OF = 100_000;

    private final String cacheName;
    private final Class<?> listenerType;
    private final ThreadPoolExecutor executor;
    private final OncePerMinute backlogLog = new OncePerMinute(System::nanoTime);
    private volatile @Nullable Thread thread;

    AsyncLane(String cacheName, Class<?> listenerType) {
        this.cacheName = cacheName;
        this.listenerType = listenerType;
        // Its thread must not time out when idle: the executor would then let a new task overtake a waiting one.
        this.executor =
                new ThreadPoolExecutor(1, 1, 0, TimeUnit.NANOSECONDS, new LinkedBlockingQueue<>(), this::newThread);
    }

    private Thread newThread(Runnable work) {
        Thread created = new WorkerThread("larder-events-" + cacheName, work, listenerType.getClassLoader());
        thread = created;
        return created;
    }

    void execute(Runnable task) {
        executor.execute(task);
        if (waiting() > BACKLOG_TO_WARN_OF) {
            backlogLog.log(
                    LOGGER,
                    "cache '" + cacheName + "': " + waiting() + " events wait on heap for the asynchronous listener "
                            + listenerType.getName() + "; make it faster or let it skip events with a filter",
                    null);
        }
    }

    int waiting() {
        return executor.getQueue().size();
    }

    /** Lets the thread end after the last task. */
    void shutdown() {
        executor.shutdown();
    }

    void interrupt() {
        Thread current = thread;
        if (current != null) {
            current.interrupt();
        }
    }
}
