package org.larder.policies;

import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/**
 * An error that a policy ran into while it was executed, as a client of the gateway is told of it: a name, a code, a text,
 * and the status of the response.
 *
 * @since 0.1
 */
public final class PolicyFault extends CacheException {

    private static final long serialVersionUID = 1L;

    /** The name of the documented fault of a value that cannot be serialized. */
    public static final String ENTRY_CANNOT_BE_CACHED = "EntryCannotBeCached";

    /** The name of the documented fault of a cache that is not there. */
    public static final String CACHE_NOT_FOUND = "CacheNotFound";

    /** The name of the fault of a key that cannot be made, or is too long. */
    public static final String INVALID_CACHE_KEY = "InvalidCacheKey";

    /** The name of the fault of a cache that failed. */
    public static final String CACHE_UNAVAILABLE = "CacheUnavailable";

    private final String faultName;
    private final String errorCode;
    private final String faultString;

    private PolicyFault(
            CachePolicy policy,
            String faultName,
            String step,
            String faultString,
            @Nullable String advice,
            @Nullable Throwable cause) {
        super("policy '%s': %s%s".formatted(policy.name(), faultString, advice == null ? "" : " " + advice), cause);
        this.faultName = faultName;
        this.errorCode = "steps.%s.%s".formatted(step, faultName);
        this.faultString = faultString;
    }

    /**
     * A value that is not cached.
     *
     * @param entry what is said to clients in place of the value, which may be secret
     * @param reason a sentence
     */
    static PolicyFault entryCannotBeCached(
            CachePolicy policy, String entry, String reason, @Nullable String advice, @Nullable Throwable cause) {
        return new PolicyFault(
                policy,
                ENTRY_CANNOT_BE_CACHED,
                policy.step(),
                "[%s] can not be cached. %s".formatted(entry, reason),
                advice,
                cause);
    }

    static PolicyFault cacheNotFound(CachePolicy policy, String cacheName, CacheScopeContext context) {
        return new PolicyFault(
                policy,
                CACHE_NOT_FOUND,
                "cache",
                "Cache : %s, not found in organization : %s__%s"
                        .formatted(cacheName, context.organization(), context.environment()),
                "(create it, or let the environment create missing caches)",
                null);
    }

    static PolicyFault invalidCacheKey(CachePolicy policy, String reason) {
        return new PolicyFault(policy, INVALID_CACHE_KEY, policy.step(), reason, null, null);
    }

    /** A cache that failed; clients are not told why. */
    static PolicyFault cacheUnavailable(CachePolicy policy, String cacheName, Throwable cause) {
        return new PolicyFault(
                policy,
                CACHE_UNAVAILABLE,
                policy.step(),
                "Cache : %s, is not available".formatted(cacheName),
                "(%s)".formatted(cause),
                cause);
    }

    /** Returns the name of the fault, such as {@code EntryCannotBeCached}: what the variable {@code fault.name} holds. */
    public String faultName() {
        return faultName;
    }

    /** Returns the code of the fault, such as {@code steps.populatecache.EntryCannotBeCached}. */
    public String errorCode() {
        return errorCode;
    }

    /** Returns the text of the fault, which is meant for clients: no values and nothing of the inside. */
    public String faultString() {
        return faultString;
    }

    /** Returns the HTTP status of a response that tells of the fault: 500. */
    public int status() {
        return 500;
    }

    /**
     * Returns the body of a response that tells of the fault, in JSON:
     *
     * <pre>{@code
     * {"fault":{"faultstring":"…","detail":{"errorcode":"…"}}}
     * }</pre>
     */
    public String toJson() {
        return "{\"fault\":{\"faultstring\":%s,\"detail\":{\"errorcode\":%s}}}"
                .formatted(JsonText.quoted(faultString), JsonText.quoted(errorCode));
    }
}
