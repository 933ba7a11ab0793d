package org.larder.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.integration.CacheLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.larder.provider.Rig.Storage;

/** The beans of a cache and the times that they show. */
@Timeout(300)
class StatisticsTest {

    private final Rig rig = new Rig();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void beansComeAndGoWithTheirSwitches() {
        Cache<String, String> cache = rig.create("orders", Storage.BY_VALUE.strings());
        assertThat(rig.isShown("CacheStatistics", "orders")).isFalse();
        rig.manager.enableStatistics("orders", true);
        rig.manager.enableManagement("orders", true);
        rig.manager.enableManagement("orders", true);
        assertThat(rig.isShown("CacheStatistics", "orders")).isTrue();
        assertThat(rig.isShown("CacheConfiguration", "orders")).isTrue();
        cache.put("k", "v");
        assertThat(rig.counts("orders")).containsExactly(0L, 0L, 1L, 0L);
        rig.manager.enableStatistics("orders", false);
        rig.manager.enableManagement("orders", false);
        assertThat(rig.isShown("CacheStatistics", "orders")).isFalse();
        assertThat(rig.isShown("CacheConfiguration", "orders")).isFalse();
        cache.put("k", "v");
        rig.manager.enableStatistics("orders", true);
        assertThat(rig.counts("orders")).containsExactly(0L, 0L, 1L, 0L);
        rig.manager.enableStatistics("none", true);
        rig.manager.destroyCache("none");
    }

    @Test
    void theTimesOfPutsAndRemovalsAreMeasured() {
        for (Storage storage : Storage.values()) {
            Cache<String, String> cache =
                    rig.create(storage.name(), storage.strings().setStatisticsEnabled(true));
            for (int i = 0; i < 200; i++) {
                cache.put("k", "v");
                cache.remove("k");
            }
            assertThat(rig.statistics(storage.name()).getAveragePutTime()).isPositive();
            assertThat(rig.statistics(storage.name()).getAverageRemoveTime()).isPositive();
            assertThat(rig.statistics(storage.name()).getAverageGetTime()).isZero();
            cache.get("k");
            assertThat(rig.statistics(storage.name()).getAverageGetTime()).isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource(Storage.class)
    void theTimeOfALoaderIsNoTimeOfAGet(Storage storage) {
        java.time.Duration slow = java.time.Duration.ofMillis(300);
        CountDownLatch never = new CountDownLatch(1);
        CacheLoader<String, String> loader = new CacheLoader<>() {
            @Override
            public String load(String key) {
                try {
                    never.await(slow.toMillis(), TimeUnit.MILLISECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return key;
            }

            @Override
            public Map<String, String> loadAll(Iterable<? extends String> keys) {
                return Map.of();
            }
        };
        Cache<String, String> cache = rig.create(
                "orders",
                storage.strings()
                        .setStatisticsEnabled(true)
                        .setReadThrough(true)
                        .setCacheLoaderFactory(Journal.one(loader)));
        long began = System.nanoTime();
        cache.containsKey("k");
        cache.get("k");
        long othersNanos = System.nanoTime() - began - slow.toNanos();
        assertThat(rig.statistics("orders").getAverageGetTime()).isPositive().isLessThanOrEqualTo(othersNanos / 1_000f);
    }
}
