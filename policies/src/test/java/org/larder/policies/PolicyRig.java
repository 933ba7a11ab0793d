package org.larder.policies;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import javax.cache.CacheManager;
import javax.cache.configuration.Factory;
import javax.cache.spi.CachingProvider;
import org.jspecify.annotations.Nullable;
import org.larder.EffectiveConfiguration;
import org.larder.EffectiveSetting;
import org.larder.codec.KeySource;
import org.larder.expiry.ExpirySettings;
import org.larder.policies.CacheScopeContext.Flow;
import org.larder.provider.LarderCachingProvider;

/** An environment of policies on a manual clock, flow variables, and where policies are executed; closes all at the end. */
final class PolicyRig implements AutoCloseable {

    private static final AtomicInteger NUMBERS = new AtomicInteger();

    /** The place that the tables of keys speak of. */
    static final CacheScopeContext CONTEXT =
            new CacheScopeContext("apifactory", "test", "weatherapi", "16", "default", "backend", Flow.PROXY);

    final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-12-01T00:00:00Z"));
    final CachingProvider provider = new LarderCachingProvider(now::get);
    final CacheManager manager;
    final PolicyCaches caches;
    final Map<String, Object> flow = new HashMap<>();
    final VariableResolver variables = VariableResolver.of(flow);

    PolicyRig() {
        this(Map.of(), caches -> caches);
    }

    PolicyRig(UnaryOperator<PolicyCaches.Builder> more) {
        this(Map.of(), more);
    }

    PolicyRig(Map<String, String> settings, UnaryOperator<PolicyCaches.Builder> more) {
        Properties properties = new Properties();
        properties.setProperty("larder.default-max-bytes", "16MiB");
        settings.forEach(properties::setProperty);
        manager = provider.getCacheManager(
                URI.create("policies:" + NUMBERS.incrementAndGet()), getClass().getClassLoader(), properties);
        caches = more.apply(PolicyCaches.builder(manager).keySource(keys(1)).clock(now::get))
                .build();
    }

    /** A source of one key. */
    static Factory<KeySource> keys(int number) {
        return () -> () -> {
            byte[] key = new byte[KeySource.KEY_BYTES];
            Arrays.fill(key, (byte) number);
            return List.of(key);
        };
    }

    static CacheKey key(@Nullable String prefix, String... fragments) {
        CacheKey.Builder key = CacheKey.builder().prefix(prefix);
        for (String fragment : fragments) {
            key.fragment(fragment);
        }
        return key.build();
    }

    static PopulateCache.Builder populate(CacheKey key) {
        return PopulateCache.builder("POP-CACHE-1")
                .cacheKey(key)
                .expirySettings(ExpirySettings.builder().timeoutInSeconds("300"))
                .source("flowVar");
    }

    static LookupCache.Builder lookup(CacheKey key) {
        return LookupCache.builder("LOOK-1").cacheKey(key).assignTo("found");
    }

    static InvalidateCache.Builder invalidate(CacheKey key) {
        return InvalidateCache.builder("INV-1").cacheKey(key);
    }

    void advance(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }

    /** Writes a value with a policy. */
    PopulateResult put(PopulateCache policy, Object value) {
        flow.put("flowVar", value);
        return policy.execute(caches, CONTEXT, variables);
    }

    /** Writes a value under a key of a prefix and fragments into the shared cache. */
    PopulateResult put(Object value, @Nullable String prefix, String... fragments) {
        return put(populate(key(prefix, fragments)).build(), value);
    }

    /** What is found under a key of a prefix and fragments in the shared cache. */
    @Nullable
    Object get(@Nullable String prefix, String... fragments) {
        return get(lookup(key(prefix, fragments)).build());
    }

    /** What a policy finds. */
    @Nullable
    Object get(LookupCache policy) {
        return policy.execute(caches, CONTEXT, variables).value();
    }

    /** A setting of a cache as it holds; numbers in digits only. */
    String setting(String cacheName, String name) {
        return manager.unwrap(EffectiveConfiguration.class).effectiveSettings(cacheName).stream()
                .filter(setting -> setting.name().equals(name))
                .map(EffectiveSetting::value)
                .findFirst()
                .orElseThrow()
                .replaceAll("[_,]", "");
    }

    @Override
    public void close() {
        caches.close();
        provider.close();
    }
}
