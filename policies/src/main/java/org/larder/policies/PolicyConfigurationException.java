package org.larder.policies;

import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/**
 * Something about a policy, or about the caches that policies are to use, that can never work. It is thrown before
 * anything is executed: when a policy is read or built, when it is verified, or when a cache is made.
 *
 * @since 0.1
 */
public final class PolicyConfigurationException extends CacheException {

    private static final long serialVersionUID = 1L;

    /** The name of an error that {@code CacheResource} names a cache that there is not. */
    public static final String INVALID_CACHE_RESOURCE_REFERENCE = "InvalidCacheResourceReference";

    /** The name of an error that a look-up has a time-out of zero or less. */
    public static final String INVALID_TIMEOUT = "InvalidTimeout";

    private final @Nullable String errorName;

    /**
     * Creates an exception without a documented name.
     *
     * @param message what was asked, what was found, what to do
     */
    public PolicyConfigurationException(String message) {
        this(null, message, null);
    }

    /**
     * Creates an exception.
     *
     * @param errorName the name that the policies' documentation gives the error, or null if it gives none
     * @param message what was asked, what was found, what to do
     * @param cause what made it known, or null
     */
    public PolicyConfigurationException(@Nullable String errorName, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.errorName = errorName;
    }

    /** Returns the name that the policies' documentation gives the error, or null if it gives none. */
    public @Nullable String errorName() {
        return errorName;
    }
}
