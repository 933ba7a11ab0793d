package org.larder.policies;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InvalidClassException;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One execution of a policy: what all policies do alike. Every failure of theirs becomes a {@link PolicyFault} here. */
record Execution(CachePolicy policy, PolicyCaches caches, CacheScopeContext context, VariableResolver variables) {

    Execution {
        requireNonNull(caches, "the caches must not be null");
        requireNonNull(context, "the context must not be null");
        requireNonNull(variables, "the variables must not be null");
    }

    /** Does what the policy does, if it is enabled; tells of a fault, and throws it unless the policy goes on. */
    <T> @Nullable T run(Supplier<T> work) {
        caches.ensureOpen();
        if (!policy.enabled()) {
            return null;
        }
        try {
            return work.get();
        } catch (PolicyFault fault) {
            variables.set(policy.variable("failed"), true);
            variables.set("fault.name", fault.faultName());
            if (policy.continueOnError()) {
                return null;
            }
            throw fault;
        }
    }

    /** The value of a variable as text, null if it is unset. */
    @Nullable
    String text(String variable) {
        Object value = variables.get(variable);
        return value == null ? null : value.toString();
    }

    CacheScopeContext contextIn(CacheContext other) {
        try {
            return other.appliedTo(context, variables);
        } catch (IllegalArgumentException e) {
            throw invalidKey(e);
        }
    }

    /** What the key begins with. */
    String prefix(CacheScopeContext at) {
        try {
            return policy.cacheKey().prefix(policy.scope(), at);
        } catch (IllegalArgumentException e) {
            throw invalidKey(e);
        }
    }

    /** The whole key. */
    String key(CacheScopeContext at) {
        StringJoiner parts = new StringJoiner(CacheKey.SEPARATOR);
        parts.add(prefix(at));
        for (FlowText fragment : policy.cacheKey().fragments()) {
            parts.add(resolved(fragment));
        }
        String key = parts.toString();
        int bytes = key.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > caches.limits().keyBytes()) {
            throw PolicyFault.invalidCacheKey(
                    policy,
                    "The cache key has %d bytes; %d are allowed"
                            .formatted(bytes, caches.limits().keyBytes()));
        }
        return key;
    }

    private @Nullable String textOf(FlowText fragment) {
        try {
            return fragment.resolve(variables);
        } catch (IllegalArgumentException e) {
            throw invalidKey(e);
        }
    }

    private String resolved(FlowText fragment) {
        String text = textOf(fragment);
        if (text == null) {
            if (!caches.unresolvedAsEmpty()) {
                throw PolicyFault.invalidCacheKey(
                        policy, "The variable %s of the cache key is unresolved".formatted(fragment.reference()));
            }
            return "";
        }
        if (caches.rejectsSeparators() && text.contains(CacheKey.SEPARATOR)) {
            throw PolicyFault.invalidCacheKey(
                    policy,
                    "A fragment of the cache key contains %s, which stands between fragments"
                            .formatted(CacheKey.SEPARATOR));
        }
        return text;
    }

    private PolicyFault invalidKey(IllegalArgumentException e) {
        return PolicyFault.invalidCacheKey(policy, String.valueOf(e.getMessage()));
    }

    /** The cache of the policy. */
    PolicyCache cache() {
        PolicyCache cache = found(policy.cacheName());
        if (cache == null) {
            throw PolicyFault.cacheNotFound(policy, policy.cacheName(), context);
        }
        return cache;
    }

    /** The cache of a name, null if there is none; a manager that fails or is closed becomes a fault. */
    private @Nullable PolicyCache found(String cacheName) {
        try {
            return caches.find(cacheName);
        } catch (PolicyConfigurationException e) {
            throw e;
        } catch (RuntimeException e) {
            throw PolicyFault.cacheUnavailable(policy, cacheName, e);
        }
    }

    /** Uses the cache; what it throws becomes a fault. */
    <T extends @Nullable Object> T use(PolicyCache cache, Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            if (cache.isClosed() && found(cache.name()) == null) {
                throw PolicyFault.cacheNotFound(policy, cache.name(), context);
            }
            throw PolicyFault.cacheUnavailable(policy, cache.name(), e);
        }
    }

    /** The value of a variable in the form that is stored; null if it is too large to be stored. */
    byte @Nullable [] encoded(String source) {
        Object value = variables.get(source);
        if (value == null) {
            throw PolicyFault.entryCannotBeCached(
                    policy, "null", StoredValues.SERIALIZABLE_ONLY, "(variable '%s' is unset)".formatted(source), null);
        }
        String entry = value.getClass().getName();
        try {
            return caches.values().encoded(value);
        } catch (InvalidClassException e) {
            throw PolicyFault.entryCannotBeCached(
                    policy,
                    entry,
                    "Its class is not admitted.",
                    "(%s; classes, and more than 100 levels of nesting, are admitted with PolicyCaches.Builder.valueFilter)"
                            .formatted(e),
                    e);
        } catch (IOException | ClassNotFoundException | RuntimeException e) {
            throw PolicyFault.entryCannotBeCached(
                    policy, entry, StoredValues.SERIALIZABLE_ONLY, "(variable '%s': %s)".formatted(source, e), e);
        }
    }
}
