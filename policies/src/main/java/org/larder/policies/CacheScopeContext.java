package org.larder.policies;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * Where a policy is executed: what {@link Scope}s make the prefixes of keys from.
 *
 * @param organization the organization, such as {@code apifactory}
 * @param environment the environment, such as {@code test}
 * @param proxy the API proxy, such as {@code weatherapi}
 * @param revision its deployed revision, such as {@code 16}
 * @param proxyEndpoint the proxy endpoint, such as {@code default}
 * @param targetEndpoint the target endpoint, or null if there is none; a target flow has one
 * @param flow which of both the policy is attached to
 * @since 0.1
 */
public record CacheScopeContext(
        String organization,
        String environment,
        String proxy,
        String revision,
        String proxyEndpoint,
        @Nullable String targetEndpoint,
        Flow flow) {

    /**
     * What a policy is attached to.
     *
     * @since 0.1
     */
    public enum Flow {
        /** A flow of the proxy endpoint. */
        PROXY,
        /** A flow of the target endpoint. */
        TARGET
    }

    /**
     * Creates a context.
     *
     * @throws IllegalArgumentException if a name is empty, or a target flow has no target endpoint
     */
    public CacheScopeContext {
        requireText("organization", organization);
        requireText("environment", environment);
        requireText("proxy", proxy);
        requireText("revision", revision);
        requireText("proxyEndpoint", proxyEndpoint);
        if (targetEndpoint != null) {
            requireText("targetEndpoint", targetEndpoint);
        }
        if (requireNonNull(flow, "flow") == Flow.TARGET && targetEndpoint == null) {
            throw new IllegalArgumentException("the flow is that of a target, and there is no targetEndpoint; name it");
        }
    }

    /** Returns the same place in a flow of the proxy endpoint. */
    public CacheScopeContext inProxyFlow() {
        return new CacheScopeContext(
                organization, environment, proxy, revision, proxyEndpoint, targetEndpoint, Flow.PROXY);
    }

    /**
     * Returns the same place in a flow of the target endpoint.
     *
     * @throws IllegalArgumentException if there is no target endpoint
     */
    public CacheScopeContext inTargetFlow() {
        return new CacheScopeContext(
                organization, environment, proxy, revision, proxyEndpoint, targetEndpoint, Flow.TARGET);
    }

    private static void requireText(String what, String text) {
        if (requireNonNull(text, what).isEmpty()) {
            throw new IllegalArgumentException(what + " is empty; keys of caches need a name for it");
        }
    }
}
