package org.larder.provider.statistics;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * How often a loader was called, how often it failed, and how long it took. Always counted: beside a call of a loader the
 * cost is nothing. Thread-safe.
 */
public final class LoadTimes {
    private final LongAdder calls = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder nanos = new LongAdder();

    /** Counts a call that ended. */
    public void add(long elapsedNanos, boolean failed) {
        calls.increment();
        nanos.add(elapsedNanos);
        if (failed) {
            failures.increment();
        }
    }

    long calls() {
        return calls.sum();
    }

    long failures() {
        return failures.sum();
    }

    /** The mean time of a call; 0 without any. */
    double meanMicros() {
        long count = calls.sum();
        return count == 0 ? 0 : nanos.sum() / (double) TimeUnit.MICROSECONDS.toNanos(1) / count;
    }
}
