package org.larder.policies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.larder.policies.PolicyRig.CONTEXT;
import static org.larder.policies.PolicyRig.key;
import static org.larder.policies.PolicyRig.lookup;
import static org.larder.policies.PolicyRig.populate;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.larder.expiry.ExpirySettings;
import org.larder.policies.CacheScopeContext.Flow;

/** Keys; rows S3-1 to S3-6. */
class CacheKeyTest {

    private final PolicyRig rig = new PolicyRig();

    @AfterEach
    void close() {
        rig.close();
    }

    private static LookupCache lookupOf(CacheKey key, Scope scope) {
        return lookup(key).scope(scope).build();
    }

    private static void assertInvalidKey(ThrowingCallable call, String message) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(PolicyFault.class, fault -> {
                    assertThat(fault.faultName()).isEqualTo("InvalidCacheKey");
                    assertThat(fault.status()).isEqualTo(500);
                })
                .hasMessageContaining(message);
    }

    @Test
    @Tag("S3-1")
    void prefixAndFragmentsAreJoined() {
        rig.flow.put("request.queryparam.client_id", "abc123");
        CacheKey key = CacheKey.builder()
                .prefix("UserToken")
                .fragment("apiAccessToken")
                .fragmentRef("request.queryparam.client_id")
                .build();
        LookupResult result = lookup(key).build().execute(rig.caches, CONTEXT, rig.variables);
        assertThat(result.cacheKey()).isEqualTo("UserToken__apiAccessToken__abc123");
    }

    @ParameterizedTest
    @CsvSource({
        "          , Global,      PROXY,  apiAccessToken, apifactory__test__apiAccessToken",
        "          , Application, PROXY,  apiAccessToken, apifactory__test__weatherapi__apiAccessToken",
        "          , Proxy,       PROXY,  apiAccessToken, apifactory__test__weatherapi__16__default__apiAccessToken",
        "          , Target,      PROXY,  apiAccessToken, apifactory__test__weatherapi__16__backend__apiAccessToken",
        "          , Exclusive,   PROXY,  apiAccessToken, apifactory__test__weatherapi__16__default__apiAccessToken",
        "          , Exclusive,   TARGET, apiAccessToken, apifactory__test__weatherapi__16__backend__apiAccessToken",
        "          , Proxy,       TARGET, apiAccessToken, apifactory__test__weatherapi__16__default__apiAccessToken",
        " UserToken, Global,      PROXY,  apiAccessToken, UserToken__apiAccessToken",
        " ''       , Global,      PROXY,  apiAccessToken, apifactory__test__apiAccessToken",
        " UserToken, Exclusive,   PROXY,  ,               UserToken",
        "          , Exclusive,   PROXY,  ,               apifactory__test__weatherapi__16__default",
        " P        , Exclusive,   PROXY,  a__b,           P__a__b",
        " P        , Exclusive,   PROXY,  a b,            P__a__b",
        " P        , Exclusive,   PROXY,  hello world,    P__hello__world",
    })
    @Tag("S3-2")
    @Tag("S3-3")
    void scopesAndPrefixesBeginTheKey(String prefix, String scope, Flow flow, String fragments, String expected) {
        CacheKey key = fragments == null ? key(prefix) : key(prefix, fragments.split(" "));
        CacheScopeContext context = flow == Flow.TARGET ? CONTEXT.inTargetFlow() : CONTEXT;
        LookupResult result = lookupOf(key, Scope.named(scope)).execute(rig.caches, context, rig.variables);
        assertThat(result.cacheKey()).isEqualTo(expected);
    }

    @Test
    @Tag("S3-2")
    void scopeIsExclusiveIfNothingIsSaid() {
        CacheScopeContext forecast =
                new CacheScopeContext("apifactory", "test", "cacheforecast", "8", "default", null, Flow.PROXY);
        LookupResult result = lookup(key(null, "12797282")).build().execute(rig.caches, forecast, rig.variables);
        assertThat(result.cacheKey()).isEqualTo("apifactory__test__cacheforecast__8__default__12797282");
    }

    @ParameterizedTest
    @CsvSource({"Environment", "exclusive", "GLOBAL", "''"})
    @Tag("S3-2")
    void otherScopesAreRefused(String name) {
        assertThatThrownBy(() -> Scope.named(name))
                .isInstanceOf(PolicyConfigurationException.class)
                .hasMessage("'" + name + "' is no scope; write one of Global, Application, Proxy, Target, Exclusive");
    }

    @Test
    void scopeTargetWithoutTargetIsTold() {
        CacheScopeContext noTarget =
                new CacheScopeContext("apifactory", "test", "weatherapi", "16", "default", null, Flow.PROXY);
        LookupCache policy = lookupOf(key(null, "a"), Scope.TARGET);
        assertThatThrownBy(() -> rig.caches.verify(policy, noTarget))
                .isInstanceOf(PolicyConfigurationException.class)
                .hasMessageContaining("LookupCache 'LOOK-1': scope Target needs a target endpoint");
        assertInvalidKey(
                () -> policy.execute(rig.caches, noTarget, rig.variables), "scope Target needs a target endpoint");
    }

    @Test
    @Tag("S3-4")
    void fragmentTakesWhatItsVariableHolds() {
        rig.flow.put("number", 42);
        CacheKey key = CacheKey.builder().fragmentRef("number").build();
        LookupResult result = lookup(key).scope(Scope.GLOBAL).build().execute(rig.caches, CONTEXT, rig.variables);
        assertThat(result.cacheKey()).isEqualTo("apifactory__test__42");
    }

    @Test
    @Tag("S3-4")
    void fragmentIsNotBothTextAndReference() {
        FlowText both = new FlowText("text", "variable");
        assertThatThrownBy(() -> CacheKey.builder().fragment(both))
                .isInstanceOf(PolicyConfigurationException.class)
                .hasMessage("KeyFragment has both the text 'text' and ref=\"variable\"; give one of them");
        assertThatThrownBy(() -> new CacheKey(null, List.of(both))).isInstanceOf(PolicyConfigurationException.class);
    }

    @Test
    void variableThatHoldsAnArrayIsAFault() {
        rig.flow.put("bytes", new byte[] {1});
        CacheKey key = CacheKey.builder().prefix("P").fragmentRef("bytes").build();
        assertThatThrownBy(() -> rig.put(populate(key).build(), "value"))
                .isInstanceOfSatisfying(
                        PolicyFault.class,
                        fault -> assertThat(fault.errorCode()).isEqualTo("steps.populatecache.InvalidCacheKey"))
                .hasMessageContaining("The variable bytes of the cache key holds an array, which is no text");
    }

    @Test
    @Tag("S3-5")
    void unresolvedReferenceIsAFaultAndNothingIsDone() {
        CacheKey unset = CacheKey.builder().prefix("P").fragmentRef("unset").build();
        rig.put("old", "P");
        assertInvalidKey(
                () -> rig.put(populate(unset).build(), "x"), "The variable unset of the cache key is unresolved");
        assertThat(rig.flow)
                .containsEntry("populatecache.POP-CACHE-1.failed", true)
                .containsEntry("fault.name", "InvalidCacheKey");
        assertInvalidKey(() -> rig.get(lookup(unset).build()), "unresolved");
        assertThat(rig.flow).containsEntry("lookupcache.LOOK-1.failed", true);
        assertThat(rig.flow).doesNotContainKey("lookupcache.LOOK-1.cachehit");
        assertInvalidKey(
                () -> PolicyRig.invalidate(unset).build().execute(rig.caches, CONTEXT, rig.variables), "unresolved");
        PolicyStatisticsMXBean statistics = rig.caches.statistics(PolicyCaches.SHARED);
        assertThat(statistics.getCachePuts()).isEqualTo(1);
        assertThat(statistics.getCacheGets()).isZero();
        assertThat(rig.manager.getCache(PolicyCaches.SHARED)).hasSize(1);
    }

    @Test
    @Tag("S3-5")
    void unresolvedReferenceIsEmptyIfTheEnvironmentSaysSo() {
        try (PolicyRig lenient = new PolicyRig(PolicyCaches.Builder::unresolvedAsEmpty)) {
            CacheKey unset = CacheKey.builder()
                    .prefix("P")
                    .fragmentRef("unset")
                    .fragment("a")
                    .build();
            PopulateResult result = lenient.put(populate(unset).build(), "x");
            assertThat(result.cacheKey()).isEqualTo("P____a");
            assertThat(lenient.get(lookup(unset).build())).isEqualTo("x");
        }
    }

    @Test
    @Tag("S3-6")
    void keysHave2KilobytesAtMost() {
        String longest = "k".repeat(2048);
        rig.put("value", longest);
        assertThat(rig.get(longest)).isEqualTo("value");
        assertInvalidKey(() -> rig.put("value", "k".repeat(2049)), "The cache key has 2049 bytes; 2048 are allowed");
        assertInvalidKey(
                () -> rig.put("value", "\u00e4".repeat(1025)), "The cache key has 2050 bytes; 2048 are allowed");
        rig.put("umlauts", "\u00e4".repeat(1024));
        assertThat(rig.get("\u00e4".repeat(1024))).isEqualTo("umlauts");
        assertThat(rig.manager.getCache(PolicyCaches.SHARED)).hasSize(2);
    }

    @Test
    void fragmentsWithSeparatorsCollideUnlessTheEnvironmentRejectsThem() {
        rig.put("one", "P", "a__b");
        assertThat(rig.get("P", "a", "b")).isEqualTo("one");
        try (PolicyRig strict = new PolicyRig(PolicyCaches.Builder::rejectSeparators)) {
            assertInvalidKey(() -> strict.put("one", "P", "a__b"), "A fragment of the cache key contains __");
            strict.flow.put("id", "x__y");
            CacheKey key = CacheKey.builder().prefix("P").fragmentRef("id").build();
            assertInvalidKey(() -> strict.put(populate(key).build(), "one"), "A fragment of the cache key contains __");
        }
    }

    @Test
    void policyWithoutKeyIsRefused() {
        assertThatThrownBy(() -> PopulateCache.builder("P")
                        .source("a")
                        .expirySettings(ExpirySettings.builder().timeoutInSeconds("1"))
                        .build())
                .isInstanceOf(PolicyConfigurationException.class)
                .hasMessage("policy 'P' has no CacheKey, which is required; give it one");
    }
}
