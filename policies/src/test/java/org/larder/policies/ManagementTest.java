package org.larder.policies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.larder.policies.PolicyRig.key;
import static org.larder.policies.PolicyRig.lookup;
import static org.larder.policies.PolicyRig.populate;

import java.lang.management.ManagementFactory;
import javax.cache.management.CacheStatisticsMXBean;
import javax.management.JMException;
import javax.management.JMX;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.larder.policies.CacheScopeContext.Flow;

/** What those see and do who run an environment; rows S3-34 and S3-35. */
class ManagementTest {

    private static final CacheKey KEY = key("P", "a");

    private final PolicyRig rig = new PolicyRig();

    @AfterEach
    void close() {
        rig.close();
    }

    private ObjectName environment() {
        return name("org.larder:type=PolicyCaches,CacheManager=" + ObjectName.quote(uri()));
    }

    private ObjectName statistics(String cacheName) {
        return name("org.larder:type=PolicyStatistics,CacheManager=" + ObjectName.quote(uri()) + ",Cache="
                + ObjectName.quote(cacheName));
    }

    private String uri() {
        return rig.manager.getURI().toString();
    }

    private static ObjectName name(String text) {
        try {
            return new ObjectName(text);
        } catch (JMException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private static boolean isShown(ObjectName name) {
        return ManagementFactory.getPlatformMBeanServer().isRegistered(name);
    }

    private PolicyCachesMXBean bean() {
        return JMX.newMXBeanProxy(ManagementFactory.getPlatformMBeanServer(), environment(), PolicyCachesMXBean.class);
    }

    @Test
    @Tag("S3-34")
    void cachesAreListedWithoutTheSharedOneAndDeleted() {
        rig.put("value", "P", "a");
        rig.caches.createCache("tokens");
        rig.caches.createCache("Cat2 %_");
        assertThat(bean().getCacheNames()).containsExactly("Cat2 %_", "tokens");
        rig.put(populate(KEY).cacheResource("tokens").build(), "value");
        bean().deleteCache("tokens");
        assertThat(bean().getCacheNames()).containsExactly("Cat2 %_");
        assertThatThrownBy(() -> rig.get(lookup(KEY).cacheResource("tokens").build()))
                .isInstanceOf(PolicyFault.class);
        rig.caches.createCache("tokens");
        assertThat(rig.get(lookup(KEY).cacheResource("tokens").build())).isNull();
    }

    @Test
    @Tag("S3-34")
    void sharedCacheAndUnknownOnesAreNotDeleted() {
        rig.put("value", "P", "a");
        assertThatThrownBy(() -> rig.caches.deleteCache("__shared"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no cache '__shared'; there are []");
        assertThat(rig.get("P", "a")).isEqualTo("value");
        assertThatThrownBy(() -> rig.caches.deleteCache("unknown")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> rig.caches.clearEntry("unknown", "P__a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("there is no cache 'unknown'");
    }

    @Test
    @Tag("S3-34")
    void entryIsClearedByItsFullKey() {
        CacheScopeContext forecast =
                new CacheScopeContext("apifactory", "test", "cacheforecast", "8", "default", null, Flow.PROXY);
        CacheKey key = key(null, "12797282");
        rig.caches.createCache("weather");
        rig.flow.put("flowVar", "rain");
        populate(key).cacheResource("weather").build().execute(rig.caches, forecast, rig.variables);
        LookupCache lookup = lookup(key).cacheResource("weather").build();
        assertThat(lookup.execute(rig.caches, forecast, rig.variables).hit()).isTrue();
        String fullKey = "apifactory__test__cacheforecast__8__default__12797282";
        assertThat(bean().clearEntry("weather", fullKey)).isTrue();
        assertThat(bean().clearEntry("weather", fullKey)).isFalse();
        assertThat(lookup.execute(rig.caches, forecast, rig.variables).hit()).isFalse();
        rig.put("value", "P", "a");
        assertThat(bean().clearEntry("__shared", "P__a")).isTrue();
    }

    @Test
    @Tag("S3-34")
    void beansComeAndGoWithTheEnvironment() {
        rig.put("value", "P", "a");
        rig.caches.createCache("tokens");
        assertThat(isShown(environment())).isTrue();
        assertThat(isShown(statistics("__shared"))).isTrue();
        assertThat(isShown(statistics("tokens"))).isTrue();
        rig.caches.deleteCache("tokens");
        assertThat(isShown(statistics("tokens"))).isFalse();
        rig.caches.close();
        rig.caches.close();
        assertThat(isShown(environment())).isFalse();
        assertThat(isShown(statistics("__shared"))).isFalse();
        assertThatThrownBy(() -> rig.get("P", "a"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(rig.caches::getCacheNames).isInstanceOf(IllegalStateException.class);
        assertThat(rig.manager.isClosed()).isFalse();
    }

    @Test
    void secondEnvironmentOfAManagerWorksWithoutBeans() {
        try (LogCapture log = new LogCapture(PolicyCaches.class);
                PolicyCaches second = PolicyCaches.builder(rig.manager)
                        .keySource(PolicyRig.keys(1))
                        .build()) {
            assertThat(log.messages()).singleElement().asString().contains("exists already");
            second.createCache("tokens");
        }
        assertThat(isShown(environment())).isTrue();
        assertThat(bean().getCacheNames()).containsExactly("tokens");
    }

    @Test
    @Tag("S3-35")
    void hitsAndMissesAreCounted() {
        rig.put("value", "P", "a");
        assertThat(rig.get("P", "a")).isEqualTo("value");
        assertThat(rig.get("P", "b")).isNull();
        CacheStatisticsMXBean statistics = JMX.newMXBeanProxy(
                ManagementFactory.getPlatformMBeanServer(), statistics("__shared"), CacheStatisticsMXBean.class);
        assertThat(statistics.getCacheHits()).isEqualTo(1);
        assertThat(statistics.getCacheMisses()).isEqualTo(1);
        assertThat(statistics.getCacheHitPercentage()).isEqualTo(50);
        assertThat(statistics.getCacheMissPercentage()).isEqualTo(50);
        assertThat(statistics.getCacheGets()).isEqualTo(2);
        assertThat(statistics.getCachePuts()).isEqualTo(1);
        assertThat(statistics.getAverageGetTime()).isPositive();
        assertThat(statistics.getAveragePutTime()).isPositive();
        assertThat(statistics.getAverageRemoveTime()).isZero();
        statistics.clear();
        assertThat(statistics.getCacheGets()).isZero();
        assertThat(statistics.getCacheHitPercentage()).isZero();
        assertThat(statistics.getCacheEvictions()).isZero();
    }

    @Test
    void limitsArePositive() {
        assertThatThrownBy(() -> PolicyLimits.PROFILE.withKeyBytes(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the limit keyBytes is 0; it must be at least 1");
    }
}
