package org.larder.rest;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/** Time limits that are reached when a test says so. */
final class ManualLimits implements TimeLimits {

    private final Queue<FutureTask<?>> pending = new ConcurrentLinkedQueue<>();

    @Override
    public Future<?> after(Duration time, Runnable action) {
        FutureTask<?> limit = new FutureTask<>(action, null);
        pending.add(limit);
        return limit;
    }

    /** Lets the time of all loads that have begun be over. */
    void expire() {
        List<FutureTask<?>> over = List.copyOf(pending);
        pending.removeAll(over);
        over.forEach(FutureTask::run);
    }

    /** How many have neither been reached nor cancelled. */
    long pending() {
        return pending.stream().filter(limit -> !limit.isDone()).count();
    }

    @Override
    public void close() {
        pending.clear();
    }
}
