package org.larder.policies;

import static java.util.Objects.requireNonNull;

import java.io.ObjectInputFilter;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.Factory;
import org.jspecify.annotations.Nullable;
import org.larder.codec.KeySource;

/**
 * The environment that policies are executed in: the caches of one cache manager, always encrypted, with limits.
 *
 * <pre>{@code
 * try (PolicyCaches caches = PolicyCaches.builder(manager).keySource(new KeyFile("/etc/gateway/cache.key")).build()) {
 *     caches.verify(lookup, context);
 *     LookupResult found = lookup.execute(caches, context, variables);
 * }
 * }</pre>
 *
 * <p>Give policies a manager of their own: all caches of the manager count as caches of the environment, to be listed, to be
 * deleted and to be counted. Where they are kept, and how large they are, the settings of the manager say.
 *
 * <p>Thread-safe. Closing it closes neither the manager nor its caches.
 *
 * @since 0.1
 */
public final class PolicyCaches implements PolicyCachesMXBean, AutoCloseable {

    /** The name of the cache of all policies that name none. It is made when it is first needed, and never listed. */
    public static final String SHARED = "__shared";

    private static final String BEAN = "PolicyCaches";
    private static final String STATISTICS_BEAN = "PolicyStatistics";

    private final PolicyLimits limits;
    private final InstantSource clock;
    private final boolean createMissing;
    private final boolean unresolvedAsEmpty;
    private final boolean rejectSeparators;
    private final StoredValues values;
    private final TimedLookups lookups;
    private final ManagementBeans beans;
    private final EncryptedCaches caches;
    private final AtomicBoolean closed = new AtomicBoolean();

    private PolicyCaches(Builder builder) {
        limits = builder.limits;
        clock = builder.clock;
        createMissing = builder.createMissing;
        unresolvedAsEmpty = builder.unresolvedAsEmpty;
        rejectSeparators = builder.rejectSeparators;
        values = new StoredValues(limits.valueBytes(), builder.filter, builder.manager.getClassLoader());
        caches = new EncryptedCaches(builder.manager, limits, builder.keySource, this::opened);
        String uri = builder.manager.getURI().toString();
        lookups = new TimedLookups(builder.executor, "larder-lookup-" + uri, builder.manager.getClassLoader());
        beans = new ManagementBeans(uri);
        beans.show(BEAN, null, this, PolicyCachesMXBean.class);
    }

    /**
     * Starts an environment.
     *
     * @param manager a cache manager whose provider encrypts, as Larder does
     */
    public static Builder builder(CacheManager manager) {
        return new Builder(requireNonNull(manager, "the cache manager must not be null"));
    }

    /**
     * Checks a policy before it is executed: whether its cache is there and encrypted, and whether its scope has what it
     * needs. The shared cache is made, as is any other where {@link Builder#createMissingCaches} says so.
     *
     * @param policy the policy
     * @param context where it is attached
     * @throws PolicyConfigurationException if the policy could not be executed there
     */
    public void verify(CachePolicy policy, CacheScopeContext context) {
        ensureOpen();
        try {
            policy.cacheKey().prefix(policy.scope(), context);
        } catch (IllegalArgumentException e) {
            throw new PolicyConfigurationException(null, "%s: %s".formatted(policy, e.getMessage()), e);
        }
        if (find(policy.cacheName()) == null) {
            throw new PolicyConfigurationException(
                    PolicyConfigurationException.INVALID_CACHE_RESOURCE_REFERENCE,
                    "Invalid cache resource reference %s in Step definition %s. Context Revision:%s;APIProxy:%s;Organization:%s;Environment:%s"
                            .formatted(
                                    policy.cacheName(),
                                    policy.name(),
                                    context.revision(),
                                    context.proxy(),
                                    context.organization(),
                                    context.environment()),
                    null);
        }
    }

    /**
     * Makes a cache, unless there is one of that name.
     *
     * @param cacheName letters, digits and {@code . _ - $ %} and spaces, 255 at most
     * @throws PolicyConfigurationException if the name is not legal, if there are as many as the limit allows, or if the
     *     cache cannot be made; the message says why
     */
    public void createCache(String cacheName) {
        ensureOpen();
        caches.create(PolicyLimits.requireCacheName(cacheName));
    }

    @Override
    public List<String> getCacheNames() {
        ensureOpen();
        return caches.names();
    }

    @Override
    public void deleteCache(String cacheName) {
        ensureOpen();
        if (SHARED.equals(cacheName) || !caches.destroy(cacheName)) {
            throw noSuchCache(cacheName);
        }
        beans.hide(STATISTICS_BEAN, cacheName);
    }

    @Override
    public boolean clearEntry(String cacheName, String key) {
        return require(cacheName).remove(key);
    }

    /**
     * Returns what policies did with a cache.
     *
     * @param cacheName the name of the cache; {@link #SHARED} for the shared one
     * @throws IllegalArgumentException if there is no cache of that name
     */
    public PolicyStatisticsMXBean statistics(String cacheName) {
        return require(cacheName).counters();
    }

    private PolicyCache require(String cacheName) {
        ensureOpen();
        PolicyCache cache = caches.find(cacheName);
        if (cache == null) {
            throw noSuchCache(cacheName);
        }
        return cache;
    }

    private IllegalArgumentException noSuchCache(String cacheName) {
        return new IllegalArgumentException(
                "there is no cache '%s'; there are %s".formatted(cacheName, caches.names()));
    }

    /** Ends the use of the caches, and hides the management beans. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            beans.close();
            lookups.close();
        }
    }

    void ensureOpen() {
        if (closed.get()) {
            throw new IllegalStateException("this environment of policies is closed; build another");
        }
    }

    /** The cache of a name, null if there is none. Missing ones are made if the environment is to do so. */
    @Nullable
    PolicyCache find(String cacheName) {
        PolicyCache cache = caches.find(cacheName);
        return cache == null && createMissing ? caches.create(cacheName) : cache;
    }

    private PolicyCache opened(Cache<String, byte[]> cache) {
        PolicyCache opened = new PolicyCache(cache, lookups, values);
        beans.hide(STATISTICS_BEAN, cache.getName()); // of one of that name before
        beans.show(STATISTICS_BEAN, cache.getName(), opened.counters(), PolicyStatisticsMXBean.class);
        return opened;
    }

    PolicyLimits limits() {
        return limits;
    }

    InstantSource clock() {
        return clock;
    }

    StoredValues values() {
        return values;
    }

    boolean unresolvedAsEmpty() {
        return unresolvedAsEmpty;
    }

    boolean rejectsSeparators() {
        return rejectSeparators;
    }

    /**
     * Builds {@link PolicyCaches}. Not thread-safe.
     *
     * @since 0.1
     */
    public static final class Builder {

        private final CacheManager manager;
        private PolicyLimits limits = PolicyLimits.PROFILE;
        private InstantSource clock = InstantSource.system();
        private ObjectInputFilter filter = StoredValues.DEFAULT_FILTER;
        private @Nullable Factory<? extends KeySource> keySource;
        private @Nullable Executor executor;
        private boolean createMissing;
        private boolean unresolvedAsEmpty;
        private boolean rejectSeparators;

        private Builder(CacheManager manager) {
            this.manager = manager;
        }

        /**
         * Sets the keys that the caches are encrypted with which the environment makes. Without it they come from the
         * settings of the manager ({@code cache.*.encryption-key}).
         */
        public Builder keySource(Factory<? extends KeySource> factory) {
            keySource = requireNonNull(factory, "the key source must not be null");
            return this;
        }

        /** Sets the limits; {@link PolicyLimits#PROFILE} unless set. */
        public Builder limits(PolicyLimits value) {
            limits = requireNonNull(value, "the limits must not be null");
            return this;
        }

        /** Makes caches that policies name and that there are not; unless this is called, that is an error. */
        public Builder createMissingCaches() {
            createMissing = true;
            return this;
        }

        /** Lets a fragment of a key whose variable is unset be empty; unless this is called, that is a fault. */
        public Builder unresolvedAsEmpty() {
            unresolvedAsEmpty = true;
            return this;
        }

        /**
         * Makes a fragment of a key that contains {@code __} a fault, because such fragments can make the same key as others
         * do; unless this is called, they are taken as they are.
         */
        public Builder rejectSeparators() {
            rejectSeparators = true;
            return this;
        }

        /**
         * Sets which classes values may consist of that are neither strings nor arrays of bytes. Without it those of
         * {@code java.lang}, {@code java.util}, {@code java.util.concurrent}, {@code java.time} and {@code java.math}.
         */
        public Builder valueFilter(ObjectInputFilter value) {
            filter = requireNonNull(value, "the filter must not be null");
            return this;
        }

        /**
         * Sets what runs look-ups while the policy waits for them. It must use other threads, or no look-up ever times
         * out. Without it the environment has up to 32 threads of its own, which end when they have nothing to do.
         */
        public Builder lookupExecutor(Executor value) {
            executor = requireNonNull(value, "the executor must not be null");
            return this;
        }

        /** Sets the clock that tells when an entry is written; the system's unless set. */
        public Builder clock(InstantSource value) {
            clock = requireNonNull(value, "the clock must not be null");
            return this;
        }

        /**
         * Builds the environment, and shows its management bean.
         *
         * @throws PolicyConfigurationException if the provider of the manager does not encrypt
         */
        public PolicyCaches build() {
            return new PolicyCaches(this);
        }
    }
}
