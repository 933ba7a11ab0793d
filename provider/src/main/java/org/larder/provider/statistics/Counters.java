package org.larder.provider.statistics;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * The statistics of one cache: counted while they are switched on, at the cost of one volatile read while they are not.
 * Thread-safe; striped, so that counting threads do not wait for each other. Sums read meanwhile are not a snapshot.
 */
public final class Counters {
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder puts = new LongAdder();
    private final LongAdder removals = new LongAdder();
    private final Timer gets = new Timer();
    private final Timer putTimes = new Timer();
    private final Timer removeTimes = new Timer();

    private final LongSupplier storeEvictions;
    private volatile boolean enabled;

    /** Evictions while switched on, up to the last time they were switched off. */
    private long evictionsBefore;

    /** What the store had evicted when evictions began to count. */
    private long evictionsBaseline;

    /** The mean of durations. */
    private static final class Timer {
        private final LongAdder operations = new LongAdder();
        private final LongAdder nanos = new LongAdder();

        void add(long startNanos) {
            long elapsed = System.nanoTime() - startNanos;
            nanos.add(elapsed);
            operations.increment();
        }

        float meanMicros() {
            long count = operations.sum();
            return count == 0 ? 0 : (float) (nanos.sum() / 1_000.0 / count);
        }

        void reset() {
            operations.reset();
            nanos.reset();
        }
    }

    /**
     * Creates counters at zero.
     *
     * @param storeEvictions how many entries the store has evicted since some time in the past, never decreasing
     * @param enabled whether they count from now on
     */
    public Counters(LongSupplier storeEvictions, boolean enabled) {
        this.storeEvictions = storeEvictions;
        this.enabled = enabled;
        this.evictionsBaseline = storeEvictions.getAsLong();
    }

    /** Switches counting on or off; what was counted stays. */
    public synchronized void setEnabled(boolean enabled) {
        if (this.enabled != enabled) {
            evictionsBefore = evictions();
            evictionsBaseline = storeEvictions.getAsLong();
            this.enabled = enabled;
        }
    }

    /** Counts a lookup that found an entry. */
    public void hit() {
        hits(1);
    }

    /** Counts lookups that found an entry. */
    public void hits(long count) {
        if (enabled) {
            hits.add(count);
        }
    }

    /** Counts a lookup that found none. */
    public void miss() {
        misses(1);
    }

    /** Counts lookups that found none. */
    public void misses(long count) {
        if (enabled) {
            misses.add(count);
        }
    }

    /** Counts an entry put. */
    public void put() {
        puts(1);
    }

    /** Counts entries put. */
    public void puts(long count) {
        if (enabled) {
            puts.add(count);
        }
    }

    /** Counts an entry removed by a caller. */
    public void removal() {
        removals(1);
    }

    /** Counts entries removed by a caller. */
    public void removals(long count) {
        if (enabled) {
            removals.add(count);
        }
    }

    /**
     * Starts the clock of an operation.
     *
     * @return what to hand to {@link #endGet}, {@link #endPut} or {@link #endRemove}: 0 if nothing is counted, in which
     *     case no clock was read
     */
    public long startNanos() {
        if (!enabled) {
            return 0;
        }
        long now = System.nanoTime();
        return now == 0 ? 1 : now;
    }

    /** Counts the time of a get. */
    public void endGet(long startNanos) {
        end(gets, startNanos);
    }

    /** Counts the time of a put. */
    public void endPut(long startNanos) {
        end(putTimes, startNanos);
    }

    /** Counts the time of a remove. */
    public void endRemove(long startNanos) {
        end(removeTimes, startNanos);
    }

    private void end(Timer timer, long startNanos) {
        if (startNanos != 0 && enabled) {
            timer.add(startNanos);
        }
    }

    /** Sets everything to zero. */
    public synchronized void clear() {
        hits.reset();
        misses.reset();
        puts.reset();
        removals.reset();
        gets.reset();
        putTimes.reset();
        removeTimes.reset();
        evictionsBefore = 0;
        evictionsBaseline = storeEvictions.getAsLong();
    }

    long hitCount() {
        return hits.sum();
    }

    long missCount() {
        return misses.sum();
    }

    long putCount() {
        return puts.sum();
    }

    long removalCount() {
        return removals.sum();
    }

    synchronized long evictions() {
        return evictionsBefore + (enabled ? storeEvictions.getAsLong() - evictionsBaseline : 0);
    }

    float meanGetMicros() {
        return gets.meanMicros();
    }

    float meanPutMicros() {
        return putTimes.meanMicros();
    }

    float meanRemoveMicros() {
        return removeTimes.meanMicros();
    }
}
