package org.larder.policies;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * The policy that removes an entry from a cache, or all entries whose keys have the same beginning.
 *
 * <p>Removing what is not there is no error. Purging takes what its key begins with, a prefix or what the scope gives, and
 * leaves its fragments aside; it looks at every key of the cache.
 *
 * <p>Variables, if it fails: {@code invalidatecache.<name>.failed} is true, and {@code fault.name} names the fault.
 *
 * @since 0.1
 */
public final class InvalidateCache extends CachePolicy {

    private final CacheContext cacheContext;
    private final boolean purgeChildEntries;

    private InvalidateCache(Builder builder) {
        super(builder);
        cacheContext = builder.cacheContext;
        purgeChildEntries = builder.purgeChildEntries;
    }

    /**
     * Starts a policy.
     *
     * @param name letters, digits, spaces, {@code - _ .}; 255 characters at most
     * @throws PolicyConfigurationException if it is no legal name
     */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /** Returns whether all entries are removed whose keys have the same beginning. */
    public boolean purgeChildEntries() {
        return purgeChildEntries;
    }

    /** Returns the names that go into the key in place of the present ones. */
    public CacheContext cacheContext() {
        return cacheContext;
    }

    @Override
    public @Nullable InvalidateResult execute(
            PolicyCaches caches, CacheScopeContext context, VariableResolver variables) {
        Execution execution = new Execution(this, caches, context, variables);
        return execution.run(() -> invalidate(execution));
    }

    private InvalidateResult invalidate(Execution execution) {
        CacheScopeContext at = execution.contextIn(cacheContext);
        String key = purgeChildEntries ? execution.prefix(at) : execution.key(at);
        PolicyCache cache = execution.cache();
        long removed = execution.use(cache, () -> purgeChildEntries ? cache.purge(key) : cache.remove(key) ? 1L : 0L);
        return new InvalidateResult(cache.name(), key, removed);
    }

    /**
     * Builds an {@link InvalidateCache}. Not thread-safe.
     *
     * @since 0.1
     */
    public static final class Builder extends PolicyBuilder<Builder> {

        private CacheContext cacheContext = CacheContext.NONE;
        private boolean purgeChildEntries;

        private Builder(String name) {
            super(name);
        }

        /** Sets names that go into the key in place of the present ones. */
        public Builder cacheContext(CacheContext context) {
            cacheContext = requireNonNull(context, "the context must not be null");
            return this;
        }

        /** Sets whether all entries are removed whose keys have the same beginning; only one is unless set. */
        public Builder purgeChildEntries(boolean yes) {
            purgeChildEntries = yes;
            return this;
        }

        /**
         * Builds the policy.
         *
         * @throws PolicyConfigurationException if something required is missing
         */
        public InvalidateCache build() {
            return new InvalidateCache(this);
        }

        @Override
        Builder self() {
            return this;
        }
    }
}
