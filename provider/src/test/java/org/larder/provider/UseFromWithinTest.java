package org.larder.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import javax.cache.Cache;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheLoaderException;
import javax.cache.integration.CacheWriter;
import javax.cache.integration.CompletionListenerFuture;
import javax.cache.processor.EntryProcessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.larder.provider.Rig.Storage;

/** Loaders, writers, processors and listeners that use the cache that calls them. */
@Timeout(300)
class UseFromWithinTest {

    private final Rig rig = new Rig();
    private final Journal journal = new Journal();
    private final AtomicReference<Cache<String, String>> self = new AtomicReference<>();

    @AfterEach
    void close() {
        rig.close();
    }

    private Cache<String, String> self() {
        return self.get();
    }

    /** A loader that is given the key. */
    private record Loading(BiFunction<String, Boolean, String> load) implements CacheLoader<String, String> {
        @Override
        public String load(String key) {
            return load.apply(key, false);
        }

        @Override
        public Map<String, String> loadAll(Iterable<? extends String> keys) {
            Map<String, String> all = new HashMap<>();
            keys.forEach(key -> all.put(key, load.apply(key, true)));
            return all;
        }
    }

    private Cache<String, String> loading(Storage storage, BiFunction<String, Boolean, String> load) {
        Cache<String, String> cache = rig.create(
                "orders",
                storage.strings()
                        .addCacheEntryListenerConfiguration(journal.listening())
                        .setReadThrough(true)
                        .setCacheLoaderFactory(Journal.one(new Loading(load))));
        self.set(cache);
        return cache;
    }

    @ParameterizedTest
    @EnumSource(Storage.class)
    void aLoaderThatAsksForItsOwnKeyIsToldSo(Storage storage) throws Exception {
        AtomicInteger calls = new AtomicInteger();
        Cache<String, String> cache = loading(storage, (key, inBulk) -> {
            calls.incrementAndGet();
            return self().get(key);
        });
        assertThatThrownBy(() -> cache.get("k"))
                .isInstanceOf(CacheLoaderException.class)
                .hasMessageContaining("orders")
                .hasMessageContaining("for ever");
        assertThat(calls).hasValue(1);
        assertThatThrownBy(() -> cache.invoke("k", (entry, arguments) -> entry.getValue()))
                .isInstanceOf(CacheLoaderException.class);
        assertThatThrownBy(() -> cache.getAll(Set.of("k"))).isInstanceOf(CacheLoaderException.class);
        assertThat(cache.containsKey("k")).isFalse();
        assertThat(Threads.elsewhere(() -> cache.putIfAbsent("k", "v"))).isTrue();
        assertThat(cache.get("k")).isEqualTo("v");
    }

    @ParameterizedTest
    @EnumSource(Storage.class)
    void aBulkLoaderThatAsksForItsOwnKeysIsToldSo(Storage storage) {
        Cache<String, String> cache = loading(
                storage,
                (key, inBulk) -> inBulk ? self().getAll(Set.of("k", "l")).get(key) : "single");
        assertThatThrownBy(() -> cache.getAll(Set.of("k")))
                .isInstanceOf(CacheLoaderException.class)
                .hasMessageContaining("for ever");
        assertThat(cache.get("k")).isEqualTo("single");
    }

    @ParameterizedTest
    @EnumSource(Storage.class)
    void aBulkLoaderMayLoadOneByOneThroughTheCache(Storage storage) {
        Cache<String, String> cache = loading(storage, (key, inBulk) -> inBulk ? self().get(key) : "single " + key);
        assertThat(cache.getAll(Set.of("k", "l"))).isEqualTo(Map.of("k", "single k", "l", "single l"));
    }

    @ParameterizedTest
    @EnumSource(Storage.class)
    void aLoaderMayUseOtherKeys(Storage storage) {
        Cache<String, String> cache =
                loading(storage, (key, inBulk) -> key.length() > 5 ? key : self().get(key + "x") + "<" + key);
        assertThat(cache.get("k")).isEqualTo("kxxxxx<kxxxx<kxxx<kxx<kx<k");
        assertThat(Rig.listOf(cache)).hasSize(6);
    }

    @ParameterizedTest
    @EnumSource(Storage.class)
    void aLoaderThatPutsItsOwnKeyIsCalledOnce(Storage storage) {
        AtomicInteger calls = new AtomicInteger();
        Cache<String, String> cache = loading(storage, (key, inBulk) -> {
            calls.incrementAndGet();
            self().put(key, "primed");
            return "loaded";
        });
        assertThat(cache.get("k")).isEqualTo("loaded");
        assertThat(cache.get("k")).isEqualTo("loaded");
        assertThat(calls).hasValue(1);
        assertThat(journal.events).containsExactly("CREATED primed", "UPDATED primed>loaded");
    }

    @ParameterizedTest
    @EnumSource(Storage.class)
    void whatCameWhileABulkLoaderWasAtWorkIsKept(Storage storage) throws Exception {
        Cache<String, String> cache = loading(storage, (key, inBulk) -> {
            self().putIfAbsent(key, "primed");
            return "loaded";
        });
        assertThat(cache.getAll(Set.of("k"))).isEqualTo(Map.of("k", "primed"));
        assertThat(cache.get("k")).isEqualTo("primed");
        assertThat(journal.events).containsExactly("CREATED primed");
        CompletionListenerFuture future = new CompletionListenerFuture();
        cache.loadAll(Set.of("l"), false, future);
        future.get(60, TimeUnit.SECONDS);
        assertThat(cache.get("l")).isEqualTo("primed");
    }

    @ParameterizedTest
    @EnumSource(Storage.class)
    void loadersAreAskedForWhatIsMissingOnly(Storage storage) {
        List<String> asked = new ArrayList<>();
        Cache<String, String> cache = loading(storage, (key, inBulk) -> {
            asked.add(key);
            return "loaded";
        });
        cache.put("there", "v");
        assertThat(cache.getAll(Set.of("there", "missing"))).isEqualTo(Map.of("there", "v", "missing", "loaded"));
        assertThat(asked).containsExactly("missing");
    }

    @ParameterizedTest
    @EnumSource(Storage.class)
    void aProcessorRunsAgainWhenItsEntryWasClearedMeanwhile(Storage storage) {
        Cache<String, String> cache =
                rig.create("orders", storage.strings().addCacheEntryListenerConfiguration(journal.listening()));
        cache.put("k", "old");
        List<String> seen = new ArrayList<>();
        cache.invoke("k", (entry, arguments) -> {
            seen.add(String.valueOf(entry.getValue()));
            if (seen.size() == 1) {
                cache.clear(); // waits for no lock
            }
            entry.setValue("after " + seen);
            return null;
        });
        assertThat(seen).containsExactly("old", "null");
        assertThat(cache.get("k")).isEqualTo("after [old, null]");
        assertThat(journal.events).containsExactly("CREATED old", "CREATED after [old, null]");
    }

    @ParameterizedTest
    @EnumSource(Storage.class)
    void loadersThatNeedEachOthersKeysAreTold(Storage storage) {
        Cache<String, String> cache = loading(storage, (key, inBulk) -> self().get(key.equals("a") ? "b" : "a"));
        assertThatThrownBy(() -> cache.get("a")).isInstanceOf(CacheLoaderException.class);
        assertThatThrownBy(() -> cache.get("b")).isInstanceOf(CacheLoaderException.class);
    }

    @ParameterizedTest
    @EnumSource(Storage.class)
    void whatAProcessorWritesToItsOwnKeyIsOverwrittenByItsOutcome(Storage storage) {
        Cache<String, String> cache =
                rig.create("orders", storage.strings().addCacheEntryListenerConfiguration(journal.listening()));
        AtomicInteger runs = new AtomicInteger();
        cache.invoke("k", (entry, arguments) -> {
            runs.incrementAndGet();
            cache.put("k", "inner");
            entry.setValue("outer");
            return null;
        });
        assertThat(runs).hasValue(1);
        assertThat(cache.get("k")).isEqualTo("outer");
        assertThat(journal.events).containsExactly("CREATED inner", "UPDATED inner>outer");
        journal.clear();
        cache.invoke("k", (entry, arguments) -> {
            cache.put("k", "inner");
            entry.remove();
            return null;
        });
        assertThat(cache.containsKey("k")).isFalse();
        assertThat(journal.events).containsExactly("UPDATED outer>inner", "REMOVED inner");
        journal.clear();
        cache.put("k", "old");
        cache.invoke("k", (entry, arguments) -> {
            cache.remove("k");
            return entry.getValue();
        });
        assertThat(cache.containsKey("k")).isFalse();
        cache.put("k", "old");
        journal.clear();
        cache.invoke("k", (entry, arguments) -> {
            cache.remove("k");
            entry.setValue("outer");
            return null;
        });
        assertThat(journal.events).containsExactly("REMOVED old", "CREATED outer");
    }

    @ParameterizedTest
    @EnumSource(Storage.class)
    void aProcessorThatRemovesWhatItAddedThroughTheCacheLeavesNothing(Storage storage) {
        Cache<String, String> cache =
                rig.create("orders", storage.strings().addCacheEntryListenerConfiguration(journal.listening()));
        cache.invoke("k", (entry, arguments) -> {
            cache.put("k", "inner");
            entry.remove();
            return null;
        });
        assertThat(cache.containsKey("k")).isFalse();
        assertThat(journal.events).containsExactly("CREATED inner", "REMOVED inner");
    }

    @ParameterizedTest
    @EnumSource(Storage.class)
    void processorsOfTheSameKeyMayNestAndWriteOnEveryLevel(Storage storage) {
        Cache<String, String> cache = rig.create("orders", storage.strings());
        List<Integer> runs = new ArrayList<>();
        cache.invoke("k", nested(cache, runs, 4));
        assertThat(runs).containsExactly(4, 3, 2, 1);
        assertThat(cache.get("k")).isEqualTo("level 4");
    }

    private static EntryProcessor<String, String, Void> nested(
            Cache<String, String> cache, List<Integer> runs, int level) {
        return (entry, arguments) -> {
            runs.add(level);
            if (level > 1) {
                cache.invoke("k", nested(cache, runs, level - 1));
            }
            cache.put("k", "direct " + level);
            entry.setValue("level " + level);
            return null;
        };
    }

    @ParameterizedTest
    @EnumSource(Storage.class)
    void processorsThatNeedEachOthersKeysEnd(Storage storage) throws Exception {
        Cache<String, String> one = rig.create("one", storage.strings());
        Cache<String, String> two = rig.create("two", storage.strings());
        CyclicBarrier inside = new CyclicBarrier(2);
        AtomicInteger firstRuns = new AtomicInteger();
        List<Cache<String, String>> caches = List.of(one, two);
        Threads.together(
                2,
                i -> () -> caches.get(i).invoke("k", (entry, arguments) -> {
                    if (firstRuns.getAndIncrement() < 2) {
                        Threads.await(inside);
                    }
                    add(caches.get(1 - i), "k");
                    String old = entry.getValue();
                    entry.setValue((old == null ? "" : old) + "+");
                    return null;
                }));
        assertThat(one.get("k")).startsWith("+");
        assertThat(two.get("k")).startsWith("+");
        assertThat(Threads.elsewhere(() -> one.remove("k") && two.remove("k"))).isTrue();
    }

    private static void add(Cache<String, String> cache, String key) {
        cache.invoke(key, (entry, arguments) -> {
            // Its own key once more, although the key may belong to a thread that waits for this one.
            cache.put(key, entry.exists() ? entry.getValue() : "");
            entry.setValue((entry.exists() ? entry.getValue() : "") + "+");
            return null;
        });
    }

    @ParameterizedTest
    @EnumSource(Storage.class)
    void aWriterMayReadAndWriteTheCache(Storage storage) {
        CacheWriter<String, String> writer = new CacheWriter<>() {
            @Override
            public void write(Cache.Entry<? extends String, ? extends String> entry) {
                journal.writes.add(entry.getKey() + "=" + entry.getValue() + " over " + self().get(entry.getKey()));
                if (!entry.getValue().startsWith("copy")) {
                    self().put(entry.getKey(), "copy of " + entry.getValue());
                    self().put("other", "copy");
                }
            }

            @Override
            public void writeAll(java.util.Collection<Cache.Entry<? extends String, ? extends String>> entries) {
                entries.forEach(this::write);
                entries.clear();
            }

            @Override
            public void delete(Object key) {
                self().remove("other");
            }

            @Override
            public void deleteAll(java.util.Collection<?> keys) {
                keys.clear();
            }
        };
        self.set(rig.create(
                "orders",
                storage.strings()
                        .addCacheEntryListenerConfiguration(journal.listening())
                        .setWriteThrough(true)
                        .setCacheWriterFactory(Journal.one(writer))));
        self().put("k", "v");
        assertThat(self().get("k")).isEqualTo("v");
        assertThat(self().get("other")).isEqualTo("copy");
        assertThat(journal.writes).containsExactly("k=v over null", "k=copy of v over null", "other=copy over null");
        assertThat(journal.events).containsExactly("CREATED copy of v", "CREATED copy", "UPDATED copy of v>v");
    }

    @ParameterizedTest
    @EnumSource(Storage.class)
    void aListenerMayUseItsCache(Storage storage) {
        CacheEntryCreatedListener<String, String> listener = events -> events.forEach(event -> {
            journal.events.add(event.getKey());
            String next = event.getKey() + "x";
            if (next.length() < 4) {
                assertThat(self().get(event.getKey())).isEqualTo("v");
                self().put(next, "v");
                self().invoke(event.getKey(), (entry, arguments) -> {
                    entry.setValue("seen");
                    return null;
                });
            }
        });
        self.set(rig.create(
                "orders",
                storage.strings()
                        .addCacheEntryListenerConfiguration(new MutableCacheEntryListenerConfiguration<>(
                                Journal.one(listener), null, false, true))));
        self().put("k", "v");
        assertThat(journal.events).containsExactly("k", "kx", "kxx");
        assertThat(self().get("k")).isEqualTo("seen");
    }

    @ParameterizedTest
    @EnumSource(Storage.class)
    void aProcessorMayCloseItsCache(Storage storage) {
        Cache<String, String> cache = rig.create("orders", storage.strings());
        assertThatThrownBy(() -> cache.invoke("k", (entry, arguments) -> {
                    cache.close();
                    entry.setValue("too late");
                    return null;
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(rig.manager.<Object, Object>getCache("orders")).isNull();
        assertThat(rig.<String, String>create("orders", storage.strings()).get("k"))
                .isNull();
    }

    @ParameterizedTest
    @EnumSource(Storage.class)
    void aListenerMayDestroyItsCache(Storage storage) {
        CacheEntryCreatedListener<String, String> listener = events -> rig.manager.destroyCache("orders");
        Cache<String, String> cache = rig.create(
                "orders",
                storage.strings()
                        .addCacheEntryListenerConfiguration(new MutableCacheEntryListenerConfiguration<>(
                                Journal.one(listener), null, false, true)));
        cache.put("k", "v");
        assertThat(cache.isClosed()).isTrue();
        assertThat(Rig.listOf(rig.manager.getCacheNames())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Storage.class)
    void aLoaderMayCloseItsManager(Storage storage) {
        Cache<String, String> cache = loading(storage, (key, inBulk) -> {
            rig.manager.close();
            return "too late";
        });
        assertThatThrownBy(() -> cache.get("k")).isInstanceOf(IllegalStateException.class);
        assertThat(cache.isClosed()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Storage.class)
    void anIteratorSurvivesTheChangesThatItsCallerMakes(Storage storage) {
        Cache<String, String> cache = rig.create("orders", storage.strings());
        for (int i = 0; i < 100; i++) {
            cache.put("k" + i, "v");
        }
        int met = 0;
        for (Cache.Entry<String, String> entry : cache) {
            met++;
            cache.remove(entry.getKey());
            cache.put("new" + entry.getKey().length(), "w");
        }
        assertThat(met).isGreaterThanOrEqualTo(100);
        assertThat(cache.containsKey("k1")).isFalse();
    }
}
