package org.larder.provider;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.cache.Cache;
import javax.cache.configuration.Factory;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.CacheEntryExpiredListener;
import javax.cache.event.CacheEntryRemovedListener;
import javax.cache.event.CacheEntryUpdatedListener;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheWriter;

/** A listener, a writer and a loader that write down what they are told. The loader finds "loaded" for every key. */
final class Journal {

    final List<String> events = new CopyOnWriteArrayList<>();
    final List<String> writes = new CopyOnWriteArrayList<>();
    final List<String> loads = new CopyOnWriteArrayList<>();

    void clear() {
        events.clear();
        writes.clear();
        loads.clear();
    }

    MutableCacheEntryListenerConfiguration<String, String> listening() {
        return new MutableCacheEntryListenerConfiguration<>(one(new Listener()), null, true, true);
    }

    Factory<CacheWriter<String, String>> writing() {
        return one(new Writer());
    }

    Factory<CacheLoader<String, String>> loading() {
        return one(new Loader());
    }

    /** A factory of one object. */
    // Of a configuration that is never serialized.
    @SuppressWarnings("serial")
    static <T> Factory<T> one(T object) {
        return () -> object;
    }

    private final class Listener
            implements CacheEntryCreatedListener<String, String>,
                    CacheEntryUpdatedListener<String, String>,
                    CacheEntryRemovedListener<String, String>,
                    CacheEntryExpiredListener<String, String> {

        @Override
        public void onCreated(Iterable<CacheEntryEvent<? extends String, ? extends String>> all) {
            all.forEach(e -> events.add(e.getEventType() + " " + e.getValue()));
        }

        @Override
        public void onUpdated(Iterable<CacheEntryEvent<? extends String, ? extends String>> all) {
            all.forEach(e -> events.add(e.getEventType() + " " + e.getOldValue() + ">" + e.getValue()));
        }

        @Override
        public void onRemoved(Iterable<CacheEntryEvent<? extends String, ? extends String>> all) {
            all.forEach(e -> events.add(e.getEventType() + " " + e.getOldValue()));
        }

        @Override
        public void onExpired(Iterable<CacheEntryEvent<? extends String, ? extends String>> all) {
            onRemoved(all);
        }
    }

    private final class Writer implements CacheWriter<String, String> {
        @Override
        public void write(Cache.Entry<? extends String, ? extends String> entry) {
            writes.add("write " + entry.getValue());
        }

        @Override
        public void writeAll(Collection<Cache.Entry<? extends String, ? extends String>> entries) {
            entries.forEach(this::write);
            entries.clear();
        }

        @Override
        public void delete(Object key) {
            writes.add("delete");
        }

        @Override
        public void deleteAll(Collection<?> keys) {
            keys.forEach(this::delete);
            keys.clear();
        }
    }

    private final class Loader implements CacheLoader<String, String> {
        @Override
        public String load(String key) {
            loads.add(key);
            return "loaded";
        }

        @Override
        public Map<String, String> loadAll(Iterable<? extends String> keys) {
            Map<String, String> all = new HashMap<>();
            keys.forEach(key -> all.put(key, load(key)));
            return all;
        }
    }
}
