package org.larder.rest;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** What ends loads that take too long: one thread, which lives while there are loads. */
final class TimeLimits implements AutoCloseable {

    private static final long IDLE_SECONDS = 10;

    private final ScheduledThreadPoolExecutor timer;

    TimeLimits() {
        timer = new ScheduledThreadPoolExecutor(1, Threads.named("larder-refresh-limit"));
        timer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
        timer.setRemoveOnCancelPolicy(true); // or what ended in time would stay until its limit
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Does something after some time, unless it is cancelled, or this is closed, before. */
    Future<?> after(Duration time, Runnable action) {
        return timer.schedule(action, time.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        timer.shutdown();
    }
}
