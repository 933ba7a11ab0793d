package org.larder.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.CacheEntryRemovedListener;
import javax.cache.event.CacheEntryUpdatedListener;
import javax.cache.event.EventType;
import javax.cache.processor.EntryProcessor;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.larder.LarderConfiguration;
import org.larder.provider.Rig.Storage;

/** Many threads on few keys. */
@Timeout(300)
class RaceTest {

    static final int THREADS = 8;
    private static final int TIMES = 300;

    private final Rig rig = new Rig();

    @AfterEach
    void close() {
        rig.close();
    }

    static LarderConfiguration<String, Integer> counting(Storage storage) {
        return storage.apply(new LarderConfiguration<String, Integer>().setTypes(String.class, Integer.class));
    }

    static final EntryProcessor<String, Integer, Integer> INCREMENT = (entry, arguments) -> {
        entry.setValue(entry.exists() ? entry.getValue() + 1 : 1);
        return entry.getValue();
    };

    @ParameterizedTest
    @EnumSource(Storage.class)
    void noIncrementIsLost(Storage storage) throws Exception {
        Cache<String, Integer> cache = rig.create("counts", counting(storage));
        Threads.together(THREADS, i -> () -> {
            for (int n = 0; n < TIMES; n++) {
                cache.invoke("k" + n % 2, INCREMENT);
            }
            return null;
        });
        assertThat(cache.get("k0") + cache.get("k1")).isEqualTo(THREADS * TIMES);
    }

    @ParameterizedTest
    @EnumSource(Storage.class)
    void noIncrementIsLostBetweenProcessorsAndPlainOperations(Storage storage) throws Exception {
        Cache<String, Integer> cache = rig.create("counts", counting(storage));
        cache.put("k", 0);
        Threads.together(THREADS, i -> () -> {
            for (int n = 0; n < TIMES; n++) {
                if (i % 2 == 0) {
                    cache.invoke("k", INCREMENT);
                } else {
                    int seen;
                    do {
                        seen = cache.get("k");
                    } while (!cache.replace("k", seen, seen + 1));
                }
            }
            return null;
        });
        assertThat(cache.get("k")).isEqualTo(THREADS * TIMES);
    }

    @ParameterizedTest
    @EnumSource(Storage.class)
    void anEvictionNeverMakesAProcessorRunAgain(Storage storage) throws Exception {
        LarderConfiguration<String, Integer> tiny =
                counting(storage).setStatisticsEnabled(true).setMaxEntries(16);
        Cache<String, Integer> cache = rig.create("counts", tiny);
        AtomicInteger runs = new AtomicInteger();
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger flooded = new AtomicInteger();
        FutureTask<?> flood = Threads.start(() -> {
            while (!done.get()) { // not by put, which holds no lock: beside it processors may run again
                cache.invoke("flood" + flooded.incrementAndGet(), INCREMENT);
            }
            return null;
        });
        Threads.together(THREADS, i -> () -> {
            for (int n = 0; n < TIMES; n++) {
                int[] seen = new int[1];
                boolean evicted = n % 20 == 0;
                String key = evicted ? "mine" + i + "-" + n : "k" + n % 4;
                cache.invoke(key, INCREMENT);
                Integer result = cache.invoke(key, (entry, arguments) -> {
                    runs.incrementAndGet();
                    seen[0] = entry.exists() ? entry.getValue() : 0;
                    int before = flooded.get();
                    while (evicted && flooded.get() < before + 100 && !flood.isDone()) {
                        LockSupport.parkNanos(50_000);
                    }
                    entry.setValue(seen[0] + 1);
                    return entry.getValue();
                });
                assertThat(result).isEqualTo(seen[0] + 1);
            }
            return null;
        });
        done.set(true);
        flood.get(60, TimeUnit.SECONDS);
        assertThat(rig.statistics("counts").getCacheEvictions()).isPositive();
        assertThat(runs).hasValue(THREADS * TIMES);
    }

    static Stream<Arguments> storagesWithAndWithoutListener() {
        return Stream.of(Storage.values())
                .flatMap(storage -> Stream.of(false, true).map(listening -> Arguments.of(storage, listening)));
    }

    private Cache<String, Integer> racing(Storage storage, boolean listening) {
        LarderConfiguration<String, Integer> configuration = counting(storage).setStatisticsEnabled(true);
        if (listening) {
            CacheEntryCreatedListener<String, Integer> listener = events -> {};
            configuration.addCacheEntryListenerConfiguration(
                    new MutableCacheEntryListenerConfiguration<>(Journal.one(listener), null, false, true));
        }
        return rig.create("racing", configuration);
    }

    /** Something of which only one thread may succeed. */
    private interface Attempt {
        boolean on(Cache<String, Integer> cache, String key, int thread);
    }

    @ParameterizedTest
    @MethodSource("storagesWithAndWithoutListener")
    void everyRaceHasOneWinner(Storage storage, boolean listening) throws Exception {
        Cache<String, Integer> cache = racing(storage, listening);
        List<Attempt> races = List.of(
                Cache::putIfAbsent,
                (c, key, thread) -> {
                    int seen = c.get(key);
                    return seen < 100 && c.replace(key, seen, 100 + thread);
                },
                (c, key, thread) -> c.remove(key),
                Cache::putIfAbsent,
                (c, key, thread) -> c.getAndRemove(key) != null,
                (c, key, thread) -> c.getAndPut(key, 1) == null,
                (c, key, thread) -> c.remove(key, 1),
                (c, key, thread) -> c.invoke(key, (entry, arguments) -> {
                    boolean first = !entry.exists();
                    entry.setValue(7);
                    return first;
                }));
        int keys = 60;
        for (Attempt race : races) {
            List<int[]> wins = Threads.together(THREADS, i -> () -> {
                int[] mine = new int[keys];
                for (int n = 0; n < keys; n++) {
                    mine[n] = race.on(cache, "k" + n, i) ? 1 : 0;
                }
                return mine;
            });
            for (int n = 0; n < keys; n++) {
                int key = n;
                assertThat(wins.stream().mapToInt(mine -> mine[key]).sum())
                        .as("race %d, key %d", races.indexOf(race), n)
                        .isOne();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("storagesWithAndWithoutListener")
    void statisticsAddUp(Storage storage, boolean listening) throws Exception {
        Cache<String, Integer> cache = racing(storage, listening);
        List<Integer> removed = Threads.together(THREADS, i -> () -> {
            int removals = 0;
            for (int n = 0; n < TIMES; n++) {
                String key = "k" + n % 5;
                cache.get(key);
                cache.put(key, n);
                removals += n % 3 == 0 && cache.remove(key) ? 1 : 0;
            }
            return removals;
        });
        assertThat(rig.statistics("racing").getCacheGets()).isEqualTo((long) THREADS * TIMES);
        assertThat(rig.statistics("racing").getCachePuts()).isEqualTo((long) THREADS * TIMES);
        assertThat(rig.statistics("racing").getCacheRemovals())
                .isEqualTo(removed.stream().mapToInt(n -> n).sum());
    }

    /** Notes the events of each key in the order in which it hears of them. */
    private static final class Chain
            implements CacheEntryCreatedListener<String, Integer>,
                    CacheEntryUpdatedListener<String, Integer>,
                    CacheEntryRemovedListener<String, Integer> {
        private final Map<String, List<CacheEntryEvent<? extends String, ? extends Integer>>> heard =
                new ConcurrentHashMap<>();

        /** The last event of each key. */
        private Map<String, String> lastValues() {
            Map<String, String> last = new HashMap<>();
            heard.forEach((key, events) ->
                    last.put(key, String.valueOf(events.get(events.size() - 1).getValue())));
            return last;
        }

        private void note(Iterable<CacheEntryEvent<? extends String, ? extends Integer>> events) {
            events.forEach(event -> heard.computeIfAbsent(event.getKey(), key -> new CopyOnWriteArrayList<>())
                    .add(event));
        }

        @Override
        public void onCreated(Iterable<CacheEntryEvent<? extends String, ? extends Integer>> events) {
            note(events);
        }

        @Override
        public void onUpdated(Iterable<CacheEntryEvent<? extends String, ? extends Integer>> events) {
            note(events);
        }

        @Override
        public void onRemoved(Iterable<CacheEntryEvent<? extends String, ? extends Integer>> events) {
            note(events);
        }
    }

    @ParameterizedTest
    @EnumSource(Storage.class)
    void everyEventFollowsFromTheOneBeforeOfItsKey(Storage storage) throws Exception {
        Chain chain = new Chain();
        Chain asynchronous = new Chain();
        Cache<String, Integer> cache = rig.create(
                "counts",
                counting(storage)
                        .addCacheEntryListenerConfiguration(
                                new MutableCacheEntryListenerConfiguration<>(Journal.one(chain), null, true, true))
                        .addCacheEntryListenerConfiguration(new MutableCacheEntryListenerConfiguration<>(
                                Journal.one(asynchronous), null, true, false)));
        Threads.together(THREADS, i -> () -> {
            Random random = new Random(i);
            for (int n = 0; n < 100; n++) {
                String key = "k" + random.nextInt(2);
                int value = i * 1_000 + n;
                switch (random.nextInt(8)) {
                    case 0 -> cache.remove(key);
                    case 4 -> cache.getAndReplace(key, value);
                    case 5 -> cache.removeAll(Set.of("k1", "k0"));
                    case 6 -> cache.getAndPut(key, value);
                    case 1 -> cache.putIfAbsent(key, value);
                    case 2 -> cache.putAll(Map.of("k0", value, "k1", value));
                    case 3 -> cache.invoke(key, INCREMENT);
                    default -> cache.put(key, value);
                }
            }
            return null;
        });
        cache.close(); // waits for the asynchronous one
        for (Chain heard : List.of(chain, asynchronous)) {
            assertThat(heard.heard).hasSize(2);
            heard.heard.values().forEach(RaceTest::assertGapless);
        }
        assertThat(asynchronous.lastValues()).isEqualTo(chain.lastValues());
    }

    private static void assertGapless(List<CacheEntryEvent<? extends String, ? extends Integer>> events) {
        @Nullable Integer value = null;
        for (CacheEntryEvent<? extends String, ? extends Integer> event : events) {
            assertThat(event.getOldValue()).as("%s", event).isEqualTo(value);
            value = event.getEventType() == EventType.REMOVED ? null : event.getValue();
        }
    }

    @ParameterizedTest
    @EnumSource(Storage.class)
    void aPutWaitsForTheProcessorOfItsKeyAndForNoOther(Storage storage) throws Exception {
        Cache<String, Integer> cache = rig.create("counts", counting(storage));
        Thread putting = new Thread(() -> cache.put("k", 2));
        AtomicInteger runs = new AtomicInteger();
        cache.invoke("k", (entry, arguments) -> {
            runs.incrementAndGet();
            Thread other = new Thread(() -> cache.put("other", 3));
            other.start();
            Awaitility.await().until(() -> !other.isAlive());
            putting.start();
            Awaitility.await().until(() -> Threads.isWaitingOrDone(putting));
            entry.setValue(1);
            return null;
        });
        putting.join(60_000);
        assertThat(runs).hasValue(1);
        assertThat(cache.get("k")).isEqualTo(2);
        assertThat(cache.get("other")).isEqualTo(3);
    }
}
