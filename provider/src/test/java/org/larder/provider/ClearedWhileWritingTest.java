package org.larder.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryRemovedListener;
import javax.cache.event.CacheEntryUpdatedListener;
import javax.cache.processor.EntryProcessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.larder.provider.Rig.Storage;

/** Who clears a cache while a writer is at work makes nobody write twice, and finds the cache as the writer's store. */
@Timeout(60)
class ClearedWhileWritingTest {

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

    private final Rig rig = new Rig();
    private final AtomicReference<Runnable> afterWrite = new AtomicReference<>(() -> {});
    private final ExternalStore<Integer> external =
            new ExternalStore<>(() -> afterWrite.getAndSet(() -> {}).run());
    private final List<String> heard = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        rig.close();
    }

    /** A cache that is cleared, by another thread, as soon as the writer was told for the first time. */
    private Cache<String, Integer> cache(Storage storage) {
        CacheEntryUpdatedListener<String, Integer> updated = events -> events.forEach(e -> heard.add("updated"));
        CacheEntryRemovedListener<String, Integer> removed = events -> events.forEach(e -> heard.add("removed"));
        Cache<String, Integer> cache = rig.create(
                "counts",
                RaceTest.counting(storage)
                        .setReadThrough(true)
                        .setCacheLoaderFactory(Journal.one(external))
                        .setWriteThrough(true)
                        .setCacheWriterFactory(Journal.one(external))
                        .addCacheEntryListenerConfiguration(
                                new MutableCacheEntryListenerConfiguration<>(Journal.one(updated), null, false, true))
                        .addCacheEntryListenerConfiguration(
                                new MutableCacheEntryListenerConfiguration<>(Journal.one(removed), null, false, true)));
        external.rows.put("k", 5);
        afterWrite.set(() -> clearElsewhere(cache));
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
    void whatAProcessorMadeIsWrittenOnce(Storage storage, boolean loadedBefore) {
        Cache<String, Integer> cache = cache(storage);
        if (loadedBefore) {
            cache.get("k");
        }
        assertThat(cache.invoke("k", INCREMENT)).isEqualTo(6);
        assertThat(external.writes).containsExactly("write 6");
        assertThat(cache.containsKey("k")).isFalse();
        assertThat(cache.get("k")).isEqualTo(6);
        assertThat(heard).isEqualTo(loadedBefore ? List.of("updated") : List.of());
    }

    @ParameterizedTest
    @EnumSource
    void whatAProcessorRemovedIsDeletedOnce(Storage storage) {
        Cache<String, Integer> cache = cache(storage);
        cache.get("k");
        cache.invoke("k", REMOVE_OR_BEGIN);
        assertThat(external.writes).containsExactly("delete");
        assertThat(external.rows).isEmpty();
        assertThat(cache.containsKey("k")).isFalse();
        assertThat(heard).containsExactly("removed");
    }

    @ParameterizedTest
    @EnumSource
    void aPutIsWrittenOnce(Storage storage) {
        Cache<String, Integer> cache = cache(storage);
        cache.get("k");
        assertThat(cache.replace("k", 5, 7)).isTrue();
        assertThat(external.writes).containsExactly("write 7");
        assertThat(cache.containsKey("k")).isFalse();
        assertThat(cache.get("k")).isEqualTo(7);
    }
}
