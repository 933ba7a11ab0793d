package org.larder;

import java.io.Serializable;
import java.time.Instant;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.MutableEntry;
import org.jspecify.annotations.Nullable;

/**
 * Writes data and counts its version in one step, whatever else writes at the same time. Serializable, as providers may
 * run it elsewhere.
 */
record UpsertProcessor<D extends @Nullable Object>(Instant cacheDate, D cacheData)
        implements EntryProcessor<String, CachedData<D>, Long>, Serializable {

    @Override
    public Long process(MutableEntry<String, CachedData<D>> entry, Object... none) {
        long version = entry.exists() ? entry.getValue().version() + 1 : 1;
        entry.setValue(new CachedData<>(cacheDate, cacheData, version));
        return version;
    }
}
