package org.larder.provider;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import javax.cache.Cache;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheWriter;
import org.jspecify.annotations.Nullable;

/** Rows that a cache loads and writes through. */
final class ExternalStore<V> implements CacheLoader<String, V>, CacheWriter<String, V> {

    final Map<Object, V> rows = new ConcurrentHashMap<>();

    /** What it was told, in order. */
    final List<String> writes = new CopyOnWriteArrayList<>();

    /** Runs before the next write or deletion takes place, and once only. */
    final AtomicReference<Runnable> beforeWrite = new AtomicReference<>(() -> {});

    /** Runs when the next write or deletion took place, before the cache goes on, and once only. */
    final AtomicReference<Runnable> afterWrite = new AtomicReference<>(() -> {});

    private static void runOnce(AtomicReference<Runnable> what) {
        what.getAndSet(() -> {}).run();
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
        runOnce(beforeWrite);
        rows.put(entry.getKey(), entry.getValue());
        writes.add("write " + entry.getValue());
        runOnce(afterWrite);
    }

    @Override
    public void writeAll(Collection<Cache.Entry<? extends String, ? extends V>> entries) {
        entries.forEach(this::write);
        entries.clear();
    }

    @Override
    public void delete(Object key) {
        runOnce(beforeWrite);
        rows.remove(key);
        writes.add("delete");
        runOnce(afterWrite);
    }

    @Override
    public void deleteAll(Collection<?> keys) {
        keys.forEach(this::delete);
        keys.clear();
    }
}
