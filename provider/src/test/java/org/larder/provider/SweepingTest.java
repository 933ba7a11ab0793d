package org.larder.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.cache.Cache;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryExpiredListener;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.EternalExpiryPolicy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.larder.LarderConfiguration;
import org.larder.management.CacheStorageMXBean;
import org.larder.provider.Rig.Storage;
import org.larder.provider.expiry.Sweeper;
import org.larder.provider.log.LogCapture;

/** Expired entries go although nobody asks for them. */
class SweepingTest {

    private static final String THREAD = "larder-sweeper-rig";
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Rig rig = new Rig(Duration.ofMillis(1));
    private final List<String> expired = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        rig.close();
        await().until(() -> sweepers() == 0);
    }

    @ParameterizedTest
    @EnumSource
    void entriesThatNobodyAsksForExpireWithAnEvent(Storage storage) {
        Cache<String, String> cache = rig.create("c", expiring(storage.strings()));
        listen(cache);
        IntStream.range(0, 500).forEach(i -> cache.put("k" + i, "v" + i));
        rig.clock.advance(MINUTE.dividedBy(2));
        cache.put("young", "v");
        rig.clock.advance(MINUTE.dividedBy(2));
        await().until(() -> expired.size() == 500);
        assertThat(expired).contains("k0=v0 of v0", "k499=v499 of v499").doesNotHaveDuplicates();
        assertThat(cache.get("young")).isEqualTo("v");
        assertThat(rig.counts("c")).isEqualTo(List.of(1L, 0L, 501L, 0L));
    }

    @ParameterizedTest
    @EnumSource
    void entriesThatNobodyHearsOfGoToo(Storage storage) {
        Cache<String, String> cache = rig.create("c", expiring(storage.strings()));
        CacheStorageMXBean stored = cache.unwrap(CacheStorageMXBean.class);
        IntStream.range(0, 500).forEach(i -> cache.put("k" + i, "v" + i));
        assertThat(stored.getEntries()).isEqualTo(500);
        rig.clock.advance(MINUTE);
        await().until(() -> stored.getEntries() == 0);
        assertThat(stored.getExpirations()).isEqualTo(500);
    }

    @ParameterizedTest
    @EnumSource
    void keyThatIsBusyIsLeftToWhoeverIsBusyWithIt(Storage storage) throws Exception {
        Cache<String, String> cache = rig.create("c", expiring(storage.strings()));
        listen(cache);
        cache.put("busy", "v");
        cache.put("idle", "v");
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        Future<?> processing = Threads.start(() -> cache.<@Nullable Void>invoke("busy", (entry, arguments) -> {
            entered.countDown();
            awaitUninterrupted(leave);
            return null;
        }));
        assertThat(entered.await(60, TimeUnit.SECONDS)).isTrue();
        rig.clock.advance(MINUTE);
        await().until(() -> !expired.isEmpty());
        awaitRounds(3);
        assertThat(expired).containsExactly("idle=v of v");
        leave.countDown();
        await().until(() -> expired.size() == 2);
        processing.get(60, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @EnumSource
    void listenerThatFailsKeepsNothingFromExpiring(Storage storage) {
        Cache<String, String> cache = rig.create("c", expiring(storage.strings()));
        listen(cache);
        CacheEntryExpiredListener<String, String> failing = events -> {
            throw new IllegalStateException("of a listener");
        };
        cache.registerCacheEntryListener(
                new MutableCacheEntryListenerConfiguration<>(() -> failing, null, false, true));
        try (LogCapture log = new LogCapture(Sweeper.class.getName())) {
            IntStream.range(0, 20).forEach(i -> cache.put("k" + i, "v" + i));
            rig.clock.advance(MINUTE);
            await().until(() -> expired.size() == 20);
            assertThat(log.messages()).hasSize(1);
        }
    }

    @Test
    void cacheOfEternalEntriesNeedsNoThread() {
        await().until(() -> sweepers() == 0); // those of the test before may be about to end
        Cache<String, String> cache =
                rig.create("c", Storage.BY_VALUE.strings().setExpiryPolicyFactory(EternalExpiryPolicy.factoryOf()));
        cache.put("k", "v");
        assertThat(sweepers()).isZero();
        rig.create("d", expiring(Storage.BY_VALUE.strings()));
        assertThat(sweepers()).isEqualTo(1);
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits until each cache was swept as many times at least. */
    private void awaitRounds(int rounds) {
        String name = "rounds-" + System.nanoTime();
        List<String> heard = new CopyOnWriteArrayList<>();
        Cache<String, String> marks = rig.create(
                name,
                Storage.BY_VALUE
                        .strings()
                        .setExpiryPolicyFactory(CreatedExpiryPolicy.factoryOf(
                                new javax.cache.expiry.Duration(TimeUnit.MILLISECONDS, 1))));
        listen(marks, heard);
        for (int i = 1; i <= rounds + 1; i++) {
            int round = i;
            marks.put("mark", "of " + round);
            rig.clock.advance(Duration.ofMillis(1));
            await().until(() -> heard.size() == round);
        }
        rig.manager.destroyCache(name);
    }

    private void listen(Cache<String, String> cache) {
        listen(cache, expired);
    }

    private static void listen(Cache<String, String> cache, List<String> heard) {
        CacheEntryExpiredListener<String, String> listener = events -> events.forEach(
                event -> heard.add(event.getKey() + "=" + event.getValue() + " of " + event.getOldValue()));
        cache.registerCacheEntryListener(
                new MutableCacheEntryListenerConfiguration<>(() -> listener, null, true, true));
    }

    private static LarderConfiguration<String, String> expiring(LarderConfiguration<String, String> configuration) {
        return configuration
                .setExpiryPolicyFactory(CreatedExpiryPolicy.factoryOf(javax.cache.expiry.Duration.ONE_MINUTE))
                .setStatisticsEnabled(true);
    }

    private static long sweepers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(THREAD))
                .count();
    }
}
