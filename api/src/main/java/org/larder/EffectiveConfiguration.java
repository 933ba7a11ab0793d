package org.larder;

import java.util.List;

/**
 * What a cache manager can tell of the configuration of its caches. Reached by {@code
 * cacheManager.unwrap(EffectiveConfiguration.class)}. Thread-safe.
 *
 * @since 0.1
 */
public interface EffectiveConfiguration {

    /**
     * Lists every setting of a cache, its value, and where the value comes from. Of a cache that is declared in a
     * configuration file and was not used yet, the list shows what it will be made from.
     *
     * @param cacheName the name of the cache
     * @return all settings, always in the same order
     * @throws javax.cache.CacheException if there is no such cache, or if a declared one could not be made from its
     *     settings
     * @throws IllegalArgumentException if settings of a declared cache contradict each other
     * @throws IllegalStateException if the manager is closed
     */
    List<EffectiveSetting> effectiveSettings(String cacheName);
}
