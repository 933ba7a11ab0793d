package org.larder.provider;

import java.util.List;
import org.larder.management.CacheStorageMXBean;
import org.larder.provider.event.EventDispatcher;
import org.larder.provider.integration.AsyncLoads;
import org.larder.provider.integration.UserCode;
import org.larder.provider.statistics.Counters;
import org.larder.provider.statistics.JmxRegistry;
import org.larder.provider.store.EntryStore;

/**
 * The parts of a cache that end with it.
 *
 * @param sweeping the sweeping out of expired entries
 * @param userObjects what the configuration's factories made: closed if it can be
 */
record CacheLifecycle<K, V>(
        String cacheName,
        EntryStore<K, V> store,
        EventDispatcher<K, V> events,
        Counters counters,
        CacheStorageMXBean storage,
        JmxRegistry beans,
        AsyncLoads loads,
        Sweeping sweeping,
        List<Object> userObjects)
        implements AutoCloseable {

    /** Ends all parts, those that use others first; a part that fails does not keep the others from ending. */
    @Override
    public void close() {
        Closing closing = new Closing();
        for (AutoCloseable part : List.of(sweeping, beans, loads, events, store)) {
            closing.close(part, "a part of cache '%s'".formatted(cacheName));
        }
        for (Object object : userObjects) {
            closing.close(() -> UserCode.close(cacheName, object), "an object of cache '%s'".formatted(cacheName));
        }
        closing.rethrowError();
    }
}
