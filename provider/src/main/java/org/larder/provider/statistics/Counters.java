package org.larder.provider.statistics;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * The statistics of one cache: counted while they are switched on, at the cost of one volatile read while they are not.
 * Counts are exact, times those of a sample. Thread-safe; striped, so that counting threads do not wait for each other.
 * Sums read meanwhile are not a snapshot.
 */
public final class Counters {
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder puts = new LongAdder();
    private final LongAdder removals = new LongAdder();
    private final SampledTimes getTimes = new SampledTimes();
    private final SampledTimes putTimes = new SampledTimes();
    private final SampledTimes removeTimes = new SampledTimes();

    private final LongSupplier storeEvictions;
    private volatile boolean enabled;

    /** Evictions while switched on, up to the last time they were switched off. */
    private long evictionsBefore;

    /** What the store had evicted when evictions began to count. */
    private long evictionsBaseline;

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
        count(hits);
    }

    /** Counts a lookup that found none. */
    public void miss() {
        count(misses);
    }

    /** Counts an entry put. */
    public void put() {
        count(puts);
    }

    /** Counts an entry removed by a caller. */
    public void removal() {
        count(removals);
    }

    private void count(LongAdder adder) {
        if (enabled) {
            adder.increment();
        }
    }

    /**
     * Starts the clock of a get.
     *
     * @return what to hand to {@link #endGet}: 0 if this one is not timed, in which case no clock was read
     */
    public long startGet() {
        return start(getTimes);
    }

    /** Counts the time of a get. */
    public void endGet(long startNanos) {
        end(getTimes, startNanos);
    }

    /** Starts the clock of a put, as {@link #startGet} does of a get. */
    public long startPut() {
        return start(putTimes);
    }

    /** Counts the time of a put. */
    public void endPut(long startNanos) {
        end(putTimes, startNanos);
    }

    /** Starts the clock of a remove, as {@link #startGet} does of a get. */
    public long startRemove() {
        return start(removeTimes);
    }

    /** Counts the time of a remove. */
    public void endRemove(long startNanos) {
        end(removeTimes, startNanos);
    }

    private long start(SampledTimes times) {
        return enabled ? times.start() : 0;
    }

    private void end(SampledTimes times, long startNanos) {
        if (startNanos != 0 && enabled) {
            times.end(startNanos);
        }
    }

    /** Sets everything to zero. */
    public synchronized void clear() {
        hits.reset();
        misses.reset();
        puts.reset();
        removals.reset();
        getTimes.reset();
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
        return getTimes.meanMicros();
    }

    float meanPutMicros() {
        return putTimes.meanMicros();
    }

    float meanRemoveMicros() {
        return removeTimes.meanMicros();
    }
}
