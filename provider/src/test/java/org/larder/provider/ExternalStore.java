package org.larder.provider;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.cache.Cache;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheWriter;
import org.jspecify.annotations.Nullable;

/** Rows that a cache loads and writes through. */
final class ExternalStore<V> implements CacheLoader<String, V>, CacheWriter<String, V> {

    final Map<Object, V> rows = new ConcurrentHashMap<>();

    /** What it was told, in order. */
    final List<String> writes = new CopyOnWriteArrayList<>();

    private final Runnable afterWrite;

    /**
     * Creates an empty store.
     *
     * @param afterWrite runs at the end of each write, before the cache goes on
     */
    ExternalStore(Runnable afterWrite) {
        this.afterWrite = afterWrite;
    }

    @Override
    public @Nullable V load(String key) {
        return rows.get(key);
    }

    @Override
    public Map<String, V> loadAll(Iterable<? extends String> keys) {
        Map<String, V> found = new HashMap<>();
        keys.forEach(key -> found.put(key, rows.get(key)));
        return found;
    }

    @Override
    public void write(Cache.Entry<? extends String, ? extends V> entry) {
        rows.put(entry.getKey(), entry.getValue());
        writes.add("write " + entry.getValue());
        afterWrite.run();
    }

    @Override
    public void writeAll(Collection<Cache.Entry<? extends String, ? extends V>> entries) {
        entries.forEach(this::write);
        entries.clear();
    }

    @Override
    public void delete(Object key) {
        rows.remove(key);
        writes.add("delete");
        afterWrite.run();
    }

    @Override
    public void deleteAll(Collection<?> keys) {
        keys.forEach(this::delete);
        keys.clear();
    }
}
