package org.larder.provider.statistics;

import org.larder.management.CacheStorageMXBean;
import org.larder.provider.store.EntryStore;
import org.larder.provider.store.StoreUsage;

/** What a store and a loader tell of themselves as a management bean. */
public final class StorageBean implements CacheStorageMXBean {
    private final EntryStore<?, ?> store;
    private final LoadTimes loads;

    /** Shows a store and the calls of a loader. */
    public StorageBean(EntryStore<?, ?> store, LoadTimes loads) {
        this.store = store;
        this.loads = loads;
    }

    @Override
    public long getUsedBytes() {
        return store.usage().usedBytes();
    }

    @Override
    public long getUsableBytes() {
        return store.usage().usableBytes();
    }

    @Override
    public long getReservedBytes() {
        return store.usage().reservedBytes();
    }

    @Override
    public long getEntries() {
        return store.count();
    }

    @Override
    public long getMaxEntries() {
        return store.usage().maxEntries();
    }

    /** By reference there may be more entries than the bound for a moment, and a cache is never more than full. */
    @Override
    public double getFill() {
        StoreUsage usage = store.usage();
        double ofBytes = usage.usableBytes() > 0 ? (double) usage.usedBytes() / usage.usableBytes() : 0;
        double ofEntries = usage.maxEntries() > 0 ? (double) store.count() / usage.maxEntries() : 0;
        return Math.min(1, Math.max(ofBytes, ofEntries));
    }

    @Override
    public long getEvictions() {
        return store.evictions();
    }

    @Override
    public long getExpirations() {
        return store.usage().expirations();
    }

    @Override
    public long getLoads() {
        return loads.calls();
    }

    @Override
    public long getLoadFailures() {
        return loads.failures();
    }

    @Override
    public double getAverageLoadMicros() {
        return loads.meanMicros();
    }

    @Override
    public long getRefreshes() {
        return loads.refreshes();
    }

    @Override
    public long getRefreshFailures() {
        return loads.refreshFailures();
    }

    @Override
    public long getStaleHits() {
        return loads.staleHits();
    }

    @Override
    public long getLargestRefusedEntryBytes() {
        return store.usage().largestRefusedBytes();
    }
}
