package org.larder.policies;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One step of a gateway that does something with a cache. Made by a builder, or read from XML by {@link
 * org.larder.policies.xml.PolicyXml}. Immutable and thread-safe.
 *
 * @since 0.1
 */
public abstract sealed class CachePolicy permits PopulateCache, LookupCache, InvalidateCache {

    private final String name;
    private final String displayName;
    private final boolean enabled;
    private final boolean continueOnError;
    private final CacheKey cacheKey;
    private final @Nullable String cacheResource;
    private final Scope scope;

    CachePolicy(PolicyBuilder<?> builder) {
        name = builder.name;
        displayName = builder.displayName == null ? builder.name : builder.displayName;
        enabled = builder.enabled;
        continueOnError = builder.continueOnError;
        cacheKey = builder.requireCacheKey();
        cacheResource = builder.cacheResource;
        scope = builder.scope;
    }

    /** Returns the name, which variables and messages name the policy by. */
    public String name() {
        return name;
    }

    /** Returns the name that people see; the {@link #name} if there is no other. */
    public String displayName() {
        return displayName;
    }

    /** Returns whether the policy does anything when it is executed. */
    public boolean enabled() {
        return enabled;
    }

    /** Returns whether a fault is only told by variables, and not thrown. */
    public boolean continueOnError() {
        return continueOnError;
    }

    /** Returns how the key is made. */
    public CacheKey cacheKey() {
        return cacheKey;
    }

    /** Returns the name of the cache, or null for the shared cache of the environment. */
    public @Nullable String cacheResource() {
        return cacheResource;
    }

    /** Returns what the key begins with if it has no prefix of its own. */
    public Scope scope() {
        return scope;
    }

    /** Returns the kind of policy: the name of its element. */
    public String type() {
        return getClass().getSimpleName();
    }

    /**
     * Executes the policy.
     *
     * @param caches the environment
     * @param context where the policy is attached
     * @param variables the flow variables of the request
     * @return what was done; null if the policy is not enabled, or failed and goes on, which its variables tell
     * @throws PolicyFault if the policy failed and does not go on
     * @throws PolicyConfigurationException if its cache is not as caches of policies must be; {@link
     *     PolicyCaches#verify} tells that before
     * @throws IllegalStateException if the environment is closed
     */
    public abstract @Nullable PolicyResult execute(
            PolicyCaches caches, CacheScopeContext context, VariableResolver variables);

    /** The name of a variable of this policy. */
    String variable(String property) {
        return "%s.%s.%s".formatted(step(), name, property);
    }

    /** The kind of policy as variables and codes have it. */
    String step() {
        return type().toLowerCase(Locale.ROOT);
    }

    /** The name of the cache, also of the shared one. */
    String cacheName() {
        return cacheResource == null ? PolicyCaches.SHARED : cacheResource;
    }

    @Override
    public String toString() {
        return "%s '%s'".formatted(type(), name);
    }
}
