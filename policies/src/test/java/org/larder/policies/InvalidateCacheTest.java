package org.larder.policies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.larder.policies.PolicyRig.CONTEXT;
import static org.larder.policies.PolicyRig.invalidate;
import static org.larder.policies.PolicyRig.key;
import static org.larder.policies.PolicyRig.populate;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.larder.policies.CacheScopeContext.Flow;

/** What is removed; rows S3-23 to S3-25. */
class InvalidateCacheTest {

    private final PolicyRig rig = new PolicyRig();

    @AfterEach
    void close() {
        rig.close();
    }

    private InvalidateResult execute(InvalidateCache.Builder policy, CacheScopeContext context) {
        return policy.build().execute(rig.caches, context, rig.variables);
    }

    private Set<String> keys() {
        Set<String> keys = new TreeSet<>();
        rig.manager.<String, byte[]>getCache(PolicyCaches.SHARED).forEach(entry -> keys.add(entry.getKey()));
        return keys;
    }

    private void put(CacheScopeContext context, CacheKey key, Scope scope) {
        rig.flow.put("flowVar", "value");
        populate(key).scope(scope).build().execute(rig.caches, context, rig.variables);
    }

    @Test
    @Tag("S3-23")
    void onlyTheKeyGoes() {
        rig.put("value", "P", "a");
        rig.put("value", "P", "ab");
        rig.put("value", "P", "a", "b");
        rig.put("value", "P");
        assertThat(execute(invalidate(key("P", "a")), CONTEXT)).isEqualTo(new InvalidateResult("__shared", "P__a", 1));
        assertThat(keys()).containsExactly("P", "P__a__b", "P__ab");
    }

    @Test
    @Tag("S3-23")
    void missingKeyIsNoError() {
        assertThat(execute(invalidate(key("P", "a")), CONTEXT).removed()).isZero();
        assertThat(rig.flow).isEmpty();
    }

    @Test
    @Tag("S3-24")
    void anotherProxysEntryIsReached() {
        put(CONTEXT, key(null, "a"), Scope.EXCLUSIVE);
        CacheScopeContext other =
                new CacheScopeContext("apifactory", "test", "forecast", "16", "default", null, Flow.PROXY);
        put(other, key(null, "a"), Scope.EXCLUSIVE);
        CacheContext weather = new CacheContext(FlowText.literal("weatherapi"), null, null);
        InvalidateResult result = execute(invalidate(key(null, "a")).cacheContext(weather), other);
        assertThat(result.cacheKey()).isEqualTo("apifactory__test__weatherapi__16__default__a");
        assertThat(keys()).containsExactly("apifactory__test__forecast__16__default__a");
    }

    @Test
    @Tag("S3-24")
    void everyNameCanBeGivenAndReferred() {
        put(CONTEXT, key(null, "a"), Scope.TARGET);
        put(CONTEXT, key(null, "a"), Scope.PROXY);
        CacheScopeContext other =
                new CacheScopeContext("apifactory", "test", "forecast", "16", "secure", null, Flow.PROXY);
        CacheContext names = new CacheContext(
                new FlowText("another", "proxy.name"), new FlowText("default", "unset"), FlowText.literal("backend"));
        rig.flow.put("proxy.name", "weatherapi");
        InvalidateCache.Builder policy = invalidate(key(null, "a")).cacheContext(names);
        assertThat(execute(policy.scope(Scope.TARGET), other).removed()).isEqualTo(1);
        assertThat(execute(policy.scope(Scope.PROXY), other).removed()).isEqualTo(1);
        assertThat(keys()).isEmpty();
        policy.cacheContext(new CacheContext(FlowText.reference("unset"), null, null));
        assertThatThrownBy(() -> execute(policy, other))
                .isInstanceOf(PolicyFault.class)
                .hasMessageContaining("variable 'unset' of APIProxyName is unset");
    }

    @Test
    @Tag("S3-24")
    void targetNameReachesTheExclusiveEntryOfAnotherTarget() {
        CacheScopeContext stored =
                new CacheScopeContext("apifactory", "test", "weatherapi", "16", "default", "backend", Flow.TARGET);
        put(stored, key(null, "a"), Scope.EXCLUSIVE);
        CacheScopeContext other =
                new CacheScopeContext("apifactory", "test", "weatherapi", "16", "default", "mirror", Flow.TARGET);
        InvalidateCache.Builder policy = invalidate(key(null, "a"));
        assertThat(execute(policy, other).removed()).isZero();
        policy.cacheContext(new CacheContext(null, null, FlowText.literal("backend")));
        assertThat(execute(policy, other))
                .isEqualTo(new InvalidateResult("__shared", "apifactory__test__weatherapi__16__backend__a", 1));
    }

    @Test
    @Tag("S3-27")
    void faultIsOnlyNotedWhereTheFlowContinuesOnError() {
        InvalidateCache.Builder policy = invalidate(new CacheKey("P", List.of(FlowText.reference("unset"))));
        assertThatThrownBy(() -> execute(policy, CONTEXT)).isInstanceOf(PolicyFault.class);
        rig.flow.clear();
        assertThat(policy.continueOnError(true).build().execute(rig.caches, CONTEXT, rig.variables))
                .isNull();
        assertThat(rig.flow).containsEntry("fault.name", "InvalidCacheKey").containsValue(true);
    }

    @Test
    void contextDoesNothingToAKeyWithAPrefix() {
        rig.put("value", "P", "a");
        CacheContext weather = new CacheContext(FlowText.literal("other"), null, null);
        assertThat(execute(invalidate(key("P", "a")).cacheContext(weather), CONTEXT)
                        .removed())
                .isEqualTo(1);
    }

    private void putUserTokens() {
        rig.put("value", "UserToken", "a");
        rig.put("value", "UserToken", "b");
        rig.put("value", "UserToken");
        rig.put("value", "UserTokenX", "a");
    }

    @Test
    @Tag("S3-25")
    void purgeTakesThePrefixAndWhatContinuesIt() {
        putUserTokens();
        InvalidateResult result =
                execute(invalidate(key("UserToken", "ignored")).purgeChildEntries(true), CONTEXT);
        assertThat(result).isEqualTo(new InvalidateResult("__shared", "UserToken", 3));
        assertThat(keys()).containsExactly("UserTokenX__a");
        assertThat(rig.caches.statistics("__shared").getCacheRemovals()).isEqualTo(3);
    }

    @Test
    @Tag("S3-25")
    void purgeOfAScopeTakesTheScopesWithinIt() {
        putUserTokens();
        put(CONTEXT, key(null, "x"), Scope.EXCLUSIVE);
        put(CONTEXT, key(null, "x"), Scope.GLOBAL);
        CacheScopeContext elsewhere =
                new CacheScopeContext("apifactory", "test2", "weatherapi", "16", "default", null, Flow.PROXY);
        put(elsewhere, key(null, "x"), Scope.EXCLUSIVE);
        assertThat(execute(invalidate(key(null)).scope(Scope.GLOBAL).purgeChildEntries(true), CONTEXT)
                        .removed())
                .isEqualTo(2);
        assertThat(keys())
                .containsExactly(
                        "UserToken",
                        "UserTokenX__a",
                        "UserToken__a",
                        "UserToken__b",
                        "apifactory__test2__weatherapi__16__default__x");
    }

    @Test
    void purgeDoesNotResolveFragments() {
        putUserTokens();
        CacheKey unset =
                CacheKey.builder().prefix("UserToken").fragmentRef("unset").build();
        assertThat(execute(invalidate(unset).purgeChildEntries(true), CONTEXT).removed())
                .isEqualTo(3);
    }

    @Test
    void purgeStaysWithinTheCache() {
        rig.caches.createCache("mine");
        rig.put(populate(key("UserToken", "a")).cacheResource("mine").build(), "value");
        putUserTokens();
        assertThat(execute(invalidate(key("UserToken")).cacheResource("mine").purgeChildEntries(true), CONTEXT)
                        .removed())
                .isEqualTo(1);
        assertThat(keys()).hasSize(4);
    }
}
