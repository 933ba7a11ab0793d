package org.larder.policies;

import java.time.Instant;

/**
 * What {@link PopulateCache} did.
 *
 * @param cacheName the cache
 * @param cacheKey the key
 * @param outcome whether the value is in the cache now
 * @param expiresAt when the entry expires; if it is not stored, when it would
 * @since 0.1
 */
public record PopulateResult(String cacheName, String cacheKey, Outcome outcome, Instant expiresAt)
        implements PolicyResult {

    /**
     * What became of the value. Unless it was stored, the key has no entry any more.
     *
     * @since 0.1
     */
    public enum Outcome {
        /** The value is in the cache. */
        STORED,
        /** It would expire at once, as with a time-out of zero. */
        EXPIRED,
        /** It is larger than {@link PolicyLimits#valueBytes}. */
        TOO_LARGE
    }
}
