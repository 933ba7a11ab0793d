package org.larder.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryExpiredListener;
import javax.cache.expiry.CreatedExpiryPolicy;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.larder.LarderConfiguration;

/** Two providers, as in two JVMs, that have one persistent cache open. */
class SharedCacheTest {

    @TempDir
    Path directory;

    private final AtomicLong nowMillis = new AtomicLong(1_000_000);
    private final LarderCachingProvider here = provider();
    private final LarderCachingProvider there = provider();

    private LarderCachingProvider provider() {
        return new LarderCachingProvider(() -> Instant.ofEpochMilli(nowMillis.get()), Duration.ofMillis(20));
    }

    @AfterEach
    void close() {
        here.close();
        there.close();
    }

    private Cache<String, String> cache(
            LarderCachingProvider provider, LarderConfiguration<String, String> configuration) {
        Properties properties = new Properties();
        properties.setProperty("larder.directory", directory.toString());
        return provider.getCacheManager(URI.create("larder:shop"), null, properties)
                .createCache("orders", configuration);
    }

    private static LarderConfiguration<String, String> persistent() {
        return new LarderConfiguration<String, String>()
                .setTypes(String.class, String.class)
                .setMaxBytes(1L << 20)
                .setPersistent(true);
    }

    @Test
    void whatOneWritesTheOtherReads() {
        Cache<String, String> one = cache(here, persistent());
        Cache<String, String> other = cache(there, persistent());
        one.put("key", "value");
        assertThat(other.get("key")).isEqualTo("value");
        assertThat(other.putIfAbsent("key", "mine")).isFalse();
        assertThat(other.replace("key", "value", "mine")).isTrue();
        assertThat(one.replace("key", "value", "yours")).isFalse();
        assertThat(one.get("key")).isEqualTo("mine");
        one.clear();
        assertThat(other).isEmpty();
    }

    @Test
    void expiredEntryHasItsEventOnceHereOrThere() {
        List<String> events = new CopyOnWriteArrayList<>();
        Cache<String, String> one = cache(here, expiring(events));
        cache(there, expiring(events));
        for (int i = 0; i < 200; i++) {
            one.put("key" + i, "value");
        }
        nowMillis.addAndGet(20_000);
        Awaitility.await().until(() -> events.size() >= 200);
        one.get("key1");
        assertThat(events).doesNotHaveDuplicates().hasSize(200);
    }

    private static LarderConfiguration<String, String> expiring(List<String> events) {
        CacheEntryExpiredListener<String, String> listener =
                expired -> expired.forEach(event -> events.add(event.getKey()));
        LarderConfiguration<String, String> configuration = persistent();
        configuration
                .setExpiryPolicyFactory(
                        CreatedExpiryPolicy.factoryOf(new javax.cache.expiry.Duration(TimeUnit.SECONDS, 10)))
                .addCacheEntryListenerConfiguration(
                        new MutableCacheEntryListenerConfiguration<>(() -> listener, null, false, true));
        return configuration;
    }

    @Test
    void cacheWithAWriterSharesItsFilesWithNobody() {
        cache(here, writing());
        assertThatThrownBy(() -> cache(there, persistent()))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("a cache with a writer");
        here.close();
        cache(there, persistent()).put("key", "value");
        LarderCachingProvider third = provider();
        assertThatThrownBy(() -> cache(third, writing()))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("it is not to be shared, as a cache with a writer");
        third.close();
    }

    private static LarderConfiguration<String, String> writing() {
        LarderConfiguration<String, String> configuration = persistent();
        configuration.setWriteThrough(true).setCacheWriterFactory(WriterToNowhere::new);
        return configuration;
    }
}
