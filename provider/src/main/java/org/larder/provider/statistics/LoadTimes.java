package org.larder.provider.statistics;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * How often a loader was called, how often it failed, and how long it took; how often that was ahead of time, and how often
 * an expired value stood in for it. Always counted: beside a call of a loader the cost is nothing. Thread-safe.
 */
public final class LoadTimes {
    private final LongAdder calls = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder nanos = new LongAdder();
    private final LongAdder refreshes = new LongAdder();
    private final LongAdder refreshFailures = new LongAdder();
    private final LongAdder staleHits = new LongAdder();

    /** Counts a call that ended. */
    public void add(long elapsedNanos, boolean failed) {
        calls.increment();
        nanos.add(elapsedNanos);
        if (failed) {
            failures.increment();
        }
    }

    /** Counts an entry that was reloaded ahead of its end, or would have been had the loader not failed. */
    public void addRefresh(boolean failed) {
        refreshes.increment();
        if (failed) {
            refreshFailures.increment();
        }
    }

    /** Counts an expired value that somebody got because the loader failed. */
    public void addStaleHit() {
        staleHits.increment();
    }

    long refreshes() {
        return refreshes.sum();
    }

    long refreshFailures() {
        return refreshFailures.sum();
    }

    long staleHits() {
        return staleHits.sum();
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
