package org.larder.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CompletionListenerFuture;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.larder.KeyRemoval;
import org.larder.expiry.PerEntryExpiry;
import org.larder.expiry.TimeToLive;
import org.larder.provider.Rig.Storage;

/** Who invalidates a cache while a value is being loaded never sees the value that was loaded before. */
@Timeout(300)
class StaleLoadTest {

    private final Rig rig = new Rig();
    private final AtomicInteger loads = new AtomicInteger();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private final List<String> created = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        mayEnd.countDown();
        rig.close();
    }

    /** How a value is read in. */
    enum Loading {
        GET,
        GET_ALL,
        INVOKE,
        INVOKE_AND_SET;

        @Nullable
        String by(Cache<String, String> cache) {
            return switch (this) {
                case GET -> cache.get("k");
                case GET_ALL -> cache.getAll(Set.of("k", "l")).get("k");
                case INVOKE -> cache.invoke("k", (entry, none) -> entry.getValue());
                case INVOKE_AND_SET ->
                    cache.invoke("k", (entry, none) -> {
                        entry.setValue(entry.getValue());
                        return entry.getValue();
                    });
            };
        }
    }

    /** How all entries, or many, are taken away without waiting for those that are not there yet. */
    enum Emptying {
        CLEAR,
        REMOVE_ALL,
        REMOVE_OTHERS;

        void of(Cache<String, String> cache) {
            switch (this) {
                case CLEAR -> cache.clear();
                case REMOVE_ALL -> cache.removeAll();
                case REMOVE_OTHERS -> KeyRemoval.of(cache).removeIf(key -> key.equals("other"));
            }
        }
    }

    static Stream<Arguments> emptyings() {
        return Stream.of(Storage.values())
                .flatMap(storage -> Stream.of(Emptying.values())
                        .flatMap(emptying ->
                                Stream.of(Loading.values()).map(loading -> Arguments.of(storage, emptying, loading))));
    }

    /** The first load brings what is outdated when it ends. */
    private final class OutdatedOnce implements CacheLoader<String, String> {
        @Override
        public String load(String key) {
            if (loads.incrementAndGet() > 1) {
                return "new";
            }
            begun.countDown();
            await(mayEnd);
            return "old";
        }

        @Override
        public Map<String, String> loadAll(Iterable<? extends String> keys) {
            String value = load("all");
            Map<String, String> all = new HashMap<>();
            keys.forEach(key -> all.put(key, value));
            return all;
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Cache<String, String> cache(Storage storage) {
        return cache(storage, false);
    }

    private Cache<String, String> cache(Storage storage, boolean writeThrough) {
        CacheEntryCreatedListener<String, String> listener =
                events -> events.forEach(event -> created.add("%s %s".formatted(event.getKey(), event.getValue())));
        return rig.create(
                "orders",
                storage.strings()
                        .setReadThrough(true)
                        .setWriteThrough(writeThrough)
                        .setCacheWriterFactory(writeThrough ? Journal.one(new WriterToNowhere()) : null)
                        .setCacheLoaderFactory(Journal.one(new OutdatedOnce()))
                        .addCacheEntryListenerConfiguration(new MutableCacheEntryListenerConfiguration<>(
                                Journal.one(listener), null, false, true)));
    }

    @ParameterizedTest
    @MethodSource("emptyings")
    void whatWasLoadedBeforeAllEntriesWentIsNotKept(Storage storage, Emptying emptying, Loading loading)
            throws Exception {
        Cache<String, String> cache = cache(storage);
        FutureTask<@Nullable String> reading = Threads.start(() -> loading.by(cache));
        await(begun);
        emptying.of(cache);
        mayEnd.countDown();
        assertThat(reading.get()).isEqualTo("old");
        assertThat(cache.containsKey("k")).isFalse();
        assertThat(created).isEmpty();
        assertThat(cache.get("k")).isEqualTo("new");
        assertThat(created).containsExactly("k new");
    }

    @ParameterizedTest
    @MethodSource("emptyings")
    void whoComesAfterAllEntriesWentSharesNoLoadFromBefore(Storage storage, Emptying emptying, Loading loading)
            throws Exception {
        Cache<String, String> cache = cache(storage);
        FutureTask<@Nullable String> reading = Threads.start(() -> loading.by(cache));
        await(begun);
        emptying.of(cache);
        FutureTask<@Nullable String> after = new FutureTask<>(() -> cache.get("k"));
        Thread thread = Threads.Kind.PLATFORM.start(after);
        Awaitility.await().until(() -> Threads.isAtRest(thread));
        mayEnd.countDown();
        assertThat(reading.get()).isEqualTo("old");
        assertThat(after.get()).isEqualTo("new");
    }

    static Stream<Arguments> emptyingsWithWriters() {
        return emptyings()
                .flatMap(arguments -> Stream.of(true, false)
                        .map(writing -> Arguments.of(
                                arguments.get()[0],
                                arguments.get()[1],
                                arguments.get()[2],
                                writing)));
    }

    /** Who takes all entries away may wait for the load here, as the expired entry is there to be taken away, too. */
    @ParameterizedTest
    @MethodSource("emptyingsWithWriters")
    void whatWasLoadedInPlaceOfAnExpiredEntryBeforeAllEntriesWentIsNotKept(
            Storage storage, Emptying emptying, Loading loading, boolean writing) throws Exception {
        Cache<String, String> cache = cache(storage, writing);
        PerEntryExpiry.of(cache).with(TimeToLive.ofSeconds(1)).put("k", "expired");
        created.clear();
        rig.clock.advance(Duration.ofSeconds(1));
        FutureTask<@Nullable String> reading = Threads.start(() -> loading.by(cache));
        await(begun);
        FutureTask<@Nullable Void> emptied = new FutureTask<>(() -> emptying.of(cache), null);
        Thread emptier = Threads.Kind.PLATFORM.start(emptied);
        Awaitility.await().until(() -> Threads.isAtRest(emptier));
        mayEnd.countDown();
        assertThat(reading.get()).isEqualTo("old");
        emptied.get();
        assertThat(created).doesNotContain("k old");
        assertThat(cache.get("k")).isEqualTo("new");
    }

    @ParameterizedTest
    @EnumSource
    void loadAllReplacesNothingThatCameAfterAllEntriesWent(Storage storage) throws Exception {
        Cache<String, String> cache = cache(storage);
        CompletionListenerFuture done = new CompletionListenerFuture();
        cache.loadAll(Set.of("k"), true, done);
        await(begun);
        cache.clear();
        assertThat(cache.get("k")).isEqualTo("new");
        mayEnd.countDown();
        done.get();
        assertThat(cache.get("k")).isEqualTo("new");
    }

    static Stream<Arguments> replacing() {
        return Stream.of(Storage.values())
                .flatMap(storage -> Stream.of(true, false).map(replace -> Arguments.of(storage, replace)));
    }

    @ParameterizedTest
    @MethodSource("replacing")
    void loadAllKeepsNothingThatWasLoadedBeforeAllEntriesWent(Storage storage, boolean replace) throws Exception {
        Cache<String, String> cache = cache(storage);
        CompletionListenerFuture done = new CompletionListenerFuture();
        cache.loadAll(Set.of("k"), replace, done);
        await(begun);
        cache.clear();
        mayEnd.countDown();
        done.get();
        assertThat(cache.containsKey("k")).isFalse();
        assertThat(cache.get("k")).isEqualTo("new");
    }
}
