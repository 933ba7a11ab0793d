package org.larder.policies;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.larder.policies.CacheScopeContext.Flow;

/**
 * What shares the entries of a cache: the beginning of keys that have no prefix of their own. The parts are joined with
 * {@code __}.
 *
 * @since 0.1
 */
public enum Scope {

    /** All proxies of an environment: organization and environment. */
    GLOBAL("Global"),

    /** One API proxy, in all revisions: organization, environment and proxy. */
    APPLICATION("Application"),

    /** One proxy endpoint of a revision: organization, environment, proxy, revision and proxy endpoint. */
    PROXY("Proxy"),

    /** One target endpoint of a revision: organization, environment, proxy, revision and target endpoint. */
    TARGET("Target"),

    /** The endpoint that the policy is attached to: as {@link #TARGET} in a target flow, else as {@link #PROXY}. */
    EXCLUSIVE("Exclusive");

    private final String text;

    Scope(String text) {
        this.text = text;
    }

    /**
     * Finds a scope by its name in documents, such as {@code Exclusive}; case counts.
     *
     * @throws PolicyConfigurationException if there is none of that name; the message lists those that there are
     */
    public static Scope named(String name) {
        requireNonNull(name, "the name of a scope must not be null");
        return Arrays.stream(values())
                .filter(scope -> scope.text.equals(name))
                .findFirst()
                .orElseThrow(() -> new PolicyConfigurationException("'%s' is no scope; write one of %s"
                        .formatted(
                                name,
                                Arrays.stream(values()).map(Scope::toString).collect(Collectors.joining(", ")))));
    }

    /** The name of the scope in documents. */
    @Override
    public String toString() {
        return text;
    }

    /**
     * The beginning of keys.
     *
     * @throws IllegalArgumentException if the scope is that of a target, and there is none
     */
    String prefix(CacheScopeContext context) {
        return switch (this) {
            case GLOBAL -> join(context.organization(), context.environment());
            case APPLICATION -> join(context.organization(), context.environment(), context.proxy());
            case PROXY -> ofEndpoint(context, context.proxyEndpoint());
            case TARGET -> ofTarget(context);
            case EXCLUSIVE ->
                context.flow() == Flow.TARGET ? ofTarget(context) : ofEndpoint(context, context.proxyEndpoint());
        };
    }

    private static String ofTarget(CacheScopeContext context) {
        String target = context.targetEndpoint();
        if (target == null) {
            throw new IllegalArgumentException(
                    "scope Target needs a target endpoint, and proxy '%s' has none here; choose another scope, or give the context its targetEndpoint"
                            .formatted(context.proxy()));
        }
        return ofEndpoint(context, target);
    }

    private static String ofEndpoint(CacheScopeContext context, String endpoint) {
        return join(context.organization(), context.environment(), context.proxy(), context.revision(), endpoint);
    }

    private static String join(String... parts) {
        return String.join(CacheKey.SEPARATOR, parts);
    }
}
