package org.larder.provider.datacache;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.cache.CacheManager;
import org.junit.jupiter.api.AfterEach;
import org.larder.CacheDomain;
import org.larder.DataCache;
import org.larder.provider.LarderCachingProvider;

/** A manager on a manual clock, and handles of data caches in it. */
abstract class DataCacheSetting {

    final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-10T10:00:00.123456Z"));
    final LarderCachingProvider provider = new LarderCachingProvider(now::get);
    final CacheManager manager = provider.getCacheManager(CacheDomain.LOCAL.uri("shop"), null);
    final AtomicInteger calls = new AtomicInteger();

    @AfterEach
    void close() {
        provider.close();
    }

    <D> DataCache<D> handle(CacheManager caches, String dataType, String ttlSeconds) {
        return DataCache.builder()
                .manager(caches)
                .dataType(dataType)
                .ttlSeconds(ttlSeconds)
                .clock(now::get)
                .build();
    }

    <D> DataCache<D> handle(String ttlSeconds) {
        return handle(manager, "myDnsData", ttlSeconds);
    }

    void advance(Duration by) {
        now.updateAndGet(instant -> instant.plus(by));
    }

    <D> D counted(D data) {
        calls.incrementAndGet();
        return data;
    }
}
