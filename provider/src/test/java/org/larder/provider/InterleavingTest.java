package org.larder.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryExpiredListener;
import javax.cache.expiry.CreatedExpiryPolicy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.larder.LarderConfiguration;
import org.larder.codec.Codec;
import org.larder.management.CacheStorageMXBean;
import org.larder.provider.Rig.Storage;
import org.larder.provider.Step.Kind;

/**
 * Two operations on one key, one of them in the middle of the other: what they return and leave must be explained by one
 * order or the other. Little here is left to luck: the clock, a processor and a codec, which an operation calls between
 * its steps, let the second one in.
 */
@Timeout(300)
class InterleavingTest {

    private static final int KEY = 1;
    private static final int OTHER_KEY = 2;
    private static final int INITIAL = 10;
    private static final Set<Kind> OPERATIONS = EnumSet.complementOf(EnumSet.of(Kind.FLOOD));
    private static final Set<Kind> CHANGES = EnumSet.complementOf(EnumSet.of(Kind.GET, Kind.CONTAINS_KEY, Kind.FLOOD));

    /** How long an operation may take before it counts as one that waits for the other. */
    private static final long SOON_MILLIS = 10;

    private final LetIn clock = new LetIn();
    private final LarderCachingProvider provider = new LarderCachingProvider(clock, Duration.ofMillis(1));

    @AfterEach
    void close() {
        provider.close();
    }

    /** A manual clock that lets something happen when a certain thread asks for the time for the n-th time. */
    private static final class LetIn implements InstantSource {
        private final ManualClock time = new ManualClock();
        private volatile @Nullable Thread watched;
        private int looksBefore;
        private Runnable what = () -> {};

        @Override
        public Instant instant() {
            if (Thread.currentThread().equals(watched) && looksBefore-- == 0) {
                what.run();
            }
            return time.instant();
        }

        void atLook(int look, Runnable happens) {
            looksBefore = look;
            what = happens;
            watched = Thread.currentThread();
        }

        /** Ends it; whether it has happened. */
        boolean end() {
            watched = null;
            return looksBefore < 0;
        }
    }

    static Stream<Arguments> settings() {
        return Stream.of(Storage.values())
                .flatMap(storage -> Stream.of(false, true).map(listening -> Arguments.of(storage, listening)));
    }

    private Cache<Integer, Integer> cache(Storage storage, boolean listening) {
        LarderConfiguration<Integer, Integer> configuration =
                storage.apply(new LarderConfiguration<Integer, Integer>().setTypes(Integer.class, Integer.class));
        configuration.setExpiryPolicyFactory(CreatedExpiryPolicy.factoryOf(javax.cache.expiry.Duration.ONE_DAY));
        if (listening) {
            CacheEntryCreatedListener<Integer, Integer> listener = events -> {};
            configuration.addCacheEntryListenerConfiguration(
                    new MutableCacheEntryListenerConfiguration<>(Journal.one(listener), null, false, true));
        }
        return provider.getCacheManager().createCache("interleaved", configuration);
    }

    @ParameterizedTest
    @MethodSource("settings")
    void whatHappensWhenAnOperationAsksForTheTimeLeavesItWhole(Storage storage, boolean listening) throws Exception {
        Cache<Integer, Integer> cache = cache(storage, listening);
        int letIn = 0;
        for (Kind kind : OPERATIONS) {
            for (Kind within : List.of(Kind.PUT, Kind.REMOVE)) {
                for (Integer initial : Arrays.asList(null, INITIAL)) {
                    for (int look = 0; letInAt(look, cache, initial, kind, within); look++) {
                        letIn++;
                    }
                }
            }
        }
        assertThat(letIn).isGreaterThan(OPERATIONS.size());
    }

    /** Whether the operation asked for the time so often that the other one was let in. */
    private boolean letInAt(
            int look, Cache<Integer, Integer> cache, @Nullable Integer initial, Kind kind, Kind withinKind)
            throws Exception {
        start(cache, initial);
        FutureTask<Step> within = new FutureTask<>(() -> Step.carryOut(withinKind, cache, KEY, INITIAL, 30));
        clock.atLook(look, () -> {
            Threads.Kind.PLATFORM.start(within);
            awaitSoon(within);
        });
        Step step = Step.carryOut(kind, cache, KEY, INITIAL, 20);
        if (!clock.end()) {
            return false;
        }
        assertExplained(initial, step, within.get(60, TimeUnit.SECONDS), cache.get(KEY));
        return true;
    }

    private static void start(Cache<Integer, Integer> cache, @Nullable Integer initial) {
        cache.remove(KEY);
        if (initial != null) {
            cache.put(KEY, initial);
        }
    }

    /** Waits for an operation, but not if it is one that must wait itself. */
    private static void awaitSoon(FutureTask<?> task) {
        try {
            task.get(SOON_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return; // it waits for a lock, or is slow; either way what comes of it must be explained
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertExplained(@Nullable Integer initial, Step one, Step other, @Nullable Integer last) {
        assertThat(leads(initial, one, other, last) || leads(initial, other, one, last))
                .as("from %s by %s and %s to %s", initial, one, other, last)
                .isTrue();
    }

    private static boolean leads(@Nullable Integer from, Step first, Step second, @Nullable Integer to) {
        Integer between = first.after(from);
        return first.fits(from) && second.fits(between) && Objects.equals(second.after(between), to);
    }

    /** The processors of two keys need each other's key, so that one of them is let in although it is locked. */
    @ParameterizedTest
    @MethodSource("settings")
    void processorWhoseEntryWasChangedMeanwhileRunsAgain(Storage storage, boolean listening) throws Exception {
        Cache<Integer, Integer> cache = cache(storage, listening);
        for (Kind processor : List.of(Kind.INVOKE_SET, Kind.INVOKE_REMOVE)) {
            for (Kind within : CHANGES) {
                for (Integer initial : Arrays.asList(null, INITIAL)) {
                    start(cache, initial);
                    letInto(processor, within, cache, initial);
                }
            }
        }
    }

    private static void letInto(
            Kind processor, Kind withinKind, Cache<Integer, Integer> cache, @Nullable Integer initial)
            throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        FutureTask<@Nullable Integer> first = new FutureTask<>(() -> cache.invoke(KEY, (entry, none) -> {
            Integer before = entry.exists() ? entry.getValue() : null;
            if (inside.getCount() > 0) {
                inside.countDown();
                cache.put(OTHER_KEY, 0); // waits for the one below
            }
            if (processor == Kind.INVOKE_SET) {
                entry.setValue(20);
            } else {
                entry.remove();
            }
            return before;
        }));
        AtomicReference<@Nullable Step> within = new AtomicReference<>();
        FutureTask<@Nullable Void> second = Threads.start(() -> cache.invoke(OTHER_KEY, (entry, none) -> {
            Thread waiting = Threads.Kind.PLATFORM.start(first);
            await().until(() -> inside.getCount() == 0 && waiting.getState() == Thread.State.WAITING);
            within.set(Step.carryOut(withinKind, cache, KEY, INITIAL, 30));
            return null;
        }));
        second.get(60, TimeUnit.SECONDS);
        Step step = new Step(processor, null, 20, first.get(60, TimeUnit.SECONDS));
        assertExplained(initial, step, Objects.requireNonNull(within.get()), cache.get(KEY));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsPutWhileTheSweeperIsAtWorkStays(boolean listening) throws Exception {
        AtomicReference<@Nullable Runnable> atNextDecoding = new AtomicReference<>();
        LarderConfiguration<String, Integer> configuration =
                expiring(String.class, javax.cache.expiry.Duration.ONE_HOUR);
        configuration.addCodec(String.class, () -> new LettingIn(atNextDecoding));
        if (listening) {
            CacheEntryExpiredListener<String, Integer> listener = events -> {};
            configuration.addCacheEntryListenerConfiguration(
                    new MutableCacheEntryListenerConfiguration<>(Journal.one(listener), null, false, true));
        }
        Cache<String, Integer> cache = provider.getCacheManager().createCache("swept", configuration);
        CountDownLatch found = new CountDownLatch(1);
        cache.put("k", 1);
        atNextDecoding.set(
                () -> { // the sweeper has found the entry expired and is about to take it away
                    put(cache, "k", 2);
                    found.countDown();
                });
        clock.time.advance(Duration.ofHours(1));
        assertThat(found.await(60, TimeUnit.SECONDS)).isTrue();
        awaitNextRound();
        assertThat(cache.get("k")).isEqualTo(2);
    }

    private static void put(Cache<String, Integer> cache, String key, int value) {
        FutureTask<@Nullable Void> putting = Threads.start(() -> {
            cache.put(key, value);
            return null;
        });
        try {
            putting.get(60, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits until the sweeper, which does one thing after the other, has come to another cache. */
    private void awaitNextRound() {
        Cache<Integer, Integer> other = provider.getCacheManager()
                .createCache("other", expiring(Integer.class, javax.cache.expiry.Duration.ONE_MINUTE));
        other.put(KEY, 1);
        clock.time.advance(Duration.ofMinutes(1));
        CacheStorageMXBean stored = other.unwrap(CacheStorageMXBean.class);
        await().until(() -> stored.getEntries() == 0);
    }

    /** Lets something happen when it next decodes something. */
    private record LettingIn(AtomicReference<@Nullable Runnable> atNextDecoding) implements Codec<String> {
        @Override
        public byte[] encode(String value) {
            return value.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String decode(byte[] bytes) {
            Runnable happens = atNextDecoding.getAndSet(null);
            if (happens != null) {
                happens.run();
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private static <K> LarderConfiguration<K, Integer> expiring(Class<K> keyType, javax.cache.expiry.Duration after) {
        LarderConfiguration<K, Integer> configuration = new LarderConfiguration<K, Integer>()
                .setTypes(keyType, Integer.class)
                .setMaxBytes(1L << 20);
        configuration.setExpiryPolicyFactory(CreatedExpiryPolicy.factoryOf(after));
        return configuration;
    }
}
