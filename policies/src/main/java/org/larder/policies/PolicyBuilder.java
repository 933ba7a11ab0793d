package org.larder.policies;

import static java.util.Objects.requireNonNull;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * What the builders of all policies have. Not thread-safe.
 *
 * @param <B> the builder itself
 * @since 0.1
 */
public abstract sealed class PolicyBuilder<B extends PolicyBuilder<B>>
        permits PopulateCache.Builder, LookupCache.Builder, InvalidateCache.Builder {

    private static final Logger LOG = System.getLogger(CachePolicy.class.getName());

    final String name;

    @Nullable
    String displayName;

    boolean enabled = true;
    boolean continueOnError;

    @Nullable
    String cacheResource;

    Scope scope = Scope.EXCLUSIVE;
    private @Nullable CacheKey cacheKey;

    PolicyBuilder(String name) {
        this.name = PolicyLimits.requirePolicyName(name);
    }

    abstract B self();

    /** Sets the name that people see; null for that of the policy. */
    public B displayName(@Nullable String text) {
        displayName = text;
        return self();
    }

    /** Sets whether the policy does anything when it is executed; it does unless this is set to false. */
    public B enabled(boolean yes) {
        enabled = yes;
        return self();
    }

    /** Sets whether a fault is only told by variables, and not thrown; it is thrown unless this is set to true. */
    public B continueOnError(boolean yes) {
        continueOnError = yes;
        return self();
    }

    /** Takes the deprecated attribute of that name, which has no effect; it is warned of if it is true. */
    public B async(boolean yes) {
        if (yes) {
            LOG.log(Level.WARNING, "policy ''{0}'': async is deprecated and has no effect; leave it out", name);
        }
        return self();
    }

    /** Sets how the key is made. Required. */
    public B cacheKey(CacheKey key) {
        cacheKey = requireNonNull(key, "the key must not be null");
        return self();
    }

    /**
     * Sets the name of the cache.
     *
     * @param cacheName letters, digits and {@code . _ - $ %} and spaces; null for the shared cache of the environment
     * @throws PolicyConfigurationException if it is no legal name
     */
    public B cacheResource(@Nullable String cacheName) {
        if (PolicyCaches.SHARED.equals(cacheName)) {
            throw new PolicyConfigurationException(
                    "CacheResource is '%s', which is the name of the shared cache; leave CacheResource out to use it"
                            .formatted(cacheName));
        }
        cacheResource = cacheName == null ? null : PolicyLimits.requireCacheName(cacheName);
        return self();
    }

    /** Sets what the key begins with if it has no prefix of its own; {@link Scope#EXCLUSIVE} unless set. */
    public B scope(Scope value) {
        scope = requireNonNull(value, "the scope must not be null");
        return self();
    }

    CacheKey requireCacheKey() {
        return require(cacheKey, "CacheKey");
    }

    <T> T require(@Nullable T given, String element) {
        if (given == null) {
            throw new PolicyConfigurationException(
                    "policy '%s' has no %s, which is required; give it one".formatted(name, element));
        }
        return given;
    }
}
