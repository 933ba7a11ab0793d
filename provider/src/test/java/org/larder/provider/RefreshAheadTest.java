package org.larder.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.configuration.Factory;
import javax.cache.expiry.AccessedExpiryPolicy;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.EternalExpiryPolicy;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.expiry.ModifiedExpiryPolicy;
import javax.cache.expiry.TouchedExpiryPolicy;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CompletionListenerFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.larder.LarderConfiguration;
import org.larder.expiry.ExpiryDate;
import org.larder.expiry.PerEntryExpiry;
import org.larder.expiry.TimeOfDay;
import org.larder.expiry.TimeToLive;
import org.larder.provider.Rig.Place;
import org.larder.provider.Threads.Kind;
import org.larder.provider.log.LogCapture;

/** Entries that are read shortly before their end are reloaded in the background. */
@Timeout(300)
class RefreshAheadTest extends LoadedEntries {

    private static final Duration DUE = Duration.ofSeconds(81);
    private static final String LOGGER = "org.larder.provider.entry.RefreshAhead";

    private LarderConfiguration<String, String> configuration(Place place) {
        return loaded(place).setRefreshAhead(0.8);
    }

    private Cache<String, String> cache(Place place) {
        return rig.create("orders", configuration(place));
    }

    /** Waits until no thread of the cache is at work, nor will be. */
    private void awaitIdle() {
        CompletionListenerFuture behindAllOthers = new CompletionListenerFuture();
        rig.manager.getCache("orders").loadAll(Set.of(), false, behindAllOthers);
        await().until(behindAllOthers::isDone);
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("larder-loader-orders"))
                .allMatch(RefreshAheadTest::isIdle));
    }

    private static boolean isIdle(Thread thread) {
        return thread.getState() == Thread.State.TIMED_WAITING
                && Arrays.stream(thread.getStackTrace())
                        .anyMatch(frame -> frame.getMethodName().equals("getTask"));
    }

    /** Loads a key, lets it come near its end, and lets somebody read it while the loader waits. */
    private Cache<String, String> beingReloaded(Place place) {
        Cache<String, String> cache = cache(place);
        assertThat(cache.get("k")).isEqualTo("v1");
        rig.clock.advance(DUE);
        loading.hold();
        assertThat(cache.get("k")).isEqualTo("v1");
        loading.awaitBegun();
        loading.events.clear();
        return cache;
    }

    private void letEnd() {
        loading.letAllEnd();
        awaitIdle();
    }

    @ParameterizedTest
    @EnumSource
    void entryThatIsReadNearItsEndIsServedAndReloaded(Place place) {
        Cache<String, String> cache = cache(place);
        assertThat(cache.get("k")).isEqualTo("v1");
        rig.clock.advance(Duration.ofSeconds(80));
        assertThat(cache.get("k")).isEqualTo("v1");
        awaitIdle();
        assertThat(loading.asked).containsExactly("k");
        rig.clock.advance(Duration.ofSeconds(1));
        assertThat(cache.get("k")).isEqualTo("v1");
        awaitIdle();
        assertThat(loading.asked).containsExactly("k", "k");
        assertThat(cache.get("k")).isEqualTo("v2");
        rig.clock.advance(Duration.ofSeconds(99));
        assertThat(cache.containsKey("k")).isTrue();
        rig.clock.advance(Duration.ofSeconds(1));
        assertThat(cache.containsKey("k")).isFalse();
        assertThat(loading.events).containsExactly("CREATED k v1", "UPDATED k v2 was v1", "EXPIRED k v2");
        assertThat(rig.counts("orders")).containsExactly(3L, 1L, 0L, 0L);
        assertThat(storage(cache).getRefreshes()).isEqualTo(1);
        assertThat(storage(cache).getRefreshFailures()).isZero();
        assertThat(storage(cache).getLoads()).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("placesAndThreads")
    void anEntryIsReloadedOnceHoweverManyReadIt(Place place, Kind kind) throws Exception {
        Cache<String, String> cache = beingReloaded(place);
        assertThat(Threads.together(kind, 32, i -> () -> cache.get("k"))).containsOnly("v1");
        letEnd();
        assertThat(loading.asked).containsExactly("k", "k");
        assertThat(Threads.together(kind, 32, i -> () -> cache.get("k"))).containsOnly("v2");
        assertThat(storage(cache).getRefreshes()).isEqualTo(1);
    }

    static Stream<Arguments> placesAndMeanwhiles() {
        return Stream.of(Place.values())
                .flatMap(place -> Stream.of(Meanwhile.values()).map(meanwhile -> Arguments.of(place, meanwhile)));
    }

    private static List<String> values(Cache<String, String> cache) {
        return Rig.listOf(cache).stream().map(Cache.Entry::getValue).toList();
    }

    @ParameterizedTest
    @MethodSource("placesAndMeanwhiles")
    void whateverCameMeanwhileHolds(Place place, Meanwhile meanwhile) {
        Cache<String, String> cache = beingReloaded(place);
        meanwhile.happenTo(cache);
        List<String> before = values(cache);
        letEnd();
        assertThat(values(cache)).isEqualTo(before);
        assertThat(loading.events).isEqualTo(meanwhile.events());
        assertThat(storage(cache).getRefreshes()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("placesAndMeanwhiles")
    void whateverCameMeanwhileHoldsWhenNothingWasFound(Place place, Meanwhile meanwhile) {
        Cache<String, String> cache = beingReloaded(place);
        loading.findNothing();
        meanwhile.happenTo(cache);
        List<String> before = values(cache);
        letEnd();
        assertThat(values(cache)).isEqualTo(before);
        assertThat(loading.events).isEqualTo(meanwhile.events());
    }

    @ParameterizedTest
    @EnumSource
    void entryForWhichNothingIsFoundIsRemoved(Place place) {
        Cache<String, String> cache = beingReloaded(place);
        loading.findNothing();
        letEnd();
        assertThat(cache.containsKey("k")).isFalse();
        assertThat(loading.events).containsExactly("REMOVED k v1");
        assertThat(rig.counts("orders")).containsExactly(1L, 1L, 0L, 1L);
        assertThat(storage(cache).getRefreshFailures()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void entryThatCannotBeReloadedStaysUntilItsEnd(Place place) {
        Cache<String, String> cache = cache(place);
        cache.get("k");
        rig.clock.advance(DUE);
        loading.failWith(new IllegalStateException("the database is down"));
        try (LogCapture log = new LogCapture(LOGGER)) {
            for (int i = 0; i < 3; i++) {
                assertThat(cache.get("k")).isEqualTo("v1");
                awaitIdle();
            }
            assertThat(log.messages())
                    .singleElement()
                    .asString()
                    .contains("cache 'orders'")
                    .contains("the database is down");
        }
        assertThat(storage(cache).getRefreshes()).isEqualTo(3);
        assertThat(storage(cache).getRefreshFailures()).isEqualTo(3);
        assertThat(storage(cache).getLoadFailures()).isEqualTo(3);
        assertThat(loading.events).containsExactly("CREATED k v1");
        rig.clock.advance(LIFE.minus(DUE));
        assertThat(cache.containsKey("k")).isFalse();
    }

    @ParameterizedTest
    @MethodSource("placesAndThreads")
    void whoMissesWhileItIsReloadedSharesWhatComes(Place place, Kind kind) throws Exception {
        Cache<String, String> cache = beingReloaded(place);
        rig.clock.advance(LIFE.minus(DUE));
        FutureTask<@Nullable String> reader = parked(kind, cache);
        letEnd();
        assertThat(reader.get(60, TimeUnit.SECONDS)).isEqualTo("v2");
        assertThat(loading.asked).containsExactly("k", "k");
        assertThat(loading.events).containsExactly("EXPIRED k v1", "CREATED k v2");
        assertThat(rig.counts("orders")).containsExactly(1L, 2L, 0L, 0L);
    }

    @ParameterizedTest
    @MethodSource("placesAndThreads")
    void whoMissesBecauseItWasRemovedLoadsAnew(Place place, Kind kind) throws Exception {
        Cache<String, String> cache = beingReloaded(place);
        cache.remove("k");
        FutureTask<@Nullable String> reader = parked(kind, cache);
        letEnd();
        assertThat(reader.get(60, TimeUnit.SECONDS)).isEqualTo("v3");
        assertThat(loading.asked).containsExactly("k", "k", "k");
        assertThat(cache.get("k")).isEqualTo("v3");
    }

    private static FutureTask<@Nullable String> parked(Kind kind, Cache<String, String> cache) {
        FutureTask<@Nullable String> reader = new FutureTask<>(() -> cache.get("k"));
        Thread thread = kind.start(reader);
        await().until(() -> thread.getState() == Thread.State.WAITING);
        return reader;
    }

    @ParameterizedTest
    @EnumSource
    void entryThatEndsWhileItIsReloadedAndThatSomebodyTookAwayIsNotStored(Place place) {
        Cache<String, String> cache = beingReloaded(place);
        rig.clock.advance(LIFE.minus(DUE));
        assertThat(cache.containsKey("k")).isFalse();
        letEnd();
        assertThat(cache.containsKey("k")).isFalse();
        assertThat(loading.events).containsExactly("EXPIRED k v1");
    }

    @ParameterizedTest
    @EnumSource
    void getAllHasItsHitsReloadedAndOthersReadWithoutReloading(Place place) {
        Cache<String, String> cache = cache(place);
        cache.put("a", "old");
        cache.put("b", "old");
        rig.clock.advance(DUE);
        assertThat(cache.containsKey("a")).isTrue();
        assertThat(Rig.listOf(cache)).hasSize(2);
        assertThat(cache.<@Nullable String>invoke("a", (entry, none) -> entry.getValue()))
                .isEqualTo("old");
        assertThat(cache.putIfAbsent("a", "other")).isFalse();
        awaitIdle();
        assertThat(loading.asked).isEmpty();
        assertThat(cache.getAll(Set.of("a", "b"))).hasSize(2).containsValue("old");
        awaitIdle();
        assertThat(loading.asked).containsExactlyInAnyOrder("a", "b");
    }

    static Stream<Factory<? extends ExpiryPolicy>> suitable() {
        javax.cache.expiry.Duration life = new javax.cache.expiry.Duration(TimeUnit.SECONDS, LIFE.toSeconds());
        return Stream.of(
                TimeToLive.of(LIFE), CreatedExpiryPolicy.factoryOf(life), ModifiedExpiryPolicy.factoryOf(life));
    }

    @ParameterizedTest
    @MethodSource("suitable")
    void whatIsReloadedLivesAsLongAsWhatIsNew(Factory<? extends ExpiryPolicy> expiry) {
        Cache<String, String> cache =
                rig.create("orders", configuration(Place.BY_VALUE).setExpiryPolicyFactory(expiry));
        cache.get("k");
        rig.clock.advance(DUE);
        cache.get("k");
        awaitIdle();
        rig.clock.advance(LIFE.minusMillis(1));
        assertThat(cache.containsKey("k")).isTrue();
        rig.clock.advance(Duration.ofMillis(1));
        assertThat(cache.containsKey("k")).isFalse();
    }

    @Test
    void entryWithAnExpiryOfItsOwnIsReloadedWhenAsLittleIsLeftAsOfOthers() {
        Cache<String, String> cache = cache(Place.BY_VALUE);
        Cache<String, String> brief = PerEntryExpiry.of(cache).with(TimeToLive.ofSeconds(30));
        brief.put("k", "brief");
        rig.clock.advance(Duration.ofSeconds(10));
        assertThat(brief.get("k")).isEqualTo("brief");
        awaitIdle();
        assertThat(loading.asked).isEmpty();
        rig.clock.advance(Duration.ofMillis(1));
        assertThat(brief.get("k")).isEqualTo("brief");
        awaitIdle();
        assertThat(brief.get("k")).isEqualTo("v1");
        rig.clock.advance(LIFE.minusMillis(1));
        assertThat(cache.containsKey("k")).isTrue();
        rig.clock.advance(Duration.ofMillis(1));
        assertThat(cache.containsKey("k")).isFalse();
    }

    static Stream<Arguments> unsuitable() {
        javax.cache.expiry.Duration life = javax.cache.expiry.Duration.ONE_MINUTE;
        Factory<ExpiryPolicy> own = UserPolicy::new;
        return Stream.of(
                Arguments.of(EternalExpiryPolicy.factoryOf(), "EternalExpiryPolicy"),
                Arguments.of(CreatedExpiryPolicy.factoryOf(javax.cache.expiry.Duration.ETERNAL), "CreatedExpiryPolicy"),
                Arguments.of(AccessedExpiryPolicy.factoryOf(life), "AccessedExpiryPolicy"),
                Arguments.of(TouchedExpiryPolicy.factoryOf(life), "TouchedExpiryPolicy"),
                Arguments.of(ExpiryDate.parse("12-31-2026"), "ExpiryDate"),
                Arguments.of(TimeOfDay.of(LocalTime.MIDNIGHT), "TimeOfDay"),
                Arguments.of(TimeToLive.of(Duration.ofSeconds(Long.MAX_VALUE)), "TimeToLive"),
                Arguments.of(own, "UserPolicy"));
    }

    private static final class UserPolicy implements ExpiryPolicy {
        @Override
        public javax.cache.expiry.Duration getExpiryForCreation() {
            return javax.cache.expiry.Duration.ONE_MINUTE;
        }

        @Override
        public javax.cache.expiry.@Nullable Duration getExpiryForAccess() {
            return null;
        }

        @Override
        public javax.cache.expiry.@Nullable Duration getExpiryForUpdate() {
            return null;
        }
    }

    @ParameterizedTest
    @MethodSource("unsuitable")
    void expiryUnderWhichNobodyKnowsLivesIsRefused(Factory<? extends ExpiryPolicy> expiry, String name) {
        LarderConfiguration<String, String> configuration =
                configuration(Place.BY_VALUE).setExpiryPolicyFactory(expiry);
        assertThatThrownBy(() -> rig.create("orders", configuration))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("cache 'orders': refreshAhead is 0.8")
                .hasMessageContaining(name)
                .hasMessageContaining("use TimeToLive");
        assertThat(rig.create("orders", new LarderConfiguration<>(configuration(Place.BY_VALUE))))
                .isNotNull();
    }

    @Test
    void keyThatItsCallerWritesOverIsReloadedAsItWas() {
        Cache<byte[], String> cache = rig.create(
                "orders",
                Rig.Storage.BY_VALUE.apply(new LarderConfiguration<byte[], String>()
                        .setTypes(byte[].class, String.class)
                        .setReadThrough(true)
                        .setCacheLoaderFactory(Journal.one(new LoaderOfBytes(loading)))
                        .setExpiryPolicyFactory(TimeToLive.of(LIFE))
                        .setRefreshAhead(0.8)));
        cache.put(new byte[] {1}, "old");
        rig.clock.advance(DUE);
        loading.hold();
        byte[] buffer = {1};
        assertThat(cache.get(buffer)).isEqualTo("old");
        loading.awaitBegun();
        buffer[0] = 2;
        letEnd();
        assertThat(cache.get(new byte[] {1})).isEqualTo("v1 of [1]");
        assertThat(cache.containsKey(new byte[] {2})).isFalse();
    }

    /** A loader whose values tell the key, as it is when another loader is done. */
    private record LoaderOfBytes(LoadingCache first) implements CacheLoader<byte[], String> {
        @Override
        public String load(byte[] key) {
            return first.load("bytes") + " of " + Arrays.toString(key);
        }

        @Override
        public Map<byte[], String> loadAll(Iterable<? extends byte[]> keys) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void notMoreThanAThousandAreReloadedAtATime() {
        Cache<String, String> cache = cache(Place.BY_REFERENCE);
        IntStream.range(0, 1_200).forEach(i -> cache.put("k" + i, "old"));
        rig.clock.advance(DUE);
        loading.hold();
        IntStream.range(0, 1_200).forEach(i -> assertThat(cache.get("k" + i)).isEqualTo("old"));
        loading.awaitBegun();
        letEnd();
        assertThat(loading.asked).hasSize(1_000);
        IntStream.range(0, 1_200).forEach(i -> cache.get("k" + i));
        awaitIdle();
        assertThat(loading.asked).hasSize(1_200);
    }

    @Test
    void nothingIsWrittenThrough() {
        WriterOfNothing writer = new WriterOfNothing();
        Cache<String, String> cache = rig.create(
                "orders",
                configuration(Place.BY_VALUE).setWriteThrough(true).setCacheWriterFactory(Journal.one(writer)));
        cache.get("k");
        cache.get("l");
        rig.clock.advance(DUE);
        cache.get("k");
        awaitIdle();
        assertThat(cache.get("k")).isEqualTo("v3");
        loading.findNothing();
        cache.get("l");
        awaitIdle();
        assertThat(cache.containsKey("l")).isFalse();
    }

    @Test
    void loaderThatReadsTheCacheItselfDoesSoInTheBackgroundToo() {
        AtomicReference<Cache<String, String>> itself = new AtomicReference<>();
        Cache<String, String> cache = rig.create(
                "orders",
                configuration(Place.BY_VALUE).setCacheLoaderFactory(Journal.one(new LoaderOfPairs(itself::get))));
        itself.set(cache);
        cache.put("k", "old");
        rig.clock.advance(DUE);
        assertThat(cache.get("k")).isEqualTo("old");
        awaitIdle();
        assertThat(cache.get("k")).isEqualTo("k of root");
        assertThat(cache.containsKey("root")).isTrue();
    }

    /** A loader that gets the half of each value from the cache. */
    private record LoaderOfPairs(Supplier<Cache<String, String>> cache) implements CacheLoader<String, String> {
        @Override
        public String load(String key) {
            return key.equals("root") ? "root" : key + " of " + cache.get().get("root");
        }

        @Override
        public Map<String, String> loadAll(Iterable<? extends String> keys) {
            throw new UnsupportedOperationException();
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ANY, names = ".*FILES")
    void whatAnotherOpenerOfTheFilesDoesMeanwhileHolds(Place place) {
        Cache<String, String> cache = beingReloaded(place);
        try (LarderCachingProvider other = new LarderCachingProvider(rig.clock, Duration.ofDays(365))) {
            Cache<String, String> theirs = other.getCacheManager(
                            rig.manager.getURI(), getClass().getClassLoader(), rig.manager.getProperties())
                    .createCache("orders", place.strings().setExpiryPolicyFactory(TimeToLive.of(LIFE)));
            assertThat(theirs.get("k")).isEqualTo("v1");
            theirs.put("k", "theirs");
            letEnd();
            assertThat(cache.get("k")).isEqualTo("theirs");
            assertThat(theirs.get("k")).isEqualTo("theirs");
        }
    }

    @ParameterizedTest
    @EnumSource
    void cacheThatIsClosedWaitsForWhatIsBeingReloadedAndDropsWhatIsNot(Place place) throws Exception {
        Cache<String, String> cache = beingReloaded(place);
        for (int i = 0; i < 10; i++) {
            cache.put("k" + i, "old");
        }
        rig.clock.advance(DUE);
        for (int i = 0; i < 10; i++) {
            cache.get("k" + i);
        }
        try (LogCapture log = new LogCapture(LOGGER);
                LogCapture loads = new LogCapture("org.larder.provider.integration.AsyncLoads")) {
            FutureTask<?> closing = new FutureTask<>(rig.provider::close, "");
            Thread thread = Kind.PLATFORM.start(closing);
            await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
            loading.letAllEnd();
            closing.get(60, TimeUnit.SECONDS);
            assertThat(log.messages()).isEmpty();
            assertThat(loads.messages()).isEmpty();
        }
        assertThat(loading.asked).hasSizeLessThanOrEqualTo(1 + 4);
        assertThat(cache.isClosed()).isTrue();
    }
}
