package org.larder.policies;

/**
 * What a policy did.
 *
 * @since 0.1
 */
public sealed interface PolicyResult permits PopulateResult, LookupResult, InvalidateResult {

    /** Returns the name of the cache; {@value PolicyCaches#SHARED} for the shared one. */
    String cacheName();

    /** Returns the key, or what the keys begin with that were purged. */
    String cacheKey();
}
