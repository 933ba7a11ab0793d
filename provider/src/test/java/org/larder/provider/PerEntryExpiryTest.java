package org.larder.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.expiry.TouchedExpiryPolicy;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CompletionListenerFuture;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.larder.LarderConfiguration;
import org.larder.expiry.PerEntryExpiry;
import org.larder.expiry.TimeToLive;
import org.larder.management.CacheStorageMXBean;
import org.larder.provider.log.LogCapture;

/** Entries that are written with an expiry of their own. */
class PerEntryExpiryTest {

    private static final TimeToLive MINUTE = TimeToLive.ofSeconds(60);

    @TempDir
    Path directory;

    private final ManualClock clock = new ManualClock();
    private final LarderCachingProvider provider = new LarderCachingProvider(clock, Duration.ofMillis(20));

    @AfterEach
    void close() {
        provider.close();
    }

    private static LarderConfiguration<String, String> configuration() {
        return new LarderConfiguration<String, String>().setTypes(String.class, String.class);
    }

    private Cache<String, String> cache(LarderConfiguration<String, String> configuration) {
        return provider.getCacheManager().createCache("orders", configuration);
    }

    /** What writes a value that was not there. */
    enum Write {
        PUT {
            @Override
            void to(Cache<String, String> cache) {
                cache.put("key", "mine");
            }
        },
        GET_AND_PUT {
            @Override
            void to(Cache<String, String> cache) {
                cache.getAndPut("key", "mine");
            }
        },
        PUT_ALL {
            @Override
            void to(Cache<String, String> cache) {
                cache.putAll(Map.of("key", "mine"));
            }
        },
        PUT_IF_ABSENT {
            @Override
            void to(Cache<String, String> cache) {
                cache.putIfAbsent("key", "mine");
            }
        },
        INVOKE {
            @Override
            void to(Cache<String, String> cache) {
                cache.invoke("key", (entry, arguments) -> {
                    entry.setValue("mine");
                    return null;
                });
            }
        },
        LOAD {
            @Override
            void to(Cache<String, String> cache) {
                cache.get("key");
            }
        },
        LOAD_ALL {
            @Override
            void to(Cache<String, String> cache) {
                CompletionListenerFuture loaded = new CompletionListenerFuture();
                cache.loadAll(Set.of("key"), true, loaded);
                try {
                    loaded.get(60, TimeUnit.SECONDS);
                } catch (InterruptedException | ExecutionException | TimeoutException e) {
                    throw new AssertionError(e);
                }
            }
        };

        abstract void to(Cache<String, String> cache);
    }

    private static final class Loader implements CacheLoader<String, String> {
        @Override
        public String load(String key) {
            return "mine";
        }

        @Override
        public Map<String, String> loadAll(Iterable<? extends String> keys) {
            return Map.of("key", "mine");
        }
    }

    private static LarderConfiguration<String, String> loading() {
        LarderConfiguration<String, String> configuration = configuration();
        configuration.setReadThrough(true).setCacheLoaderFactory(Loader::new);
        return configuration;
    }

    @ParameterizedTest
    @EnumSource
    void everyWriteThroughTheViewHasItsExpiryAndOthersThatOfTheCache(Write write) {
        Cache<String, String> cache = cache(loading());
        Cache<String, String> view = PerEntryExpiry.of(cache).with(MINUTE);
        cache.put("other", "eternal");
        write.to(view);

        clock.advance(Duration.ofMillis(59_999));
        assertThat(cache.get("key")).isEqualTo("mine");
        clock.advance(Duration.ofMillis(1));
        assertThat(cache.containsKey("key")).isFalse();
        assertThat(view.containsKey("key")).isFalse();

        write.to(cache);
        clock.advance(Duration.ofDays(1000));
        assertThat(view.get("key")).isEqualTo("mine");
        assertThat(view.get("other")).isEqualTo("eternal");
    }

    @Test
    void updateThroughTheViewGivesAnotherDeadlineAndUpdateThroughTheCacheThatOfItsPolicy() {
        Cache<String, String> cache = cache(configuration());
        cache.put("key", "eternal");
        PerEntryExpiry.of(cache).with(MINUTE).replace("key", "a minute");
        clock.advance(Duration.ofSeconds(59));
        cache.put("key", "as before"); // an eternal policy leaves the deadline of what is updated alone
        assertThat(cache.get("key")).isEqualTo("as before");
        clock.advance(Duration.ofSeconds(1));
        assertThat(cache.get("key")).isNull();
    }

    @Test
    void accessThroughTheViewIsOneByItsPolicy() {
        Cache<String, String> cache = cache(configuration());
        Cache<String, String> touched = PerEntryExpiry.of(cache)
                .with(new TouchedExpiryPolicy(new javax.cache.expiry.Duration(TimeUnit.SECONDS, 60)));
        touched.put("key", "value");
        clock.advance(Duration.ofSeconds(50));
        assertThat(touched.get("key")).isEqualTo("value");
        clock.advance(Duration.ofSeconds(50));
        assertThat(cache.get("key")).isEqualTo("value");
        clock.advance(Duration.ofSeconds(10));
        assertThat(cache.get("key")).isNull();
    }

    @Test
    void zeroLifeStoresNothingAndTakesTheOldValueAway() {
        Cache<String, String> cache = cache(configuration());
        cache.put("key", "old");
        PerEntryExpiry.of(cache).with(TimeToLive.ofSeconds(0)).put("key", "new");
        assertThat(cache.containsKey("key")).isFalse();
        assertThat(cache.iterator()).isExhausted();
    }

    @Test
    void sweeperTakesAwayWhatExpiresInAnEternalCache() {
        Cache<String, String> cache = cache(configuration());
        PerEntryExpiry.of(cache).with(MINUTE).put("key", "value");
        clock.advance(Duration.ofSeconds(60));
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(cache.unwrap(CacheStorageMXBean.class).getEntries())
                                .isZero());
    }

    @Test
    void sweeperTakesAwayWhatAnEarlierRunLeftInAFile() {
        Properties properties = new Properties();
        properties.setProperty("larder.directory", directory.toString());
        CacheManager manager = provider.getCacheManager(null, null, properties);
        PerEntryExpiry.of(manager.createCache("orders", configuration().setPersistent(true)))
                .with(MINUTE)
                .put("key", "value");
        manager.close();
        clock.advance(Duration.ofSeconds(60));
        Cache<String, String> cache = provider.getCacheManager(null, null, properties)
                .createCache("orders", configuration().setPersistent(true));
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(cache.unwrap(CacheStorageMXBean.class).getEntries())
                                .isZero());
    }

    @Test
    void viewHasTheListenersTheLifeAndTheViewsOfItsCache() {
        Cache<String, String> cache = cache(configuration());
        List<Object> sources = new ArrayList<>();
        CacheEntryCreatedListener<String, String> listener =
                events -> events.forEach(event -> sources.add(event.getSource()));
        cache.registerCacheEntryListener(
                new MutableCacheEntryListenerConfiguration<>(() -> listener, null, false, true));
        Cache<String, String> view = PerEntryExpiry.of(cache).with(MINUTE);
        view.put("key", "value");
        assertThat(sources).containsExactly(cache);

        PerEntryExpiry.of(view).with(TimeToLive.ofSeconds(1)).put("second", "value");
        clock.advance(Duration.ofSeconds(1));
        assertThat(view.containsKey("second")).isFalse();

        view.close();
        assertThat(cache.isClosed()).isTrue();
        assertThat(provider.getCacheManager().getCacheNames()).isEmpty();
        assertThatThrownBy(() -> view.get("key")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> PerEntryExpiry.of(cache).with(MINUTE)).isInstanceOf(IllegalStateException.class);
        assertThat(cache(configuration()).get("key")).isNull();
    }

    @Test
    void policiesOfAllViewsThatFailAreLoggedOnceAMinuteTogether() {
        Cache<String, String> cache = cache(configuration());
        try (LogCapture log = new LogCapture("org.larder.provider.expiry.Deadlines")) {
            for (int i = 0; i < 3; i++) {
                PerEntryExpiry.of(cache).with(new FailingPolicy()).put("key" + i, "value");
            }
            assertThat(log.messages()).hasSize(1);
        }
    }

    private static final class FailingPolicy implements ExpiryPolicy {
        @Override
        public javax.cache.expiry.Duration getExpiryForCreation() {
            throw new IllegalStateException("of the test");
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
}
