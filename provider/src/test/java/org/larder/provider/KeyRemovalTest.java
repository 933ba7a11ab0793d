package org.larder.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import javax.cache.Cache;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryListenerException;
import javax.cache.event.CacheEntryRemovedListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.larder.KeyRemoval;
import org.larder.LarderConfiguration;
import org.larder.codec.Codec;
import org.larder.codec.KeySource;
import org.larder.expiry.PerEntryExpiry;
import org.larder.expiry.TimeToLive;

/** Removal by a condition on keys. */
class KeyRemovalTest {

    enum Storage {
        PLAIN,
        ENCRYPTED,
        BY_REFERENCE
    }

    private final ManualClock clock = new ManualClock();
    private final LarderCachingProvider provider = new LarderCachingProvider(clock);

    @AfterEach
    void close() {
        provider.close();
    }

    private static final class Key implements KeySource {
        @Override
        public List<byte[]> keys() {
            return List.of(new byte[32]);
        }
    }

    private Cache<String, String> cache(Storage storage) {
        LarderConfiguration<String, String> configuration =
                new LarderConfiguration<String, String>().setTypes(String.class, String.class);
        configuration.setStatisticsEnabled(true).setStoreByValue(storage != Storage.BY_REFERENCE);
        if (storage == Storage.ENCRYPTED) {
            configuration.setEncrypted(true).setKeySourceFactory(Key::new);
        }
        return provider.getCacheManager().createCache("tokens", configuration);
    }

    private static Set<String> keys(Cache<String, String> cache) {
        return StreamSupport.stream(cache.spliterator(), false)
                .map(Cache.Entry::getKey)
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @EnumSource
    void goesThroughAllKeysAndRemovesThoseAskedFor(Storage storage) {
        Cache<String, String> cache = cache(storage);
        for (int i = 0; i < 5_000; i++) {
            cache.put((i % 2 == 0 ? "even__" : "odd__") + i, "value");
        }
        assertThat(KeyRemoval.of(cache).removeIf(key -> key.startsWith("even__")))
                .isEqualTo(2_500);
        assertThat(keys(cache)).hasSize(2_500).allMatch(key -> key.startsWith("odd__"));
        assertThat(KeyRemoval.of(cache).removeIf(key -> key.startsWith("even__")))
                .isZero();
    }

    @Test
    void eachIsRemovedAsOneByOne() {
        Cache<String, String> cache = cache(Storage.PLAIN);
        Set<String> heard = ConcurrentHashMap.newKeySet();
        CacheEntryRemovedListener<String, String> listener =
                events -> events.forEach(event -> heard.add(event.getKey()));
        cache.registerCacheEntryListener(
                new MutableCacheEntryListenerConfiguration<>(() -> listener, null, false, true));
        cache.put("a", "1");
        cache.put("b", "2");
        PerEntryExpiry.of(cache).with(TimeToLive.ofSeconds(1)).put("c", "3");
        clock.advance(Duration.ofSeconds(1));
        assertThat(KeyRemoval.of(cache).removeIf(key -> !key.equals("b"))).isEqualTo(1); // c is expired
        assertThat(heard).containsExactly("a");
    }

    @Test
    void valuesAreNotRead() {
        Cache<String, Path> cache = provider.getCacheManager()
                .createCache(
                        "paths",
                        new LarderConfiguration<String, Path>()
                                .setTypes(String.class, Path.class)
                                .addCodec(Path.class, WriteOnly::new));
        cache.put("a", Path.of("1"));
        cache.put("b", Path.of("2"));
        assertThat(KeyRemoval.of(cache).removeIf(key -> key.equals("a"))).isEqualTo(1);
        assertThat(KeyRemoval.of(cache).removeIf(key -> true)).isEqualTo(1);
    }

    private static final class WriteOnly implements Codec<Path> {
        @Override
        public byte[] encode(Path value) {
            return value.toString().getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public Path decode(byte[] bytes) {
            throw new AssertionError("a value was read");
        }
    }

    @Test
    void conditionThatFailsEndsItAndIsThrown() {
        Cache<String, String> cache = cache(Storage.PLAIN);
        cache.put("a", "1");
        assertThatThrownBy(() -> KeyRemoval.of(cache).removeIf(key -> {
                    throw new IllegalArgumentException(key);
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a");
        assertThat(cache.get("a")).isEqualTo("1");
        cache.close();
        KeyRemoval<String> closed = KeyRemoval.of(cache);
        assertThatThrownBy(() -> closed.removeIf(key -> true)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void listenerThatFailsDoesNotEndItHalfWay() {
        Cache<String, String> cache = cache(Storage.PLAIN);
        CacheEntryRemovedListener<String, String> listener = events -> {
            throw new IllegalStateException("of the test");
        };
        cache.registerCacheEntryListener(
                new MutableCacheEntryListenerConfiguration<>(() -> listener, null, false, true));
        for (int i = 0; i < 100; i++) {
            cache.put("key" + i, "value");
        }
        assertThatThrownBy(() -> KeyRemoval.of(cache).removeIf(key -> true))
                .isInstanceOf(CacheEntryListenerException.class)
                .satisfies(first -> assertThat(first.getSuppressed())
                        .isNotEmpty() // there are several segments
                        .allMatch(CacheEntryListenerException.class::isInstance));
        assertThat(cache).isEmpty();
    }

    @Test
    void conditionThatFailsLateHidesNoListenerThatFailed() {
        Cache<String, String> cache = cache(Storage.PLAIN);
        CacheEntryRemovedListener<String, String> listener = events -> {
            throw new IllegalStateException("of the test");
        };
        cache.registerCacheEntryListener(
                new MutableCacheEntryListenerConfiguration<>(() -> listener, null, false, true));
        for (int i = 0; i < 100; i++) {
            cache.put("key" + i, "value");
        }
        AtomicInteger asked = new AtomicInteger();
        assertThatThrownBy(() -> KeyRemoval.of(cache).removeIf(key -> {
                    if (asked.incrementAndGet() == 100) {
                        throw new IllegalArgumentException(key);
                    }
                    return true;
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(thrown ->
                        assertThat(thrown.getSuppressed()[0]).isInstanceOf(CacheEntryListenerException.class));
    }

    @Test
    void conditionMayFailAsListenersDoAndEndsItAllTheSame() {
        Cache<String, String> cache = cache(Storage.PLAIN);
        for (int i = 0; i < 100; i++) {
            cache.put("key" + i, "value");
        }
        AtomicInteger asked = new AtomicInteger();
        CacheEntryListenerException failure = new CacheEntryListenerException("of another cache");
        assertThatThrownBy(() -> KeyRemoval.of(cache).removeIf(key -> {
                    asked.incrementAndGet();
                    throw failure;
                }))
                .isSameAs(failure);
        assertThat(asked).hasValue(1);
    }
}
