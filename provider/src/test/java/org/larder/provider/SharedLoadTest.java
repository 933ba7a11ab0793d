package org.larder.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheLoaderException;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.larder.LarderConfiguration;
import org.larder.provider.Rig.Storage;
import org.larder.provider.Threads.Kind;

/** Many readers of what is not there yet. */
@Timeout(300)
class SharedLoadTest {

    private static final int READERS = 32;

    private final Rig rig = new Rig();
    private final Map<String, AtomicInteger> loads = new ConcurrentHashMap<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);

    @AfterEach
    void close() {
        mayEnd.countDown();
        rig.close();
    }

    static Stream<Arguments> storagesAndThreads() {
        return Stream.of(Storage.values())
                .flatMap(storage -> Kind.here().stream().map(kind -> Arguments.of(storage, kind)));
    }

    private LarderConfiguration<String, String> loading(Storage storage, Function<String, @Nullable String> load) {
        return storage.strings()
                .setStatisticsEnabled(true)
                .setReadThrough(true)
                .setCacheLoaderFactory(Journal.one(new CountingLoader(load)));
    }

    private Cache<String, String> cache(Storage storage, Function<String, @Nullable String> load) {
        return rig.create("orders", loading(storage, load));
    }

    /** Counts how often each key is loaded. */
    private final class CountingLoader implements CacheLoader<String, String> {
        private final Function<String, @Nullable String> load;

        CountingLoader(Function<String, @Nullable String> load) {
            this.load = load;
        }

        @Override
        @SuppressWarnings("NullAway") // null says that there is no such thing
        public String load(String key) {
            loads.computeIfAbsent(key, k -> new AtomicInteger()).incrementAndGet();
            return load.apply(key);
        }

        @Override
        public Map<String, String> loadAll(Iterable<? extends String> keys) {
            Map<String, String> all = new HashMap<>();
            keys.forEach(key -> {
                String value = load(key);
                if (value != null) {
                    all.put(key, value);
                }
            });
            return all;
        }
    }

    private <T> FutureTask<T> start(Kind kind, Callable<T> what) {
        FutureTask<T> task = new FutureTask<>(what);
        threads.add(kind.start(task));
        return task;
    }

    /** Starts a reader if nobody is at work yet, and others when it is; lets it go on when all of them wait. */
    private List<FutureTask<@Nullable String>> readers(Kind kind, Cache<String, String> cache) {
        List<FutureTask<@Nullable String>> readers = new ArrayList<>();
        if (threads.isEmpty()) {
            readers.add(start(kind, () -> cache.get("k")));
        }
        await(begun);
        while (readers.size() < READERS) {
            readers.add(start(kind, () -> cache.get("k")));
        }
        awaitParked();
        mayEnd.countDown();
        return readers;
    }

    private void awaitParked() {
        Awaitility.await().until(() -> threads.stream().allMatch(Threads::isAtRest));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private <T> T whenAllWait(T outcome) {
        begun.countDown();
        await(mayEnd);
        return outcome;
    }

    private static Throwable failureOf(FutureTask<?> task) throws InterruptedException {
        try {
            throw new AssertionError("not " + task.get());
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }

    @ParameterizedTest
    @MethodSource("storagesAndThreads")
    void aKeyIsLoadedOnceHoweverManyAsk(Storage storage, Kind kind) throws Exception {
        Cache<String, String> cache = cache(storage, key -> key + "!");
        int keys = 20;
        List<List<@Nullable String>> read = Threads.together(kind, READERS, i -> () -> {
            List<@Nullable String> mine = new ArrayList<>();
            for (int n = 0; n < keys; n++) {
                String key = "k" + n;
                mine.add(
                        switch (i % 3) {
                            case 0 -> cache.get(key);
                            case 1 -> cache.getAll(shuffled(key, i, n)).get(key);
                            default -> cache.invoke(key, (entry, none) -> entry.getValue());
                        });
            }
            return mine;
        });
        for (int n = 0; n < keys; n++) {
            int at = n;
            assertThat(read).extracting(mine -> mine.get(at)).containsOnly("k" + n + "!");
        }
        assertThat(loads).hasSizeGreaterThanOrEqualTo(keys);
        assertThat(loads.values()).allSatisfy(count -> assertThat(count).hasValue(1));
    }

    /** A key with others before and behind it, in another order for each reader. */
    private static Set<String> shuffled(String key, int reader, int n) {
        List<String> keys = new ArrayList<>(List.of(key, "k" + (n + 1), "k" + (n + 2), "x" + n));
        Collections.shuffle(keys, new Random(reader));
        return new LinkedHashSet<>(keys);
    }

    @ParameterizedTest
    @MethodSource("storagesAndThreads")
    void whoWaitedForALoadSharesItsValueAndCountsAMiss(Storage storage, Kind kind) throws Exception {
        Cache<String, String> cache = cache(storage, key -> whenAllWait("v"));
        for (FutureTask<@Nullable String> reader : readers(kind, cache)) {
            assertThat(reader.get()).isEqualTo("v");
        }
        assertThat(loads.get("k")).hasValue(1);
        assertThat(rig.counts("orders")).containsExactly(0L, (long) READERS, 0L, 0L);
    }

    @ParameterizedTest
    @MethodSource("storagesAndThreads")
    void whoWaitedForALoadOfNothingDoesNotLoadAgain(Storage storage, Kind kind) throws Exception {
        Cache<String, String> cache = cache(storage, key -> whenAllWait(null));
        for (FutureTask<@Nullable String> reader : readers(kind, cache)) {
            assertThat(reader.get()).isNull();
        }
        assertThat(loads.get("k")).hasValue(1);
        assertThat(rig.counts("orders")).containsExactly(0L, (long) READERS, 0L, 0L);
        assertThat(cache.get("k")).isNull();
        assertThat(loads.get("k")).as("nothing is kept of it").hasValue(2);
    }

    @ParameterizedTest
    @MethodSource("storagesAndThreads")
    void whoWaitedForALoadThatFailsGetsAnExceptionOfItsOwn(Storage storage, Kind kind) throws Exception {
        Cache<String, String> cache = cache(storage, key -> {
            whenAllWait("");
            throw new IllegalStateException("the database is down");
        });
        List<FutureTask<@Nullable String>> readers = readers(kind, cache);
        Throwable first = failureOf(readers.get(0));
        assertThat(first).isInstanceOf(CacheLoaderException.class).hasRootCauseMessage("the database is down");
        for (FutureTask<@Nullable String> reader : readers.subList(1, READERS)) {
            Throwable theirs = failureOf(reader);
            assertThat(theirs)
                    .isInstanceOf(CacheLoaderException.class)
                    .isNotSameAs(first)
                    .hasMessage(first.getMessage())
                    .hasCause(first);
        }
        assertThat(loads.get("k")).hasValue(1);
        assertThat(rig.counts("orders")).containsExactly(0L, (long) READERS, 0L, 0L);
    }

    @ParameterizedTest
    @MethodSource("storagesAndThreads")
    void anErrorStrikesOneReaderAndTheOthersLoadThemselves(Storage storage, Kind kind) throws Exception {
        Cache<String, String> cache = cache(storage, key -> {
            whenAllWait("");
            if (loads.get("k").get() == 1) {
                throw new StackOverflowError("of one thread");
            }
            return "v";
        });
        List<FutureTask<@Nullable String>> readers = readers(kind, cache);
        assertThat(failureOf(readers.get(0))).isInstanceOf(StackOverflowError.class);
        for (FutureTask<@Nullable String> reader : readers.subList(1, READERS)) {
            assertThat(reader.get()).isEqualTo("v");
        }
        assertThat(loads.get("k")).hasValue(2);
    }

    @ParameterizedTest
    @MethodSource("storagesAndThreads")
    void whoWaitsForALoaderThatIsInterruptedLoadsItself(Storage storage, Kind kind) throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        Cache<String, String> cache = cache(storage, key -> {
            if (loads.get("k").get() == 1) {
                begun.countDown();
                try {
                    never.await();
                } catch (InterruptedException e) {
                    throw new CacheLoaderException(e);
                }
            }
            return "v";
        });
        List<FutureTask<@Nullable String>> readers = readers(kind, cache);
        threads.get(0).interrupt();
        assertThat(failureOf(readers.get(0))).isInstanceOf(CacheLoaderException.class);
        for (FutureTask<@Nullable String> reader : readers.subList(1, READERS)) {
            assertThat(reader.get()).isEqualTo("v");
        }
        assertThat(loads.get("k")).hasValue(2);
    }

    @ParameterizedTest
    @MethodSource("storagesAndThreads")
    void whoFindsWhatAProcessorLeftCountsAHit(Storage storage, Kind kind) throws Exception {
        Cache<String, String> cache = cache(storage, key -> "loaded");
        FutureTask<@Nullable String> processing = start(
                kind,
                () -> cache.invoke("k", (entry, none) -> {
                    entry.setValue(whenAllWait("set"));
                    return null;
                }));
        for (FutureTask<@Nullable String> reader : readers(kind, cache)) {
            assertThat(reader.get()).isEqualTo("set");
        }
        processing.get();
        assertThat(loads).isEmpty();
        assertThat(rig.counts("orders")).containsExactly((long) READERS, 1L, 1L, 0L);
    }

    @ParameterizedTest
    @MethodSource("storagesAndThreads")
    void readersThatMeetAProcessorThatLoadsNothingLoadOnceMore(Storage storage, Kind kind) throws Exception {
        Cache<String, String> cache = cache(storage, key -> whenAllWait(null));
        FutureTask<@Nullable String> processing =
                start(kind, () -> cache.invoke("k", (entry, none) -> entry.getValue()));
        for (FutureTask<@Nullable String> reader : readers(kind, cache)) {
            assertThat(reader.get()).isNull();
        }
        assertThat(processing.get()).isNull();
        assertThat(loads.get("k")).hasValue(2);
    }

    @ParameterizedTest
    @MethodSource("storagesAndThreads")
    void aReaderSeesWhatWasPutDuringALoad(Storage storage, Kind kind) throws Exception {
        AtomicReference<Cache<String, String>> self = new AtomicReference<>();
        Cache<String, String> cache = cache(storage, key -> {
            self.get().put("k", "put"); // the only put that need not wait for the load
            return whenAllWait("loaded");
        });
        self.set(cache);
        FutureTask<@Nullable String> loader = start(kind, () -> cache.get("k"));
        await(begun);
        assertThat(start(kind, () -> cache.get("k")).get(60, TimeUnit.SECONDS)).isEqualTo("put");
        FutureTask<@Nullable String> putting = start(kind, () -> cache.getAndPut("k", "later"));
        awaitParked();
        mayEnd.countDown();
        assertThat(loader.get()).isEqualTo("loaded");
        assertThat(putting.get()).isEqualTo("loaded");
        assertThat(cache.get("k")).isEqualTo("later");
    }

    @ParameterizedTest
    @MethodSource("storagesAndThreads")
    void nobodyWaitsForTheListenersOfALoad(Storage storage, Kind kind) throws Exception {
        CacheEntryCreatedListener<String, String> slow = events -> events.forEach(event -> {
            if (event.getValue().equals("loaded 1")) {
                whenAllWait("");
            }
        });
        Cache<String, String> cache = rig.create(
                "orders",
                loading(storage, key -> "loaded " + loads.get(key).get())
                        .addCacheEntryListenerConfiguration(
                                new MutableCacheEntryListenerConfiguration<>(Journal.one(slow), null, false, true)));
        FutureTask<@Nullable String> first = start(kind, () -> cache.get("k"));
        await(begun);
        assertThat(Threads.elsewhere(() -> cache.get("k"))).isEqualTo("loaded 1");
        FutureTask<@Nullable String> anew = start(kind, () -> {
            cache.clear();
            return cache.get("k");
        });
        Awaitility.await().until(() -> loads.get("k").get() == 2);
        mayEnd.countDown();
        assertThat(first.get()).isEqualTo("loaded 1");
        assertThat(anew.get()).isEqualTo("loaded 2");
    }

    @ParameterizedTest
    @MethodSource("storagesAndThreads")
    void nobodyGetsWhatWasLoadedBeforeARemovalThatHeMade(Storage storage, Kind kind) throws Exception {
        AtomicInteger source = new AtomicInteger();
        Cache<String, String> cache = cache(storage, key -> String.valueOf(source.get()));
        Threads.together(kind, 4, i -> () -> {
            for (int n = 0; n < 3_000; n++) {
                int atLeast = i < 2 ? source.incrementAndGet() : source.get();
                if (i < 2) {
                    cache.remove("k");
                }
                @Nullable String value = i == 3 ? cache.getAll(Set.of("k")).get("k") : cache.get("k");
                if (i < 2) {
                    assertThat(value).isNotNull();
                    assertThat(Integer.parseInt(value)).isGreaterThanOrEqualTo(atLeast);
                }
            }
            return null;
        });
    }
}
