package org.larder.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheLoaderException;
import javax.cache.integration.CompletionListenerFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.larder.KeyRemoval;
import org.larder.LarderConfiguration;
import org.larder.provider.Rig.Place;
import org.larder.provider.Threads.Kind;

/** An expired value stands in for one that cannot be loaded, for a time, and for nothing else. */
@Timeout(300)
class StaleOnErrorTest extends LoadedEntries {

    private static final Duration GRACE = Duration.ofSeconds(50);

    private LarderConfiguration<String, String> configuration(Place place) {
        return loaded(place).setStaleOnError(GRACE);
    }

    private static RuntimeException down() {
        return new IllegalStateException("the database is down");
    }

    /** A cache with an entry that has just expired, and a loader that fails. */
    private Cache<String, String> expired(LarderConfiguration<String, String> configuration) {
        Cache<String, String> cache = rig.create("orders", configuration);
        cache.put("k", "old");
        rig.clock.advance(LIFE);
        loading.events.clear();
        loading.failWith(down());
        return cache;
    }

    private Cache<String, String> expired(Place place) {
        return expired(configuration(place));
    }

    private static void assertNothingIsServed(Cache<String, String> cache) {
        assertThatThrownBy(() -> cache.get("k"))
                .isInstanceOf(CacheLoaderException.class)
                .hasMessageContaining("the database is down");
    }

    @ParameterizedTest
    @EnumSource
    void expiredValueIsServedWhileTheLoaderFailsUntilItsGraceIsOver(Place place) {
        Cache<String, String> cache = expired(place);
        assertThat(cache.get("k")).isEqualTo("old");
        rig.clock.advance(GRACE.minusMillis(1));
        assertThat(cache.get("k")).isEqualTo("old");
        assertThat(loading.asked).as("each asks anew").containsExactly("k", "k");
        assertThat(loading.events).isEmpty();
        assertThat(storage(cache).getStaleHits()).isEqualTo(2);
        assertThat(storage(cache).getLoadFailures()).isEqualTo(2);
        assertThat(rig.counts("orders")).containsExactly(0L, 2L, 1L, 0L);
        rig.clock.advance(Duration.ofMillis(1));
        assertNothingIsServed(cache);
        assertThat(cache.containsKey("k")).isFalse();
        assertThat(loading.events).containsExactly("EXPIRED k old");
        assertThat(storage(cache).getEntries()).isZero();
        assertThat(storage(cache).getStaleHits()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsLoadedInTheEndReplacesIt(Place place) {
        Cache<String, String> cache = expired(place);
        assertThat(cache.get("k")).isEqualTo("old");
        loading.failWith(null);
        assertThat(cache.get("k")).isEqualTo("v2");
        assertThat(loading.events).containsExactly("EXPIRED k old", "CREATED k v2");
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsServedOfWhatTheLoaderDoesNotFind(Place place) {
        Cache<String, String> cache = expired(place);
        loading.failWith(null);
        loading.findNothing();
        assertThat(cache.get("k")).isNull();
        assertThat(loading.events).containsExactly("EXPIRED k old");
        loading.failWith(down());
        assertNothingIsServed(cache);
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsServedOfWhatTheBulkLoaderDoesNotFind(Place place) {
        Cache<String, String> cache = expired(place);
        loading.failWith(null);
        loading.findNothing();
        assertThat(cache.getAll(Set.of("k", "l"))).isEmpty();
        assertThat(loading.events).containsExactly("EXPIRED k old");
        loading.failWith(down());
        assertNothingIsServed(cache);
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsServedOfWhatTheLoaderDoesNotFindForAProcessor(Place place) {
        Cache<String, String> cache = expired(place);
        loading.failWith(null);
        loading.findNothing();
        assertThat(cache.<@Nullable String>invoke("k", (entry, none) -> entry.getValue()))
                .isNull();
        assertThat(loading.events).containsExactly("EXPIRED k old");
        loading.failWith(down());
        assertNothingIsServed(cache);
    }

    @ParameterizedTest
    @CsvSource({"BY_VALUE, true", "BY_VALUE, false", "BY_REFERENCE, true", "BY_REFERENCE, false"})
    void nothingIsServedOfWhatLoadAllDoesNotFind(Place place, boolean replace) throws Exception {
        Cache<String, String> cache = expired(place);
        loading.failWith(null);
        loading.findNothing();
        CompletionListenerFuture loaded = new CompletionListenerFuture();
        cache.loadAll(Set.of("k"), replace, loaded);
        loaded.get(60, TimeUnit.SECONDS);
        assertThat(loading.events).containsExactly("EXPIRED k old");
        loading.failWith(down());
        assertNothingIsServed(cache);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void loaderThatAsksTheCacheForItsOwnKeyIsNotServed(boolean bulk) {
        AtomicReference<Cache<String, String>> itself = new AtomicReference<>();
        AskingLoader loader = new AskingLoader(itself::get);
        Cache<String, String> cache =
                rig.create("orders", configuration(Place.BY_VALUE).setCacheLoaderFactory(Journal.one(loader)));
        itself.set(cache);
        cache.put("k", "old");
        rig.clock.advance(LIFE);
        Object served = bulk ? cache.getAll(Set.of("k")).get("k") : cache.get("k");
        assertThat(served).as("as its loader fails").isEqualTo("old");
        assertThat(cache.containsKey("k")).isFalse();
    }

    /** A loader that believes that the cache knows better. */
    private record AskingLoader(Supplier<Cache<String, String>> cache) implements CacheLoader<String, String> {
        @Override
        public String load(String key) {
            return cache.get().get(key);
        }

        @Override
        public Map<String, String> loadAll(Iterable<? extends String> keys) {
            return cache.get().getAll(Set.copyOf(Rig.listOf(keys)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void withoutGraceNothingIsServed(Place place) {
        Cache<String, String> cache = expired(loaded(place));
        assertNothingIsServed(cache);
        assertThat(cache.containsKey("k")).isFalse();
        assertThat(storage(cache).getEntries()).isZero();
    }

    /** What asks for a live entry, and must find none. */
    enum Look {
        CONTAINS_KEY,
        ITERATE,
        REPLACE,
        REPLACE_EQUAL,
        GET_AND_REPLACE,
        REMOVE_EQUAL,
        INVOKE_EXISTS,
        LOAD_ALL;

        void at(Cache<String, String> cache) {
            switch (this) {
                case CONTAINS_KEY -> assertThat(cache.containsKey("k")).isFalse();
                case ITERATE -> assertThat(Rig.listOf(cache)).isEmpty();
                case REPLACE -> assertThat(cache.replace("k", "new")).isFalse();
                case REPLACE_EQUAL ->
                    assertThat(cache.replace("k", "old", "new")).isFalse();
                case GET_AND_REPLACE ->
                    assertThat(cache.getAndReplace("k", "new")).isNull();
                case REMOVE_EQUAL -> assertThat(cache.remove("k", "old")).isFalse();
                case INVOKE_EXISTS ->
                    assertThat(cache.<Boolean>invoke("k", (entry, none) -> entry.exists()))
                            .isFalse();
                case LOAD_ALL -> {
                    CompletionListenerFuture done = new CompletionListenerFuture();
                    cache.loadAll(Set.of("k"), false, done);
                    assertThatThrownBy(done::get).isInstanceOf(ExecutionException.class);
                }
            }
        }
    }

    static Stream<Arguments> placesAndLooks() {
        return Stream.of(Place.values())
                .flatMap(place -> Stream.of(Look.values())
                        .flatMap(look -> Stream.of(true, false).map(heard -> Arguments.of(place, look, heard))));
    }

    @ParameterizedTest
    @MethodSource("placesAndLooks")
    void toAllOthersItIsExpiredAndWhoLooksLeavesItWhereItIs(Place place, Look look, boolean heard) {
        LarderConfiguration<String, String> configuration = configuration(place);
        if (!heard) { // an operation then is one step of the store
            configuration.removeCacheEntryListenerConfiguration(configuration
                    .getCacheEntryListenerConfigurations()
                    .iterator()
                    .next());
        }
        Cache<String, String> cache = expired(configuration);
        look.at(cache);
        assertThat(loading.events).isEmpty();
        assertThat(cache.get("k")).isEqualTo("old");
        rig.clock.advance(GRACE);
        look.at(cache);
        assertNothingIsServed(cache);
    }

    /** What ends an entry for good. */
    enum End {
        REMOVE,
        GET_AND_REMOVE,
        REMOVE_ALL_OF,
        REMOVE_ALL,
        CLEAR,
        REMOVE_IF,
        INVOKE_REMOVE;

        void of(Cache<String, String> cache) {
            switch (this) {
                case REMOVE -> assertThat(cache.remove("k")).isFalse();
                case GET_AND_REMOVE -> assertThat(cache.getAndRemove("k")).isNull();
                case REMOVE_ALL_OF -> cache.removeAll(Set.of("k"));
                case REMOVE_ALL -> cache.removeAll();
                case CLEAR -> cache.clear();
                case REMOVE_IF ->
                    assertThat(KeyRemoval.of(cache).removeIf("k"::equals)).isZero();
                case INVOKE_REMOVE ->
                    cache.<@Nullable Void>invoke("k", (entry, none) -> {
                        entry.remove();
                        return null;
                    });
            }
        }
    }

    static Stream<Arguments> placesAndEnds() {
        return Stream.of(Place.values())
                .flatMap(place -> Stream.of(End.values())
                        .flatMap(end -> Stream.of(true, false).map(heard -> Arguments.of(place, end, heard))));
    }

    @ParameterizedTest
    @MethodSource("placesAndEnds")
    void whatSomebodyTookAwayIsNotServed(Place place, End end, boolean heard) {
        LarderConfiguration<String, String> configuration = configuration(place);
        if (!heard) {
            configuration.removeCacheEntryListenerConfiguration(configuration
                    .getCacheEntryListenerConfigurations()
                    .iterator()
                    .next());
        }
        Cache<String, String> cache = expired(configuration);
        end.of(cache);
        assertThat(loading.events).isEqualTo(end == End.CLEAR || !heard ? List.of() : List.of("EXPIRED k old"));
        assertNothingIsServed(cache);
        assertThat(storage(cache).getEntries()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsPutIsACreation(Place place) {
        Cache<String, String> cache = expired(place);
        assertThat(cache.getAndPut("k", "new")).isNull();
        assertThat(loading.events).containsExactly("EXPIRED k old", "CREATED k new");
        assertThat(cache.get("k")).isEqualTo("new");
        rig.clock.advance(LIFE);
        assertThat(cache.putIfAbsent("k", "newer")).isTrue();
        assertThat(cache.get("k")).isEqualTo("newer");
        assertThat(storage(cache).getStaleHits()).isZero();
    }

    @ParameterizedTest
    @MethodSource("placesAndThreads")
    void allWhoWaitForTheLoadThatFailsAreServed(Place place, Kind kind) throws Exception {
        Cache<String, String> cache = expired(place);
        loading.hold();
        List<FutureTask<@Nullable String>> readers = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            FutureTask<@Nullable String> reader = new FutureTask<>(() -> cache.get("k"));
            readers.add(reader);
            threads.add(kind.start(reader));
        }
        loading.awaitBegun();
        await().until(() -> threads.stream().allMatch(Threads::isAtRest));
        loading.letAllEnd();
        for (FutureTask<@Nullable String> reader : readers) {
            assertThat(reader.get(60, TimeUnit.SECONDS)).isEqualTo("old");
        }
        assertThat(loading.asked).containsExactly("k");
        assertThat(storage(cache).getStaleHits()).isEqualTo(8);
    }

    @ParameterizedTest
    @EnumSource
    void whatWasPutWhileTheLoaderWasFailingIsServed(Place place) throws Exception {
        Cache<String, String> cache = rig.create("orders", configuration(place));
        cache.put("k", "old");
        rig.clock.advance(LIFE);
        loading.hold();
        loading.failWith(down());
        FutureTask<@Nullable String> reader = Threads.start(() -> cache.get("k"));
        loading.awaitBegun();
        FutureTask<?> writer = new FutureTask<>(() -> cache.put("k", "new"), "");
        Thread thread = Kind.PLATFORM.start(writer);
        await().until(() -> thread.getState() == Thread.State.WAITING);
        loading.letAllEnd();
        writer.get(60, TimeUnit.SECONDS);
        assertThat(reader.get(60, TimeUnit.SECONDS)).isIn("old", "new");
        assertThat(cache.get("k")).isEqualTo("new");
    }

    @ParameterizedTest
    @EnumSource
    void getAllIsServedOnlyIfEachKeyThatIsMissingIs(Place place) {
        Cache<String, String> cache = rig.create("orders", configuration(place));
        cache.put("k", "old");
        cache.put("l", "old");
        rig.clock.advance(LIFE);
        cache.put("alive", "v");
        loading.failWith(down());
        assertThat(cache.getAll(Set.of("k", "l", "alive")))
                .containsOnly(Map.entry("k", "old"), Map.entry("l", "old"), Map.entry("alive", "v"));
        assertThat(storage(cache).getStaleHits()).isEqualTo(2);
        assertThatThrownBy(() -> cache.getAll(Set.of("k", "l", "alive", "none")))
                .isInstanceOf(CacheLoaderException.class);
        assertThat(storage(cache).getStaleHits()).isEqualTo(2);
        assertThat(cache.getAll(Set.of("k"))).containsOnly(Map.entry("k", "old"));
        rig.clock.advance(GRACE);
        assertThatThrownBy(() -> cache.getAll(Set.of("k"))).isInstanceOf(CacheLoaderException.class);
    }

    @Test
    void processorsAreServedNothing() {
        Cache<String, String> cache = expired(Place.BY_VALUE);
        assertThatThrownBy(() -> cache.<@Nullable String>invoke("k", (entry, none) -> entry.getValue()))
                .hasStackTraceContaining("the database is down");
        assertThat(cache.get("k")).isEqualTo("old");
    }

    @Test
    void anErrorOfTheLoaderPasses() {
        Cache<String, String> cache = rig.create(
                "orders", configuration(Place.BY_VALUE).setCacheLoaderFactory(Journal.one(new BrokenLoader())));
        cache.put("k", "old");
        rig.clock.advance(LIFE);
        assertThatThrownBy(() -> cache.get("k")).isInstanceOf(StackOverflowError.class);
    }

    /** A loader that ends with an error. */
    private static final class BrokenLoader implements CacheLoader<String, String> {
        @Override
        public String load(String key) {
            throw new StackOverflowError("of one thread");
        }

        @Override
        public Map<String, String> loadAll(Iterable<? extends String> keys) {
            throw new StackOverflowError("of one thread");
        }
    }

    @ParameterizedTest
    @EnumSource
    void sweeperWaitsUntilTheGraceIsOver(Place place) {
        rig.close();
        rig = new Rig(Duration.ofMillis(1), directory);
        Cache<String, String> cache = rig.create("orders", configuration(place));
        cache.put("a", "old");
        rig.clock.advance(Duration.ofSeconds(10));
        cache.put("b", "old");
        rig.clock.advance(Duration.ofSeconds(10));
        cache.put("k", "old");
        loading.failWith(down());
        loading.events.clear();
        rig.clock.advance(LIFE.plus(GRACE).minus(Duration.ofSeconds(20)));
        await().until(() -> loading.events.contains("EXPIRED a old"));
        assertThat(cache.get("k")).isEqualTo("old");
        rig.clock.advance(Duration.ofSeconds(10));
        await().until(() -> loading.events.contains("EXPIRED b old"));
        assertThat(cache.get("k")).isEqualTo("old");
        assertThat(loading.events).containsExactly("EXPIRED a old", "EXPIRED b old");
        rig.clock.advance(Duration.ofSeconds(10));
        await().until(() -> loading.events.contains("EXPIRED k old"));
        assertThat(storage(cache).getEntries()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void sweeperThatNobodyHearsWaitsToo(Place place) {
        rig.close();
        rig = new Rig(Duration.ofMillis(1), directory);
        LarderConfiguration<String, String> configuration = configuration(place);
        configuration.removeCacheEntryListenerConfiguration(
                configuration.getCacheEntryListenerConfigurations().iterator().next());
        Cache<String, String> cache = rig.create("orders", configuration);
        cache.put("a", "old");
        rig.clock.advance(Duration.ofSeconds(10));
        cache.put("k", "old");
        loading.failWith(down());
        rig.clock.advance(LIFE.plus(GRACE).minus(Duration.ofSeconds(10)));
        await().until(() -> storage(cache).getEntries() == 1);
        assertThat(cache.get("k")).isEqualTo("old");
        rig.clock.advance(Duration.ofSeconds(10));
        await().until(() -> storage(cache).getEntries() == 0);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ANY, names = ".*FILES")
    void itIsThereAfterARestart(Place place) {
        Cache<String, String> cache = expired(place);
        cache.close();
        Cache<String, String> again = rig.create("orders", configuration(place));
        assertThat(again.get("k")).isEqualTo("old");
        rig.clock.advance(GRACE);
        assertNothingIsServed(again);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ANY, names = ".*FILES")
    void afterARestartWithoutGraceItIsNotServed(Place place) {
        Cache<String, String> cache = expired(place);
        cache.close();
        Cache<String, String> again = rig.create("orders", loaded(place));
        assertNothingIsServed(again);
        assertThat(again.containsKey("k")).isFalse();
        again.close();
        assertNothingIsServed(rig.create("orders", configuration(place)));
    }
}
