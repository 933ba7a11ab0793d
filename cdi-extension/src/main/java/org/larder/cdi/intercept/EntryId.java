package org.larder.cdi.intercept;

import java.util.Objects;
import javax.cache.Cache;
import javax.cache.CacheManager;
import org.jspecify.annotations.Nullable;

/**
 * One entry of one cache, be it there or not.
 *
 * @param manager the manager of the cache, as two may have caches of one name; null where it has none
 * @param cacheName the name of the cache
 * @param key the key
 * @param keyHash the hash code that the key had at first: a method may change the parameters that its key is made of, and
 *     what is under way for it must be found all the same
 */
record EntryId(@Nullable CacheManager manager, String cacheName, Object key, int keyHash) {

    EntryId(@Nullable CacheManager manager, String cacheName, Object key) {
        this(manager, cacheName, key, key.hashCode());
    }

    static EntryId of(Cache<?, ?> cache, Object key) {
        return new EntryId(cache.getCacheManager(), cache.getName(), key);
    }

    boolean isIn(Cache<?, ?> cache) {
        return cacheName.equals(cache.getName()) && Objects.equals(manager, cache.getCacheManager());
    }

    /** Whether the key is still what it was, as far as its hash code tells. */
    boolean hasItsKey() {
        return key.hashCode() == keyHash;
    }

    @Override
    public int hashCode() {
        return 31 * cacheName.hashCode() + keyHash;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof EntryId that
                        && keyHash == that.keyHash
                        && cacheName.equals(that.cacheName)
                        && Objects.equals(manager, that.manager)
                        && key.equals(that.key));
    }
}
