package org.larder.provider.datacache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.larder.CacheDomain;
import org.larder.CachedData;
import org.larder.DataCache;
import org.larder.DataCacheException;
import org.larder.LarderConfiguration;

/** Where the records of data caches are, and what they can be. */
@Timeout(300)
class DataCacheStorageTest extends DataCacheSetting {

    @Test
    @Tag("S1-1")
    void recordsOfOneDomainAreUnknownInAnother() {
        DataCache<String> shop = handle("300");
        DataCache<String> depot =
                handle(provider.getCacheManager(CacheDomain.LOCAL.uri("depot"), null), "myDnsData", "300");
        shop.add("k", "of the shop");
        assertThat(depot.get("k")).isNull();
        assertThat(shop.get("k").cacheData()).isEqualTo("of the shop");
    }

    @ParameterizedTest
    @Tag("S1-2")
    @CsvSource({"system, , larder.system-domain", "organization, acme, larder.directory"})
    void domainThatIsNotSetUpIsAnErrorOfCode800(String domain, String id, String missing) {
        assertThatExceptionOfType(DataCacheException.class)
                .isThrownBy(() -> DataCache.builder()
                        .domain(domain, id)
                        .dataType("myDnsData")
                        .build())
                .withMessageContaining(missing)
                .satisfies(e -> assertThat(e.code()).isEqualTo(800));
    }

    @Test
    @Tag("S1-4")
    void dataTypesKeepTheirRecordsApart() {
        DataCache<String> dns = handle("300");
        DataCache<String> whois = handle(manager, "tc:whois:cache", "300");
        dns.add("one", "dns");
        whois.add("one", "whois");
        assertThat(dns.get("one").cacheData()).isEqualTo("dns");
        assertThat(whois.get("one").cacheData()).isEqualTo("whois");
    }

    record Host(String name, List<Integer> ports) implements Serializable {}

    static Stream<Object> data() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("text", "grüße, 東京, 😀, \u0000");
        json.put("numbers", List.of(1, 2L, 3.5, new BigDecimal("4.50"), BigInteger.TEN.pow(40)));
        json.put("nested", Map.of("list", List.of(Map.of("deep", List.of("a", List.of()))), "flag", true));
        json.put("nothing", null);
        json.put("", Arrays.asList(1, null, "x"));
        return Stream.of(
                json,
                List.of(json, json),
                Map.of("one", 1),
                new ArrayList<>(List.of("a", "b")),
                "text",
                42,
                Map.of("host", new Host("larder", List.of(80, 443))),
                Map.of(
                        "when",
                        Instant.EPOCH.plus(1, ChronoUnit.NANOS),
                        "where",
                        Path.of("a").toString()),
                Map.of("any", new Properties()));
    }

    @ParameterizedTest
    @Tag("S1-20")
    @MethodSource("data")
    void dataComesBackEqual(Object data) {
        DataCache<Object> cache = handle("180");
        cache.add("one", data);
        assertThat(cache.get("one").cacheData()).isEqualTo(data);
        assertThat(cache.get("one").cacheDate()).isEqualTo(now.get());
    }

    @Test
    void dataIsStoredByValue() {
        DataCache<List<String>> cache = handle("180");
        List<String> data = new ArrayList<>(List.of("a"));
        cache.add("one", data);
        data.add("b");
        assertThat(cache.get("one").cacheData()).containsExactly("a");
        cache.get("one").cacheData().add("c");
        assertThat(cache.get("one").cacheData()).containsExactly("a");
    }

    @Test
    void dataThatCannotBeStoredIsAFailure() {
        DataCache<Object> cache = handle("180");
        assertThatThrownBy(() -> cache.add("one", Map.of("thread", new Object())))
                .isInstanceOf(DataCacheException.class)
                .hasMessageStartingWith("Failed to post record data")
                .hasMessageContaining("serializable");
    }

    @Test
    @Tag("S1-21")
    void recordsSurviveARestartUnlessTheyExpireMeanwhile(@TempDir Path directory) {
        Properties properties = new Properties();
        properties.setProperty("larder.directory", directory.toString());
        properties.setProperty("cache.myDnsData.persistent", "true");
        properties.setProperty("cache.myDnsData.max-bytes", "1MiB");
        URI uri = CacheDomain.LOCAL.uri("persistent");
        try (CacheManager first = provider.getCacheManager(uri, null, properties)) {
            DataCache<Map<String, Object>> cache = handle(first, "myDnsData", "180");
            cache.add("early", Map.of("one", 1));
            advance(Duration.ofSeconds(100));
            cache.add("late", Map.of("two", 2));
        }
        advance(Duration.ofSeconds(100));
        CacheManager second = provider.getCacheManager(uri, null, properties);
        DataCache<Map<String, Object>> cache = handle(second, "myDnsData", "180");
        assertThat(cache.get("early")).isNull();
        assertThat(cache.get("late").cacheData()).isEqualTo(Map.of("two", 2));
        assertThat(cache.add("late", Map.of("three", 3)).version()).isEqualTo(2);
    }

    @Test
    void readyCacheIsUsedAsItIs() {
        Cache<String, Object> untyped = manager.createCache("ready", new LarderConfiguration<String, Object>());
        DataCache<String> cache = DataCache.builder()
                .cache(untyped)
                .ttlSeconds("180")
                .clock(now::get)
                .build();
        cache.add("one", "data");
        assertThat(((CachedData<?>) untyped.get("one")).cacheData()).isEqualTo("data");
        assertThat(cache.get("one").cacheData()).isEqualTo("data");
    }

    @Test
    void cacheOfOtherTypesIsAnErrorOfCode800() {
        manager.createCache("other", new MutableConfiguration<Long, String>().setTypes(Long.class, String.class));
        assertThatExceptionOfType(DataCacheException.class)
                .isThrownBy(() -> handle(manager, "other", "180"))
                .withMessageContainingAll("'other'", "java.lang.Long", "org.larder.CachedData")
                .satisfies(e -> assertThat(e.code()).isEqualTo(800));
    }

    @Test
    void closedCacheIsAFailure() {
        DataCache<String> cache = handle("180");
        manager.close();
        assertThatThrownBy(() -> cache.get("one"))
                .isInstanceOf(DataCacheException.class)
                .hasCauseInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> handle("180"))
                .isInstanceOf(DataCacheException.class)
                .hasCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void domainIsFoundByItsName() {
        DataCache<String> cache = DataCache.builder()
                .domain("local", "DataCacheOnLarderTest")
                .dataType("myDnsData")
                .ttlSeconds("180")
                .build();
        cache.add("one", "data");
        assertThat(cache.get("one").cacheData()).isEqualTo("data");
        Caching.getCachingProvider()
                .close(
                        CacheDomain.LOCAL.uri("DataCacheOnLarderTest"),
                        Caching.getCachingProvider().getDefaultClassLoader());
        assertThatThrownBy(() -> cache.get("one")).hasCauseInstanceOf(IllegalStateException.class);
    }
}
