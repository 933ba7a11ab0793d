package org.larder.benchmarks.peer;

import javax.cache.configuration.Configuration;
import org.cache2k.Cache2kBuilder;
import org.cache2k.jcache.ExtendedMutableConfiguration;
import org.cache2k.jcache.JCacheConfig;
import org.larder.benchmarks.workload.DataKind;

/**
 * Cache2k by value: clones arrays, shares what cannot change and copies the rest by Java serialization, for which it has
 * no replacement. Its types are not set, because it refuses arrays as a type.
 */
final class Cache2kCache {

    private static final String PROVIDER = "org.cache2k.jcache.provider.JCacheProvider";

    private Cache2kCache() {}

    static <K, V> Contestant<K, V> open(DataKind<K, V> data, long maxEntries) {
        Configuration<Object, Object> configuration =
                ExtendedMutableConfiguration.of(Cache2kBuilder.of(Object.class, Object.class)
                        .entryCapacity(maxEntries)
                        .with(JCacheConfig.class, section -> section.copyAlwaysIfRequested(true)));
        @SuppressWarnings("unchecked") // a cache of any objects
        Configuration<K, V> ofAny = (Configuration<K, V>) configuration;
        return new JCachePeer<>(PROVIDER, ofAny);
    }
}
