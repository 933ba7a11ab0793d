package org.larder.policies;

import java.util.List;

/**
 * The caches of an environment, for those who run it. Named {@code org.larder:type=PolicyCaches,CacheManager="<uri>"}.
 *
 * @since 0.1
 */
public interface PolicyCachesMXBean {

    /** Returns the names of the caches, sorted, without the shared one. */
    List<String> getCacheNames();

    /**
     * Deletes a cache and all that is in it. The shared one cannot be deleted.
     *
     * @param cacheName the name of the cache
     * @throws IllegalArgumentException if there is no cache of that name
     */
    void deleteCache(String cacheName);

    /**
     * Removes one entry.
     *
     * @param cacheName the name of the cache; {@value PolicyCaches#SHARED} for the shared one
     * @param key the full key, with prefix and fragments
     * @return whether there was such an entry
     * @throws IllegalArgumentException if there is no cache of that name
     */
    boolean clearEntry(String cacheName, String key);
}
