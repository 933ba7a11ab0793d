package org.larder.benchmarks.peer;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.larder.benchmarks.workload.DataKind;

/** The ceiling: the JDK's map, which copies nothing, bounds nothing and knows no expiry. */
final class HeapMap<K, V> implements Contestant<K, V> {

    private final ConcurrentMap<K, V> map;

    private HeapMap(int entries) {
        map = new ConcurrentHashMap<>(entries);
    }

    static <K, V> Contestant<K, V> open(DataKind<K, V> data, long maxEntries) {
        return new HeapMap<>((int) maxEntries);
    }

    @Override
    public @Nullable V get(K key) {
        return map.get(key);
    }

    @Override
    public void put(K key, V value) {
        map.put(key, value);
    }

    @Override
    public boolean putIfAbsent(K key, V value) {
        return map.putIfAbsent(key, value) == null;
    }

    @Override
    public boolean invoke(K key, V value) {
        boolean[] existed = {false};
        map.compute(key, (same, old) -> {
            existed[0] = old != null;
            return value;
        });
        return existed[0];
    }

    @Override
    public void close() {
        map.clear();
    }
}
