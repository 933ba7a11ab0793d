package org.larder.policies;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** The counters of one cache. Thread-safe. */
final class PolicyCounters implements PolicyStatisticsMXBean {

    private static final double NANOS_TO_MICROS = 1_000;

    private final LongSupplier evictions;
    private volatile long evictionsBefore;

    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder puts = new LongAdder();
    private final LongAdder removals = new LongAdder();
    private final LongAdder timeouts = new LongAdder();
    private final LongAdder tooLarge = new LongAdder();
    private final LongAdder getNanos = new LongAdder();
    private final LongAdder putNanos = new LongAdder();
    private final LongAdder removeNanos = new LongAdder();

    PolicyCounters(LongSupplier evictions) {
        this.evictions = evictions;
        evictionsBefore = evictions.getAsLong();
    }

    void countGet(boolean hit, long nanos) {
        (hit ? hits : misses).increment();
        getNanos.add(nanos);
    }

    void countTimeout() {
        timeouts.increment();
    }

    void countPut(long nanos) {
        puts.increment();
        putNanos.add(nanos);
    }

    void countRemovals(long number, long nanos) {
        removals.add(number);
        removeNanos.add(nanos);
    }

    void countTooLarge() {
        tooLarge.increment();
    }

    @Override
    public void clear() {
        for (LongAdder counter :
                new LongAdder[] {hits, misses, puts, removals, timeouts, tooLarge, getNanos, putNanos, removeNanos}) {
            counter.reset();
        }
        evictionsBefore = evictions.getAsLong();
    }

    @Override
    public long getCacheHits() {
        return hits.sum();
    }

    @Override
    public float getCacheHitPercentage() {
        return percentage(getCacheHits());
    }

    @Override
    public long getCacheMisses() {
        return misses.sum();
    }

    @Override
    public float getCacheMissPercentage() {
        return percentage(getCacheMisses());
    }

    @Override
    public long getCacheGets() {
        return getCacheHits() + getCacheMisses();
    }

    @Override
    public long getCachePuts() {
        return puts.sum();
    }

    @Override
    public long getCacheRemovals() {
        return removals.sum();
    }

    @Override
    public long getCacheEvictions() {
        return Math.max(0, evictions.getAsLong() - evictionsBefore); // a closed cache tells of none any more
    }

    @Override
    public float getAverageGetTime() {
        return average(getNanos, getCacheGets());
    }

    @Override
    public float getAveragePutTime() {
        return average(putNanos, getCachePuts());
    }

    @Override
    public float getAverageRemoveTime() {
        return average(removeNanos, getCacheRemovals());
    }

    @Override
    public long getTimedOutLookups() {
        return timeouts.sum();
    }

    @Override
    public long getTooLargeValues() {
        return tooLarge.sum();
    }

    private float percentage(long part) {
        long gets = getCacheGets();
        return gets == 0 ? 0 : (float) (100.0 * part / gets);
    }

    private static float average(LongAdder nanos, long number) {
        return number == 0 ? 0 : (float) (nanos.sum() / NANOS_TO_MICROS / number);
    }
}
