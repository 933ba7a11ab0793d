package org.larder.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.cache.Cache;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheLoaderException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.larder.EntryTooLargeException;
import org.larder.LarderConfiguration;
import org.larder.management.CacheStorageMXBean;
import org.larder.provider.Rig.Storage;

/** What a cache shows of its storage. */
class CacheStorageTest {

    private final Rig rig = new Rig();

    @AfterEach
    void close() {
        rig.close();
    }

    @ParameterizedTest
    @EnumSource(Storage.class)
    void theBeanComesAndGoesWithManagementAndEndsWithTheCache(Storage storage) {
        Cache<String, String> cache = rig.create("orders", storage.strings());
        assertThat(rig.isShown("CacheStorage", "orders")).isFalse();
        rig.manager.enableManagement("orders", true);
        cache.put("k", "v");
        assertThat(rig.storage("orders").getEntries()).isOne();
        rig.manager.enableManagement("orders", false);
        assertThat(rig.isShown("CacheStorage", "orders")).isFalse();
        rig.manager.enableManagement("orders", true);
        CacheStorageMXBean unwrapped = cache.unwrap(CacheStorageMXBean.class);
        cache.close();
        assertThat(rig.isShown("CacheStorage", "orders")).isFalse();
        assertThatThrownBy(unwrapped::getEntries).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(unwrapped::getFill).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void bytesFollowTheEntriesAndNeverExceedTheBound() {
        Cache<String, String> cache =
                rig.create("orders", Storage.BY_VALUE.strings().setManagementEnabled(true));
        CacheStorageMXBean bean = rig.storage("orders");
        assertThat(bean.getUsedBytes()).isZero();
        assertThat(bean.getFill()).isZero();
        assertThat(bean.getReservedBytes()).isBetween((1L << 20) * 9 / 10, 1L << 20);
        assertThat(bean.getUsableBytes()).isBetween(bean.getReservedBytes() / 2, bean.getReservedBytes());
        assertThat(bean.getMaxEntries()).isEqualTo(CacheStorageMXBean.UNKNOWN);
        String value = "x".repeat(1_000);
        cache.put("k", value);
        assertThat(bean.getUsedBytes()).isBetween(1_000L, 1_200L);
        assertThat(bean.getFill()).isEqualTo((double) bean.getUsedBytes() / bean.getUsableBytes());
        for (int i = 0; i < 3_000; i++) {
            cache.put("k" + i, value);
        }
        assertThat(bean.getUsedBytes()).isBetween(bean.getEntries() * 1_000, bean.getUsableBytes());
        assertThat(bean.getFill()).isBetween(0.6, 1.0);
        assertThat(bean.getEvictions()).isEqualTo(3_001 - bean.getEntries());
        cache.clear();
        assertThat(bean.getUsedBytes()).isZero();
        assertThat(bean.getEntries()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Storage.class)
    void fillIsThatOfTheNearerBound(Storage storage) {
        LarderConfiguration<String, String> configuration =
                storage.strings().setMaxEntries(100L).setManagementEnabled(true);
        Cache<String, String> cache = rig.create("orders", configuration);
        for (int i = 0; i < 50; i++) {
            cache.put("k" + i, "v");
        }
        assertThat(rig.storage("orders").getMaxEntries()).isEqualTo(100);
        assertThat(rig.storage("orders").getEntries()).isEqualTo(50);
        assertThat(rig.storage("orders").getFill()).isEqualTo(0.5);
    }

    @Test
    void nobodyKnowsTheBytesOfObjects() {
        Cache<String, String> cache =
                rig.create("orders", Storage.BY_REFERENCE.strings().setManagementEnabled(true));
        cache.put("k", "v");
        CacheStorageMXBean bean = rig.storage("orders");
        assertThat(new long[] {
                    bean.getUsedBytes(),
                    bean.getUsableBytes(),
                    bean.getReservedBytes(),
                    bean.getLargestRefusedEntryBytes()
                })
                .containsOnly(CacheStorageMXBean.UNKNOWN);
        assertThat(bean.getMaxEntries()).isEqualTo(100_000);
        assertThat(bean.getFill()).isEqualTo(0.00001);
    }

    @Test
    void theLargestOfTheRefusedIsKeptInMind() {
        for (boolean rejected : new boolean[] {true, false}) {
            Cache<String, byte[]> cache = rig.create(
                    "orders-" + rejected,
                    Storage.BY_VALUE
                            .apply(new LarderConfiguration<String, byte[]>().setTypes(String.class, byte[].class))
                            .setOversizedEntryRejected(rejected));
            CacheStorageMXBean bean = cache.unwrap(CacheStorageMXBean.class);
            assertThat(bean.getLargestRefusedEntryBytes()).isZero();
            for (int size : new int[] {2 << 20, 3 << 20, 1 << 20}) {
                try {
                    cache.put("k", new byte[size]);
                } catch (EntryTooLargeException e) {
                    assertThat(rejected).isTrue();
                }
            }
            assertThat(bean.getLargestRefusedEntryBytes()).isBetween(3L << 20, (3L << 20) + 16);
            assertThat(bean.getEvictions()).isEqualTo(rejected ? 0 : 3);
        }
    }

    @ParameterizedTest
    @EnumSource(Storage.class)
    void expirationsAreCountedWithStatisticsOff(Storage storage) {
        Cache<String, String> cache = rig.create(
                "orders",
                storage.strings()
                        .setExpiryPolicyFactory(CreatedExpiryPolicy.factoryOf(javax.cache.expiry.Duration.ONE_MINUTE)));
        CacheStorageMXBean bean = cache.unwrap(CacheStorageMXBean.class);
        for (int i = 0; i < 10; i++) {
            cache.put("k" + i, "v");
        }
        rig.clock.advance(Duration.ofMinutes(2));
        cache.get("k0");
        cache.put("k1", "w");
        cache.put("k1", "x");
        cache.remove("k2");
        cache.putIfAbsent("k3", "w");
        cache.containsKey("k4");
        assertThat(bean.getExpirations()).isEqualTo(5);
        assertThat(bean.getEvictions()).isZero();
    }

    @Test
    void aFullCacheThatTakesTheExpiredCountsThemAsExpirationsOnly() {
        Cache<String, String> cache = rig.create(
                "orders",
                Storage.BY_VALUE
                        .strings()
                        .setExpiryPolicyFactory(CreatedExpiryPolicy.factoryOf(javax.cache.expiry.Duration.ONE_MINUTE)));
        CacheStorageMXBean bean = cache.unwrap(CacheStorageMXBean.class);
        String value = "x".repeat(1_000);
        int round = (int) (bean.getUsableBytes() / 2_500);
        for (int i = 0; i < round; i++) {
            cache.put("old" + i, value);
        }
        rig.clock.advance(Duration.ofMinutes(2));
        for (int i = 0; i < 2 * round; i++) {
            cache.put("new" + i, value);
        }
        assertThat(bean.getExpirations()).isBetween(1L, (long) round);
        assertThat(bean.getExpirations() + bean.getEvictions() + bean.getEntries())
                .isEqualTo(3L * round);
    }

    @ParameterizedTest
    @EnumSource(Storage.class)
    void callsOfTheLoaderAreCountedAndTimedWithStatisticsOff(Storage storage) {
        Cache<String, String> cache = rig.create(
                "orders", storage.strings().setReadThrough(true).setCacheLoaderFactory(Journal.one(new PickyLoader())));
        CacheStorageMXBean bean = cache.unwrap(CacheStorageMXBean.class);
        assertThat(bean.getAverageLoadMicros()).isZero();
        cache.get("a");
        cache.get("a");
        Set<String> keys = IntStream.range(0, 5).mapToObj(i -> "k" + i).collect(Collectors.toSet());
        cache.getAll(keys);
        assertThat(bean.getLoads()).isEqualTo(2);
        assertThat(bean.getLoadFailures()).isZero();
        assertThatThrownBy(() -> cache.get("bad")).isInstanceOf(CacheLoaderException.class);
        assertThatThrownBy(() -> cache.getAll(Set.of("bad"))).isInstanceOf(CacheLoaderException.class);
        assertThat(bean.getLoads()).isEqualTo(4);
        assertThat(bean.getLoadFailures()).isEqualTo(2);
        assertThat(bean.getAverageLoadMicros()).isPositive().isLessThan(60_000_000);
    }

    /** Loads anything but "bad". */
    private static final class PickyLoader implements CacheLoader<String, String> {
        @Override
        public String load(String key) {
            if (key.equals("bad")) {
                throw new CacheLoaderException("bad");
            }
            return key;
        }

        @Override
        public Map<String, String> loadAll(Iterable<? extends String> keys) {
            Map<String, String> all = new HashMap<>();
            keys.forEach(key -> all.put(key, load(key)));
            return all;
        }
    }
}
