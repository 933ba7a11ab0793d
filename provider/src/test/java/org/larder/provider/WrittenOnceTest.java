package org.larder.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.larder.expiry.PerEntryExpiry;
import org.larder.expiry.TimeToLive;
import org.larder.management.CacheStorageMXBean;
import org.larder.provider.Rig.Storage;

/** What takes an entry away while a writer is at work on it makes nobody write twice, and cache and rows stay the same. */
@Timeout(300)
class WrittenOnceTest {

    private static final EntryProcessor<String, Integer, Integer> INCREMENT = (entry, none) -> {
        entry.setValue(entry.getValue() + 1);
        return entry.getValue();
    };

    private static final EntryProcessor<String, Integer, Integer> REMOVE_OR_BEGIN = (entry, none) -> {
        if (entry.getValue() == null) {
            entry.setValue(0);
        } else {
            entry.remove();
        }
        return 0;
    };

    private final Rig rig = new Rig(Duration.ofMillis(1));
    private final ExternalStore<Integer> external = new ExternalStore<>();
    private final Listener heard = new Listener();

    @AfterEach
    void close() {
        rig.close();
    }

    /** Writes down what becomes of the key "k". */
    private static final class Listener
            implements CacheEntryCreatedListener<String, Integer>,
                    CacheEntryUpdatedListener<String, Integer>,
                    CacheEntryRemovedListener<String, Integer> {

        private final List<String> events = new CopyOnWriteArrayList<>();

        private void heard(Iterable<CacheEntryEvent<? extends String, ? extends Integer>> all) {
            all.forEach(event -> {
                if (event.getKey().equals("k")) {
                    boolean removed = event.getEventType() == EventType.REMOVED;
                    events.add(event.getEventType() + " " + (removed ? event.getOldValue() : event.getValue()));
                }
            });
        }

        @Override
        public void onCreated(Iterable<CacheEntryEvent<? extends String, ? extends Integer>> all) {
            heard(all);
        }

        @Override
        public void onUpdated(Iterable<CacheEntryEvent<? extends String, ? extends Integer>> all) {
            heard(all);
        }

        @Override
        public void onRemoved(Iterable<CacheEntryEvent<? extends String, ? extends Integer>> all) {
            heard(all);
        }
    }

    private Cache<String, Integer> cacheOfFive(Storage storage) {
        external.rows.put("k", 5);
        Cache<String, Integer> cache = rig.create(
                "counts",
                RaceTest.counting(storage)
                        .setReadThrough(true)
                        .setCacheLoaderFactory(Journal.one(external))
                        .setWriteThrough(true)
                        .setCacheWriterFactory(Journal.one(external)));
        cache.registerCacheEntryListener(
                new MutableCacheEntryListenerConfiguration<>(Journal.one(heard), null, true, true));
        return cache;
    }

    private static void clearElsewhere(Cache<?, ?> cache) {
        try {
            Threads.elsewhere(() -> {
                cache.clear();
                return true;
            });
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    static Stream<Arguments> loaded() {
        return Stream.of(Storage.values())
                .flatMap(storage -> Stream.of(true, false).map(loaded -> Arguments.of(storage, loaded)));
    }

    @ParameterizedTest
    @MethodSource("loaded")
    void whatAProcessorMadeBeforeAClearIsWrittenOnceAndNotKept(Storage storage, boolean loadedBefore) {
        Cache<String, Integer> cache = cacheOfFive(storage);
        if (loadedBefore) {
            cache.get("k");
        }
        external.afterWrite.set(() -> clearElsewhere(cache));
        assertThat(cache.invoke("k", INCREMENT)).isEqualTo(6);
        assertThat(external.writes).containsExactly("write 6");
        assertThat(cache.containsKey("k")).isFalse();
        assertThat(heard.events).isEqualTo(loadedBefore ? List.of("CREATED 5", "UPDATED 6") : List.of());
        assertThat(cache.get("k")).isEqualTo(6);
    }

    @ParameterizedTest
    @EnumSource
    void whatAProcessorRemovedBeforeAClearIsDeletedOnce(Storage storage) {
        Cache<String, Integer> cache = cacheOfFive(storage);
        cache.get("k");
        external.afterWrite.set(() -> clearElsewhere(cache));
        cache.invoke("k", REMOVE_OR_BEGIN);
        assertThat(external.writes).containsExactly("delete");
        assertThat(external.rows).isEmpty();
        assertThat(cache.containsKey("k")).isFalse();
        assertThat(heard.events).containsExactly("CREATED 5", "REMOVED 5");
    }

    @ParameterizedTest
    @EnumSource
    void aReplacementBeforeAClearIsWrittenOnceAndNotKept(Storage storage) {
        Cache<String, Integer> cache = cacheOfFive(storage);
        cache.get("k");
        external.afterWrite.set(() -> clearElsewhere(cache));
        assertThat(cache.replace("k", 5, 7)).isTrue();
        assertThat(external.writes).containsExactly("write 7");
        assertThat(cache.containsKey("k")).isFalse();
        assertThat(cache.get("k")).isEqualTo(7);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsPutWhileTheSweeperTakesTheExpiredEntryIsKept(Storage storage) {
        Cache<String, Integer> cache = rig.create(
                "counts",
                RaceTest.counting(storage).setWriteThrough(true).setCacheWriterFactory(Journal.one(external)));
        CacheStorageMXBean stored = cache.unwrap(CacheStorageMXBean.class);
        PerEntryExpiry.of(cache).with(TimeToLive.ofSeconds(1)).put("k", 1);
        external.beforeWrite.set(() -> {
            rig.clock.advance(Duration.ofSeconds(1));
            Awaitility.await().until(() -> stored.getEntries() == 0);
        });
        PerEntryExpiry.of(cache).with(TimeToLive.ofSeconds(60)).put("k", 2);
        assertThat(external.writes).containsExactly("write 1", "write 2");
        assertThat(cache.get("k")).isEqualTo(2);
    }

    static Stream<Arguments> processors() {
        return Stream.of(Storage.values())
                .flatMap(storage ->
                        Stream.of(Arguments.of(storage, INCREMENT, 101), Arguments.of(storage, REMOVE_OR_BEGIN, 0)));
    }

    @ParameterizedTest
    @MethodSource("processors")
    void theWriterIsNotToldWhatWasMadeOfAnEntryThatIsCleared(
            Storage storage, EntryProcessor<String, Integer, Integer> processor, int made) {
        Cache<String, Integer> cache = cacheOfFive(storage);
        cache.get("k");
        AtomicInteger runs = new AtomicInteger();
        cache.<Integer>invoke("k", (entry, none) -> {
            if (runs.incrementAndGet() == 1) {
                processor.process(entry);
                if (made == 0) {
                    external.rows.remove("k");
                } else {
                    external.rows.put("k", made - 1);
                }
                clearElsewhere(cache);
                return null;
            }
            return processor.process(entry);
        });
        assertThat(external.writes).containsExactly("write " + made);
        assertThat(cache.containsKey("k")).isTrue();
        assertThat(cache.get("k")).isEqualTo(made);
        assertThat(heard.events).containsExactly("CREATED 5", "CREATED " + made);
    }

    @ParameterizedTest
    @EnumSource
    void aProcessorThatReadsAgainWhatItHadLoadedKeepsNothingAfterAClear(Storage storage) {
        Cache<String, Integer> cache = cacheOfFive(storage);
        cache.invoke("k", (entry, none) -> {
            int loaded = entry.getValue();
            cache.get("k");
            clearElsewhere(cache);
            entry.setValue(loaded + 1);
            return null;
        });
        assertThat(external.writes).containsExactly("write 6");
        assertThat(cache.containsKey("k")).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void aProcessorThatClearsAndPutsItselfHasTheLastWord(Storage storage) {
        Cache<String, Integer> cache = cacheOfFive(storage);
        cache.invoke("k", (entry, none) -> {
            int next = entry.getValue() + 1;
            cache.clear();
            cache.put("k", 100);
            entry.setValue(next);
            return next;
        });
        assertThat(external.writes).containsExactly("write 100", "write 6");
        assertThat(cache.containsKey("k")).isTrue();
        assertThat(cache.get("k")).isEqualTo(6);
    }

    @ParameterizedTest
    @EnumSource
    void aProcessorThatClearsAndThenLoadsKeepsWhatItMakes(Storage storage) {
        Cache<String, Integer> cache = cacheOfFive(storage);
        cache.invoke("k", (entry, none) -> {
            cache.clear();
            entry.setValue(entry.getValue() + 1);
            return null;
        });
        assertThat(external.writes).containsExactly("write 6");
        assertThat(cache.containsKey("k")).isTrue();
    }

    /** Each of two threads is in a processor and needs the other's key, so that one of them goes on without the lock. */
    @ParameterizedTest
    @EnumSource
    void whatSomebodyWithoutTheLockChangesIsDecidedAnew(Storage storage) throws Exception {
        Cache<String, Integer> cache = cacheOfFive(storage);
        cache.get("k");
        CyclicBarrier bothInside = new CyclicBarrier(2);
        AtomicInteger runs = new AtomicInteger();
        FutureTask<Integer> owning = new FutureTask<>(() -> cache.invoke("k", (entry, none) -> {
            int next = entry.exists() ? entry.getValue() + 1 : 0;
            if (runs.incrementAndGet() == 1) {
                Threads.await(bothInside);
                cache.put("other", 1); // waits for the other thread
            }
            entry.setValue(next);
            return next;
        }));
        Thread owner = Threads.Kind.PLATFORM.start(owning);
        FutureTask<Integer> visiting = Threads.start(() -> cache.invoke("other", (entry, none) -> {
            Threads.await(bothInside);
            Awaitility.await().until(() -> Threads.isWaitingOrDone(owner));
            return cache.getAndRemove("k");
        }));
        assertThat(visiting.get(60, TimeUnit.SECONDS)).isEqualTo(5);
        assertThat(owning.get(60, TimeUnit.SECONDS)).isZero();
        assertThat(heard.events).containsExactly("CREATED 5", "REMOVED 5", "CREATED 0");
        assertThat(external.rows).containsEntry("k", 0);
        assertThat(cache.get("k")).isZero();
    }
}
