package org.larder.benchmarks.peer;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import javax.cache.configuration.Configuration;
import org.cache2k.Cache2kBuilder;
import org.cache2k.jcache.ExtendedMutableConfiguration;
import org.jspecify.annotations.Nullable;
import org.larder.benchmarks.workload.DataKind;

/**
 * Cache2k by reference, with what could be changed copied in and out by hand: by value it copies arrays by Java
 * serialization, and takes no copier. Its types are not set, because it refuses arrays as a type.
 */
final class Cache2kCache<K, V> implements Contestant<K, V> {

    private static final String PROVIDER = "org.cache2k.jcache.provider.JCacheProvider";

    private final DataKind<K, V> data;
    private final Contestant<K, V> byReference;

    private Cache2kCache(DataKind<K, V> data, Contestant<K, V> byReference) {
        this.data = data;
        this.byReference = byReference;
    }

    static <K, V> Contestant<K, V> open(DataKind<K, V> data, long maxEntries) {
        Configuration<Object, Object> configuration =
                ExtendedMutableConfiguration.of(Cache2kBuilder.of(Object.class, Object.class)
                        .entryCapacity(maxEntries)
                        .disableStatistics(true));
        @SuppressWarnings("unchecked") // a cache of any objects
        Configuration<K, V> ofAny = (Configuration<K, V>) configuration;
        return new Cache2kCache<>(data, new JCachePeer<>(PROVIDER, ofAny));
    }

    @Override
    public @Nullable V get(K key) {
        V found = byReference.get(key);
        return found == null ? null : data.copyOf(found);
    }

    @Override
    public void put(K key, V value) {
        byReference.put(key, data.copyOf(value));
    }

    @Override
    public boolean putIfAbsent(K key, V value) {
        return byReference.putIfAbsent(key, data.copyOf(value));
    }

    @Override
    public Map<K, V> getAll(Set<K> keys) {
        Map<K, V> all = byReference.getAll(keys);
        if (data.immutableValues()) {
            return all;
        }
        Map<K, V> copies = new HashMap<>(2 * keys.size());
        all.forEach((key, found) -> copies.put(key, data.copyOf(found)));
        return copies;
    }

    @Override
    public boolean invoke(K key, V value) {
        return byReference.invoke(key, data.copyOf(value));
    }

    @Override
    public void close() {
        byReference.close();
    }
}
