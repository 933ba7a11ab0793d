package org.larder.cdi.intercept;

import javax.cache.Cache;
import javax.cache.CacheManager;
import org.jspecify.annotations.Nullable;

/**
 * One entry of one cache, be it there or not.
 *
 * @param manager the manager of the cache, as two may have caches of one name; null where it has none
 * @param cacheName the name of the cache
 * @param key the key
 */
record EntryId(@Nullable CacheManager manager, String cacheName, Object key) {

    static EntryId of(Cache<?, ?> cache, Object key) {
        return new EntryId(cache.getCacheManager(), cache.getName(), key);
    }

    boolean isIn(Cache<?, ?> cache) {
        return of(cache, key).equals(this);
    }
}
