package org.larder.benchmarks.peer;

import java.util.Map;
import java.util.Properties;
import java.util.Set;
import javax.cache.Cache;
import javax.cache.Caching;
import javax.cache.configuration.Configuration;
import javax.cache.processor.EntryProcessor;
import javax.cache.spi.CachingProvider;
import org.jspecify.annotations.Nullable;

/** A cache behind the standard API. All of them run this code. */
final class JCachePeer<K, V> implements Contestant<K, V> {

    private static final String NAME = "benchmark";

    private final EntryProcessor<K, V, Boolean> exchange = (entry, arguments) -> {
        boolean existed = entry.getValue() != null;
        @SuppressWarnings("unchecked") // the argument that invoke below hands over
        V value = (V) arguments[0];
        entry.setValue(value);
        return existed;
    };
    private final CachingProvider provider;
    private final Cache<K, V> cache;
    private final Runnable whenClosed;

    JCachePeer(String provider, Configuration<K, V> configuration) {
        this(provider, configuration, new Properties(), () -> {});
    }

    JCachePeer(String provider, Configuration<K, V> configuration, Properties properties, Runnable whenClosed) {
        this.whenClosed = whenClosed;
        this.provider = Caching.getCachingProvider(provider);
        this.cache = this.provider.getCacheManager(null, null, properties).createCache(NAME, configuration);
    }

    /** The same cache, with its statistics enabled from now on. */
    JCachePeer<K, V> withStatistics() {
        cache.getCacheManager().enableStatistics(NAME, true);
        return this;
    }

    @Override
    public @Nullable V get(K key) {
        return cache.get(key);
    }

    @Override
    public void put(K key, V value) {
        cache.put(key, value);
    }

    @Override
    public boolean putIfAbsent(K key, V value) {
        return cache.putIfAbsent(key, value);
    }

    @Override
    public Map<K, V> getAll(Set<K> keys) {
        return cache.getAll(keys);
    }

    @Override
    public boolean invoke(K key, V value) {
        return cache.invoke(key, exchange, value);
    }

    @Override
    public void close() {
        provider.close();
        whenClosed.run();
    }
}
