package org.larder.policies;

import org.jspecify.annotations.Nullable;

/**
 * What {@link LookupCache} found.
 *
 * @param cacheName the cache
 * @param cacheKey the key
 * @param value the value, or null for a miss
 * @param assignTo the variable that a value is assigned to
 * @since 0.1
 */
public record LookupResult(
        String cacheName, String cacheKey, @Nullable Object value, String assignTo) implements PolicyResult {

    /** Returns whether there was a value. */
    public boolean hit() {
        return value != null;
    }
}
