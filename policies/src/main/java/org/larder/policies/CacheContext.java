package org.larder.policies;

import org.jspecify.annotations.Nullable;

/**
 * Names that {@link InvalidateCache} puts into the prefix of a key in place of those of where it is executed, to reach the
 * entries of another proxy. Organization, environment and revision stay. Without effect on a key that has a prefix of its
 * own.
 *
 * @param apiProxyName the API proxy, or null for the present one
 * @param proxyName the proxy endpoint, or null for the present one
 * @param targetName the target endpoint, or null for the present one
 * @since 0.1
 */
public record CacheContext(
        @Nullable FlowText apiProxyName,
        @Nullable FlowText proxyName,
        @Nullable FlowText targetName) {

    /** Changes nothing. */
    static final CacheContext NONE = new CacheContext(null, null, null);

    /**
     * The context as it is to be taken.
     *
     * @throws IllegalArgumentException if a variable is unset that has no literal beside it
     */
    CacheScopeContext appliedTo(CacheScopeContext context, VariableResolver variables) {
        return new CacheScopeContext(
                context.organization(),
                context.environment(),
                name("APIProxyName", apiProxyName, context.proxy(), variables),
                context.revision(),
                name("ProxyName", proxyName, context.proxyEndpoint(), variables),
                targetName == null ? context.targetEndpoint() : name("TargetName", targetName, "", variables),
                context.flow());
    }

    private static String name(String element, @Nullable FlowText given, String present, VariableResolver variables) {
        if (given == null) {
            return present;
        }
        String name = given.resolve(variables);
        if (name == null) {
            throw new IllegalArgumentException("variable '%s' of %s is unset, and there is no literal; set it"
                    .formatted(given.reference(), element));
        }
        return name;
    }
}
