package org.larder.provider.statistics;

import javax.cache.management.CacheStatisticsMXBean;

/** The counters of a cache as its management bean. */
public final class StatisticsBean implements CacheStatisticsMXBean {
    private final Counters counters;

    /** Shows counters. */
    public StatisticsBean(Counters counters) {
        this.counters = counters;
    }

    @Override
    public void clear() {
        counters.clear();
    }

    @Override
    public long getCacheHits() {
        return counters.hitCount();
    }

    @Override
    public float getCacheHitPercentage() {
        return percentage(counters.hitCount(), counters.missCount());
    }

    @Override
    public long getCacheMisses() {
        return counters.missCount();
    }

    @Override
    public float getCacheMissPercentage() {
        return percentage(counters.missCount(), counters.hitCount());
    }

    /** Without gets both percentages are 0. */
    private static float percentage(long part, long rest) {
        return part == 0 ? 0 : (float) (100.0 * part / (part + rest));
    }

    @Override
    public long getCacheGets() {
        return counters.hitCount() + counters.missCount();
    }

    @Override
    public long getCachePuts() {
        return counters.putCount();
    }

    @Override
    public long getCacheRemovals() {
        return counters.removalCount();
    }

    @Override
    public long getCacheEvictions() {
        return counters.evictions();
    }

    @Override
    public float getAverageGetTime() {
        return counters.meanGetMicros();
    }

    @Override
    public float getAveragePutTime() {
        return counters.meanPutMicros();
    }

    @Override
    public float getAverageRemoveTime() {
        return counters.meanRemoveMicros();
    }
}
