package org.larder.rest;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Limits in the time that passes: one thread, which lives while there are loads. */
final class LimitTimer implements TimeLimits {

    private static final long IDLE_SECONDS = 10;

    private final ScheduledThreadPoolExecutor timer;

    LimitTimer() {
        timer = new ScheduledThreadPoolExecutor(1, Threads.named("larder-refresh-limit"));
        timer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
        timer.setRemoveOnCancelPolicy(true); // or what ended in time would stay until its limit
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public Future<?> after(Duration time, Runnable action) {
        return timer.schedule(action, time.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        timer.shutdown();
    }
}
