package org.larder.provider;

import java.util.List;
import org.larder.provider.event.EventDispatcher;
import org.larder.provider.integration.AsyncLoads;
import org.larder.provider.integration.UserCode;
import org.larder.provider.statistics.Counters;
import org.larder.provider.statistics.JmxRegistry;
import org.larder.provider.store.EntryStore;

/**
 * The parts of a cache that end with it.
 *
 * @param userObjects what the configuration's factories made: closed if it can be
 */
record CacheLifecycle<K, V>(
        String cacheName,
        EntryStore<K, V> store,
        EventDispatcher<K, V> events,
        Counters counters,
        JmxRegistry beans,
        AsyncLoads loads,
        List<Object> userObjects)
        implements AutoCloseable {

    /** Ends all parts, those that use others first; a part that fails does not keep the others from ending. */
    @Override
    public void close() {
        Throwable failure = null;
        for (AutoCloseable part : List.of(beans, loads, events, store)) {
            try {
                part.close();
            } catch (Exception | Error e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        userObjects.forEach(object -> UserCode.close(cacheName, object));
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
        if (failure != null) {
            throw new IllegalStateException("cache '%s' could not be closed in full".formatted(cacheName), failure);
        }
    }
}
