package org.larder.policies;

/**
 * What {@link InvalidateCache} did.
 *
 * @param cacheName the cache
 * @param cacheKey the key, or what the keys begin with that were purged
 * @param removed the number of entries that are gone
 * @since 0.1
 */
public record InvalidateResult(String cacheName, String cacheKey, long removed) implements PolicyResult {}
