package org.larder.rest;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Limits in the time that passes: one thread, which lives while there are loads. What is done when a limit is reached has a
 * thread of its own, because it begins the next load, which may hang where an executor begins it at once.
 */
final class LimitTimer implements TimeLimits {

    private static final long IDLE_SECONDS = 10;

    private final ScheduledThreadPoolExecutor timer;
    private final ThreadPoolExecutor actions = Threads.onDemand("larder-refresh-over");

    LimitTimer() {
        timer = new ScheduledThreadPoolExecutor(1, Threads.named("larder-refresh-limit"));
        timer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
        timer.setRemoveOnCancelPolicy(true); // or what ended in time would stay until its limit
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public Future<?> after(Duration time, Runnable action) {
        return timer.schedule(() -> begin(action), time.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void begin(Runnable action) {
        boolean begun = false;
        try {
            actions.execute(action);
            begun = true;
        } finally {
            if (!begun) {
                action.run(); // where there are no more threads, here rather than never
            }
        }
    }

    @Override
    public void close() {
        timer.shutdown();
        actions.shutdown();
    }
}
