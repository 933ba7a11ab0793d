package org.larder.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.cache.JCacheMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import javax.cache.Cache;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.larder.management.CacheStorageMXBean;
import org.larder.provider.Rig.Storage;

/** Micrometer's own binder of JCache, as it is. */
class MicrometerTest {

    private final Rig rig = new Rig();
    private final MeterRegistry registry = new SimpleMeterRegistry();

    @AfterEach
    void close() {
        registry.close();
        rig.close();
    }

    @Test
    void itsBinderShowsWhatTheStandardBeanCounts() {
        Cache<String, String> cache =
                rig.create("orders", Storage.BY_VALUE.strings().setStatisticsEnabled(true));
        JCacheMetrics.monitor(registry, cache, Tags.empty());
        for (int i = 0; i < 3; i++) {
            cache.put("k" + i, "v");
        }
        cache.get("k0");
        cache.get("k1");
        cache.get("none");
        cache.remove("k0");
        assertThat(count("cache.gets", "result", "hit")).isEqualTo(2);
        assertThat(count("cache.gets", "result", "miss")).isEqualTo(1);
        assertThat(count("cache.puts")).isEqualTo(3);
        assertThat(registry.get("cache.removals").gauge().value()).isEqualTo(1);
        assertThat(count("cache.evictions")).isZero();
        for (int i = 0; i < 3_000; i++) {
            cache.put("k" + i, "x".repeat(1_000));
        }
        assertThat(count("cache.evictions")).isPositive().isEqualTo((double)
                cache.unwrap(CacheStorageMXBean.class).getEvictions());
    }

    @Test
    void theStorageIsAGaugeAway() {
        Cache<String, String> cache = rig.create("orders", Storage.BY_VALUE.strings());
        CacheStorageMXBean storage = cache.unwrap(CacheStorageMXBean.class);
        registry.gauge("cache.storage.fill", Tags.of("cache", cache.getName()), storage, CacheStorageMXBean::getFill);
        cache.put("k", "v");
        assertThat(registry.get("cache.storage.fill").gauge().value())
                .isPositive()
                .isEqualTo(storage.getFill());
    }

    private double count(String name, String... tags) {
        return registry.get(name)
                .tags(tags)
                .tag("cache", rig.manager.getCacheNames().iterator().next())
                .functionCounter()
                .count();
    }
}
