package org.larder.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Closeable;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryExpiredListener;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.integration.CacheLoader;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.larder.LarderConfiguration;
import org.larder.provider.Rig.Storage;

/**
 * Caches that are closed while others are at work in them: a thousand in all, {@code -Dlarder.stress=10} closes ten times
 * as many.
 */
class CloseRaceTest {

    private static final int WORKERS = 3;
    private static final int ROUNDS = 63 * Integer.getInteger("larder.stress", 1); // 16 times
    private static final List<Action> ACTIONS = List.of(Action.values());
    private static final ClassLoader LOADER = CloseRaceTest.class.getClassLoader();

    /** The ways a cache comes to its end. */
    enum End {
        CACHE(Cache::close),
        DESTROY(cache -> cache.getCacheManager().destroyCache(cache.getName())),
        MANAGER(cache -> cache.getCacheManager().close()),
        PROVIDER(cache -> cache.getCacheManager().getCachingProvider().close());

        @SuppressWarnings("ImmutableEnumChecker") // these functions keep nothing
        private final Consumer<Cache<?, ?>> what;

        End(Consumer<Cache<?, ?>> what) {
            this.what = what;
        }
    }

    static Stream<Arguments> ways() {
        return Stream.of(Storage.values())
                .flatMap(storage -> Stream.of(End.values())
                        .flatMap(end -> Stream.of(false, true).map(userCode -> Arguments.of(storage, end, userCode))));
    }

    @ParameterizedTest
    @MethodSource("ways")
    @Timeout(300)
    void whoIsOvertakenIsToldThatTheCacheIsClosed(Storage storage, End end, boolean userCode) throws Exception {
        String name = "closing-" + storage + "-" + end + "-" + userCode;
        for (int round = 0; round < ROUNDS; round++) {
            LarderCachingProvider provider = new LarderCachingProvider(new ManualClock(), Duration.ofMillis(1));
            CacheManager manager = provider.getCacheManager(URI.create("larder:" + name), LOADER);
            Cache<String, String> cache = manager.createCache(name, configuration(storage, userCode));
            CountDownLatch warm = new CountDownLatch(10 * WORKERS);
            int seed = round;
            List<@Nullable Throwable> ends = Threads.together(1 + WORKERS, i -> () -> {
                if (i == 0) {
                    assertThat(warm.await(60, TimeUnit.SECONDS)).isTrue();
                    end.what.accept(cache);
                    return null;
                }
                return failureOf(cache, new Random(31L * seed + i), warm);
            });
            for (Throwable thrown : ends.subList(1, ends.size())) {
                assertThat(thrown).isInstanceOf(IllegalStateException.class).hasMessageContaining(name);
            }
            assertThat(cache.isClosed()).isTrue();
            provider.close();
        }
        Awaitility.await()
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                        .extracting(Thread::getName)
                        .noneMatch(thread -> thread.contains(name)));
    }

    private static LarderConfiguration<String, String> configuration(Storage storage, boolean userCode) {
        LarderConfiguration<String, String> configuration = storage.strings();
        if (userCode) {
            Journal journal = new Journal();
            CacheEntryExpiredListener<String, String> asynchronous = events -> {};
            configuration
                    .addCacheEntryListenerConfiguration(journal.listening())
                    .addCacheEntryListenerConfiguration(new MutableCacheEntryListenerConfiguration<>(
                            Journal.one((CacheEntryCreatedListener<String, String>) events -> {}), null, false, false))
                    .addCacheEntryListenerConfiguration(
                            new MutableCacheEntryListenerConfiguration<>(Journal.one(asynchronous), null, false, false))
                    .setWriteThrough(true)
                    .setCacheWriterFactory(journal.writing())
                    .setReadThrough(true)
                    .setCacheLoaderFactory(journal.loading())
                    .setStatisticsEnabled(true)
                    .setManagementEnabled(true)
                    .setExpiryPolicyFactory(CreatedExpiryPolicy.factoryOf(javax.cache.expiry.Duration.ONE_HOUR));
        }
        return configuration;
    }

    /** Works until it fails; what failed a load in the background is taken out of its wrapping. */
    private static Throwable failureOf(Cache<String, String> cache, Random random, CountDownLatch warm) {
        while (true) {
            try {
                ACTIONS.get(random.nextInt(ACTIONS.size())).on(cache);
                warm.countDown();
            } catch (AssertionError e) {
                return e.getCause() instanceof ExecutionException inBackground ? inBackground.getCause() : e;
            } catch (Throwable e) {
                return e;
            }
        }
    }

    @ParameterizedTest
    @MethodSource("org.larder.provider.SharedLoadTest#storagesAndThreads")
    @Timeout(300)
    void whoWaitsForALoadIsToldThatTheCacheIsClosed(Storage storage, Threads.Kind kind) throws Exception {
        CountDownLatch loading = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        CacheLoader<String, String> loader = new CacheLoader<>() {
            @Override
            public String load(String key) {
                loading.countDown();
                Awaitility.await().until(() -> closed.getCount() == 0);
                return "too late";
            }

            @Override
            public Map<String, String> loadAll(Iterable<? extends String> keys) {
                return Map.of();
            }
        };
        try (Rig rig = new Rig()) {
            Cache<String, String> cache = rig.create(
                    "orders", storage.strings().setReadThrough(true).setCacheLoaderFactory(Journal.one(loader)));
            List<@Nullable Throwable> ends = Threads.together(kind, 4, i -> () -> {
                if (i == 0) {
                    assertThat(loading.await(60, TimeUnit.SECONDS)).isTrue();
                    cache.close();
                    closed.countDown();
                    return null;
                }
                try {
                    throw new AssertionError(cache.get("k"));
                } catch (IllegalStateException e) {
                    return e;
                }
            });
            assertThat(ends.subList(1, 4)).allSatisfy(e -> assertThat(e).hasMessageContaining("'orders' is closed"));
        }
    }

    /** A loader that is being closed for as long as it takes. */
    private static final class SlowToClose implements CacheLoader<String, String>, Closeable {
        private final CountDownLatch closing = new CountDownLatch(1);
        private final CountDownLatch mayClose = new CountDownLatch(1);

        @Override
        public String load(String key) {
            return "v";
        }

        @Override
        public Map<String, String> loadAll(Iterable<? extends String> keys) {
            return Map.of();
        }

        @Override
        public void close() {
            closing.countDown();
            Awaitility.await().until(() -> mayClose.getCount() == 0);
        }
    }

    @Test
    @Timeout(300)
    void theManagerAfterOneThatIsBeingClosedShowsItsOwnBeans() throws Exception {
        try (Rig rig = new Rig()) {
            SlowToClose slow = new SlowToClose();
            LarderConfiguration<String, String> shown =
                    Storage.BY_REFERENCE.strings().setStatisticsEnabled(true).setManagementEnabled(true);
            rig.create("first", new LarderConfiguration<>(shown).setCacheLoaderFactory(Journal.one(slow)));
            rig.create("second", new LarderConfiguration<>(shown).setCacheLoaderFactory(Journal.one(slow)));
            FutureTask<Void> closing = Threads.start(() -> {
                rig.manager.close();
                return null;
            });
            assertThat(slow.closing.await(60, TimeUnit.SECONDS)).isTrue();
            CacheManager next = rig.provider.getCacheManager(rig.manager.getURI(), LOADER);
            assertThat(next).isNotSameAs(rig.manager);
            next.createCache("first", shown);
            next.createCache("second", shown);
            assertThat(Stream.of("first", "second")).allMatch(name -> rig.isShown("CacheStatistics", name));
            slow.mayClose.countDown();
            closing.get(60, TimeUnit.SECONDS);
            assertThat(Stream.of("first", "second")).allMatch(name -> rig.isShown("CacheStatistics", name));
        }
    }

    @Test
    @Timeout(300)
    void theConfigurationShowsTheListenersThatAreRegistered() throws Exception {
        try (Rig rig = new Rig()) {
            Cache<String, String> cache = rig.create("orders", Storage.BY_REFERENCE.strings());
            CacheEntryCreatedListener<String, String> listener = events -> {};
            CacheEntryListenerConfiguration<String, String> one =
                    new MutableCacheEntryListenerConfiguration<>(Journal.one(listener), null, false, true);
            AtomicBoolean done = new AtomicBoolean();
            FutureTask<Void> deregistering = Threads.start(() -> {
                while (!done.get()) {
                    cache.deregisterCacheEntryListener(one);
                }
                return null;
            });
            for (int n = 0; n < 20_000; n++) {
                try {
                    cache.registerCacheEntryListener(one);
                } catch (IllegalArgumentException e) {
                    assertThat(e).hasMessageContaining("registered already");
                }
            }
            done.set(true);
            deregistering.get(60, TimeUnit.SECONDS);
            cache.deregisterCacheEntryListener(one);
            assertThat(listeners(cache)).isEmpty();
            cache.registerCacheEntryListener(one);
            assertThat(listeners(cache)).containsExactly(one);
        }
    }

    @SuppressWarnings("unchecked") // the configuration has the types of its cache
    private static Iterable<CacheEntryListenerConfiguration<String, String>> listeners(Cache<String, String> cache) {
        return cache.getConfiguration(CompleteConfiguration.class).getCacheEntryListenerConfigurations();
    }
}
