package org.larder;

import javax.cache.configuration.Configuration;

/**
 * What a cache manager can tell of the storage of a cache that it was not asked to create yet. Reached by {@code
 * cacheManager.unwrap(StorageEstimator.class)}. Thread-safe.
 *
 * @since 0.1
 */
public interface StorageEstimator {

    /**
     * Tells what a cache will take. Nothing is made, opened or promised; there may or may not be a cache of that name.
     *
     * @param cacheName the name that the cache will have, as configuration files may say something of it
     * @param configuration what the cache will be created with
     * @return the same numbers as the log has at {@code DEBUG} when the cache is created
     * @throws IllegalArgumentException if settings contradict each other, or the bounds are too small or too large
     * @throws javax.cache.CacheException if a class that a configuration file names is not there
     * @throws IllegalStateException if the manager is closed
     */
    StorageEstimate estimate(String cacheName, Configuration<?, ?> configuration);
}
