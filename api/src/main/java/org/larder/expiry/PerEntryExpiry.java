package org.larder.expiry;

import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.expiry.ExpiryPolicy;

/**
 * Writing entries with an expiry of their own, which caches of Larder can do:
 *
 * <pre>{@code
 * PerEntryExpiry.of(cache).with(TimeToLive.ofSeconds(30)).put("key", "value");
 * }</pre>
 *
 * <p>Thread-safe.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 * @since 0.1
 */
public interface PerEntryExpiry<K, V> {

    /**
     * Shows the cache with another expiry policy. The view has the same entries, listeners, statistics and life as the
     * cache. What is created, updated or read through the view gets its deadline from the policy given here; what is
     * created, updated or read through the cache gets it from the policy of the cache. So an entry keeps the deadline that
     * it got here until something else gives it another.
     *
     * @param policy asked on the thread of the caller. A view is cheap, so there may be one for a single write
     * @return the view; closing it closes the cache
     * @throws IllegalStateException if the cache is closed
     */
    Cache<K, V> with(ExpiryPolicy policy);

    /**
     * Finds this capability of a cache.
     *
     * @param cache a cache of any provider
     * @return the cache, seen so
     * @throws CacheException if its provider has only one expiry policy to a cache
     */
    @SuppressWarnings("unchecked") // what unwraps from a Cache<K, V> has its types
    static <K, V> PerEntryExpiry<K, V> of(Cache<K, V> cache) {
        try {
            return cache.unwrap(PerEntryExpiry.class);
        } catch (IllegalArgumentException e) {
            throw new CacheException(
                    "cache '%s': an entry cannot have an expiry of its own, as %s knows only one expiry policy to a cache; leave it to that policy, or use Larder as the provider"
                            .formatted(cache.getName(), cache.getClass().getName()),
                    e);
        }
    }
}
