package org.larder.policies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.larder.policies.PolicyRig.CONTEXT;
import static org.larder.policies.PolicyRig.key;
import static org.larder.policies.PolicyRig.lookup;
import static org.larder.policies.PolicyRig.populate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.cache.CacheException;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.larder.policies.CacheScopeContext.Flow;

/** The caches of policies; rows S3-7, S3-8, S3-32 and S3-33. */
class CacheResourceTest {

    private static final CacheKey KEY = key("P", "a");

    private final PolicyRig rig = new PolicyRig();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    @Tag("S3-7")
    void policiesWithoutResourceShareACache() {
        rig.caches.createCache("mine");
        rig.put(populate(KEY).build(), "shared");
        assertThat(rig.get(lookup(KEY).build())).isEqualTo("shared");
        assertThat(rig.get(lookup(KEY).cacheResource("mine").build())).isNull();
        rig.put(populate(KEY).cacheResource("mine").build(), "named");
        assertThat(rig.get(lookup(KEY).cacheResource("mine").build())).isEqualTo("named");
        assertThat(rig.get(lookup(KEY).build())).isEqualTo("shared");
    }

    @Test
    @Tag("S3-8")
    void unknownCacheIsAnErrorWhenThePolicyIsVerified() {
        LookupCache policy = LookupCache.builder("LookupCache-Token")
                .cacheKey(KEY)
                .cacheResource("tokencache")
                .assignTo("x")
                .build();
        CacheScopeContext context =
                new CacheScopeContext("kkalckstein-eval", "test", "TestCache", "2", "default", null, Flow.PROXY);
        assertThatThrownBy(() -> rig.caches.verify(policy, context))
                .isInstanceOfSatisfying(
                        PolicyConfigurationException.class,
                        e -> assertThat(e.errorName()).isEqualTo("InvalidCacheResourceReference"))
                .hasMessage(
                        "Invalid cache resource reference tokencache in Step definition LookupCache-Token. Context Revision:2;APIProxy:TestCache;Organization:kkalckstein-eval;Environment:test");
        rig.caches.createCache("tokencache");
        rig.caches.verify(policy, context);
    }

    @Test
    @Tag("S3-8")
    void unknownCacheIsAFaultWhenThePolicyIsExecuted() {
        LookupCache policy = lookup(KEY).cacheResource("configCache").build();
        CacheScopeContext context =
                new CacheScopeContext("kkalckstein-eval", "test", "TestCache", "2", "default", null, Flow.PROXY);
        assertThatThrownBy(() -> policy.execute(rig.caches, context, rig.variables))
                .isInstanceOfSatisfying(PolicyFault.class, fault -> {
                    assertThat(fault.faultString())
                            .isEqualTo("Cache : configCache, not found in organization : kkalckstein-eval__test");
                    assertThat(fault.errorCode()).isEqualTo("steps.cache.CacheNotFound");
                });
        assertThat(rig.flow).containsEntry("fault.name", "CacheNotFound");
        assertThat(rig.caches.getCacheNames()).isEmpty();
    }

    @Test
    void missingCacheIsMadeIfTheEnvironmentSaysSo() {
        try (PolicyRig making = new PolicyRig(PolicyCaches.Builder::createMissingCaches)) {
            making.put(populate(KEY).cacheResource("new").build(), "value");
            assertThat(making.get(lookup(KEY).cacheResource("new").build())).isEqualTo("value");
            assertThat(making.caches.getCacheNames()).containsExactly("new");
        }
    }

    @Test
    void cacheThatWasDeletedAndMadeAgainIsFoundEmpty() {
        rig.caches.createCache("mine");
        rig.put(populate(KEY).cacheResource("mine").build(), "value");
        rig.manager.destroyCache("mine");
        LookupCache lookup = lookup(KEY).cacheResource("mine").build();
        assertThatThrownBy(() -> rig.get(lookup)).isInstanceOf(PolicyFault.class);
        rig.caches.createCache("mine");
        assertThat(rig.get(lookup)).isNull();
    }

    @Test
    void declaredCacheIsUsedAsItIsDeclared() {
        Map<String, String> settings = Map.of(
                "cache.Cat2.encrypted", "true",
                "cache.Cat2.encryption-key", TestKeys.class.getName(),
                "cache.Cat2.max-entries", "7");
        try (PolicyRig declared = new PolicyRig(settings, caches -> caches)) {
            declared.put(populate(KEY).cacheResource("Cat2").build(), "value");
            assertThat(declared.get(lookup(KEY).cacheResource("Cat2").build())).isEqualTo("value");
            assertThat(declared.setting("Cat2", "max-entries")).isEqualTo("7");
        }
    }

    @Test
    void cacheOfOtherTypesIsRefused() {
        try (PolicyRig other = new PolicyRig(
                Map.of(
                        "cache.numbers.key-type", "java.lang.Long",
                        "cache.numbers.encrypted", "true",
                        "cache.numbers.encryption-key", TestKeys.class.getName()),
                caches -> caches)) {
            assertThatThrownBy(() -> other.caches.verify(
                            lookup(KEY).cacheResource("numbers").build(), CONTEXT))
                    .isInstanceOf(PolicyConfigurationException.class)
                    .hasMessage(
                            "cache 'numbers' has keys of type java.lang.Long; for policies it takes java.lang.String");
        }
    }

    @Test
    @Tag("S3-32")
    void namesOfCachesAreChecked() {
        rig.caches.createCache("Cat2 %_");
        rig.caches.createCache("a.b-c$");
        rig.caches.createCache("n".repeat(255));
        assertThat(rig.caches.getCacheNames()).contains("Cat2 %_");
        rig.put(populate(KEY).cacheResource("Cat2 %_").build(), "value");
        assertThat(rig.get(lookup(KEY).cacheResource("Cat2 %_").build())).isEqualTo("value");
        assertThatThrownBy(() -> rig.caches.createCache("n".repeat(256)))
                .isInstanceOf(PolicyConfigurationException.class)
                .hasMessageContaining("256 characters")
                .hasMessageContaining("255 are allowed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "", "\u00e4", "a:b", "a\n"})
    @Tag("S3-32")
    void otherNamesOfCachesAreRefused(String name) {
        assertThatThrownBy(() -> rig.caches.createCache(name))
                .isInstanceOf(PolicyConfigurationException.class)
                .hasMessageContaining("'" + name + "' is no name of a cache")
                .hasMessageContaining("1 to 255 letters, digits");
        assertThatThrownBy(() -> lookup(KEY).cacheResource(name)).isInstanceOf(PolicyConfigurationException.class);
    }

    @Test
    void sharedCacheIsNotNamed() {
        assertThatThrownBy(() -> lookup(KEY).cacheResource("__shared"))
                .isInstanceOf(PolicyConfigurationException.class)
                .hasMessageContaining("leave CacheResource out");
    }

    @Test
    @Tag("S3-33")
    void cachesAreLimitedInNumber() {
        try (PolicyRig limited = new PolicyRig(caches -> caches.limits(PolicyLimits.PROFILE.withCaches(2)))) {
            limited.put(populate(KEY).build(), "shared, and not counted");
            limited.caches.createCache("one");
            limited.caches.createCache("two");
            limited.caches.createCache("two");
            assertThatThrownBy(() -> limited.caches.createCache("three"))
                    .isInstanceOf(CacheException.class)
                    .hasMessageContaining("cache 'three' is one too many: there are 2, and the limit is 2");
            limited.caches.deleteCache("one");
            limited.caches.createCache("three");
        }
        assertThat(PolicyLimits.PROFILE.caches()).isEqualTo(100);
    }

    @Test
    @Tag("S3-33")
    void entriesAreLimitedInNumber() {
        rig.caches.createCache("large");
        assertThat(rig.setting("large", "max-entries")).isEqualTo("2500000");
        assertThat(rig.setting("large", "typical-entry-bytes")).isEqualTo("781");
        try (PolicyRig limited =
                new PolicyRig(caches -> caches.limits(PolicyLimits.PROFILE.withEntriesPerCache(100)))) {
            for (int i = 0; i < 300; i++) {
                limited.put("value", "P", "" + i);
            }
            assertThat(limited.manager.getCache(PolicyCaches.SHARED)).hasSizeBetween(50, 100);
            PolicyStatisticsMXBean statistics = limited.caches.statistics(PolicyCaches.SHARED);
            assertThat(statistics.getCacheEvictions()).isGreaterThanOrEqualTo(200);
            statistics.clear();
            assertThat(statistics.getCacheEvictions()).isZero();
            limited.manager.getCache(PolicyCaches.SHARED).close();
            assertThat(statistics.getCacheEvictions()).isZero();
        }
    }

    @Test
    void cacheThatIsTooSmallForTheLargestValueIsRefused() {
        Map<String, String> small = Map.of("larder.default-max-bytes", "256KiB");
        try (PolicyRig rigOfSmall = new PolicyRig(small, caches -> caches)) {
            assertThatThrownBy(() -> rigOfSmall.caches.createCache("mine"))
                    .isInstanceOf(PolicyConfigurationException.class)
                    .hasMessageContaining("cache 'mine' cannot be made for policies")
                    .hasMessageContaining("need at least");
        }
        PolicyLimits limits = PolicyLimits.PROFILE.withValueBytes(10_000);
        try (PolicyRig limited = new PolicyRig(small, caches -> caches.limits(limits))) {
            limited.put("x".repeat(10_000), "P");
            assertThat(limited.get("P")).isEqualTo("x".repeat(10_000));
            assertThat(limited.put("x".repeat(10_001), "P").outcome()).isEqualTo(PopulateResult.Outcome.TOO_LARGE);
        }
    }

    @Test
    void cacheIsAsLargeAsTheManagersSettingsSay() {
        rig.manager.createCache("plain", new MutableConfiguration<>());
        rig.caches.createCache("mine");
        try (PolicyRig sized = new PolicyRig(Map.of("cache.m*.max-bytes", "5MiB"), caches -> caches)) {
            sized.caches.createCache("mine");
            assertThat(Long.parseLong(sized.setting("mine", "max-bytes"))).isBetween(5L << 19, 5L << 20);
        }
        assertThat(Long.parseLong(rig.setting("mine", "max-bytes"))).isBetween(8L << 20, 16L << 20);
    }

    @Test
    void environmentsOfOneManagerMayMakeTheSameCacheAtTheSameTime() throws Exception {
        int environments = 4;
        CyclicBarrier together = new CyclicBarrier(environments);
        ExecutorService threads = Executors.newFixedThreadPool(environments);
        try {
            List<Future<Object>> made = new ArrayList<>();
            for (int i = 0; i < environments; i++) {
                made.add(threads.submit(() -> {
                    try (PolicyCaches caches = PolicyCaches.builder(rig.manager)
                            .keySource(PolicyRig.keys(1))
                            .build()) {
                        together.await();
                        caches.verify(lookup(KEY).build(), PolicyRig.CONTEXT);
                        return caches;
                    }
                }));
            }
            for (Future<Object> one : made) {
                assertThat(one.get()).isNotNull();
            }
        } finally {
            threads.shutdown();
        }
    }
}
