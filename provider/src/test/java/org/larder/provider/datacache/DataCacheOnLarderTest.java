package org.larder.provider.datacache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
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
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.integration.CacheLoaderException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.larder.CacheDomain;
import org.larder.CachedData;
import org.larder.DataCache;
import org.larder.DataCacheException;
import org.larder.LarderConfiguration;
import org.larder.WriteResult;
import org.larder.provider.LarderCachingProvider;

@Timeout(60)
class DataCacheOnLarderTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-10T10:00:00.123456Z"));
    private final LarderCachingProvider provider = new LarderCachingProvider(now::get);
    private final CacheManager manager = provider.getCacheManager(CacheDomain.LOCAL.uri("shop"), null);
    private final AtomicInteger calls = new AtomicInteger();

    @AfterEach
    void close() {
        provider.close();
    }

    private <D> DataCache<D> handle(CacheManager caches, String dataType, String ttlSeconds) {
        return DataCache.builder()
                .manager(caches)
                .dataType(dataType)
                .ttlSeconds(ttlSeconds)
                .clock(now::get)
                .build();
    }

    private <D> DataCache<D> handle(String ttlSeconds) {
        return handle(manager, "myDnsData", ttlSeconds);
    }

    private void advance(Duration by) {
        now.updateAndGet(instant -> instant.plus(by));
    }

    private <D> D counted(D data) {
        calls.incrementAndGet();
        return data;
    }

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

    @Test
    @Tag("S1-5")
    void numberAndTextMeanTheSameTimeToLive() {
        DataCache<String> number = DataCache.builder()
                .manager(manager)
                .dataType("number")
                .ttlSeconds(180)
                .clock(now::get)
                .build();
        DataCache<String> text = handle(manager, "text", "180");
        for (DataCache<String> cache : List.of(number, text)) {
            cache.add("one", "data");
        }
        advance(Duration.ofMillis(179_999));
        assertThat(number.get("one")).isNotNull();
        assertThat(text.get("one")).isNotNull();
        advance(Duration.ofMillis(1));
        assertThat(number.get("one")).isNull();
        assertThat(text.get("one")).isNull();
    }

    @Test
    @Tag("S1-5")
    void readingDoesNotExtendAndUpdatingDoes() {
        DataCache<String> cache = handle("180");
        cache.add("read", "data");
        cache.add("updated", "data");
        advance(Duration.ofSeconds(100));
        assertThat(cache.get("read")).isNotNull();
        cache.update("updated", "data");
        advance(Duration.ofSeconds(150));
        assertThat(cache.get("read")).isNull();
        assertThat(cache.get("updated")).isNotNull();
    }

    @ParameterizedTest
    @Tag("S1-6")
    @NullSource
    @ValueSource(strings = {"0", "-1"})
    void withoutLifeNothingIsValid(String ttlSeconds) {
        DataCache<String> cache = handle(ttlSeconds);
        cache.add("one", "data");
        assertThat(cache.get("one")).isNull();
        for (int call = 1; call <= 3; call++) {
            assertThat(cache.get("one", rid -> counted("data of " + rid)).cacheData())
                    .isEqualTo("data of one");
            assertThat(calls).hasValue(call);
        }
        assertThat(manager.getCache("myDnsData").containsKey("one")).isFalse();
    }

    @Test
    @Tag("S1-7")
    void timeToLiveIsThatOfTheReader() {
        DataCache<String> patient = handle("300");
        DataCache<String> hasty = handle("1");
        patient.add("one", "data");
        advance(Duration.ofSeconds(2));
        assertThat(hasty.get("one")).isNull();
        assertThat(patient.get("one").cacheData()).isEqualTo("data");
    }

    @Test
    @Tag("S1-7")
    void timeToLiveIsNeverLongerThanThatOfTheWriterWhicheverHandleWasFirst() {
        DataCache<String> hasty = handle("1");
        DataCache<String> patient = handle("300");
        hasty.add("short", "data");
        patient.add("long", "data");
        advance(Duration.ofSeconds(2));
        assertThat(patient.get("short")).isNull();
        assertThat(patient.get("long").cacheData()).isEqualTo("data");
        hasty.update("long", "data");
        patient.update("short", "data");
        advance(Duration.ofSeconds(2));
        assertThat(patient.get("long")).isNull();
        assertThat(patient.get("short")).isNotNull();
    }

    @Test
    @Tag("S1-8")
    void addCreatesAndThenUpdates() {
        DataCache<Map<String, Integer>> cache = handle("300");
        assertThat(cache.add("one", Map.of("one", 1))).isEqualTo(new WriteResult("one", 1, WriteResult.Result.CREATED));
        assertThat(cache.add("one", Map.of("one", 2))).isEqualTo(new WriteResult("one", 2, WriteResult.Result.UPDATED));
        assertThat(cache.get("one").cacheData()).isEqualTo(Map.of("one", 2));
    }

    @Test
    @Tag("S1-9")
    void updateCreatesWhatIsMissingAndReturnsTheEnvelope() {
        DataCache<Map<String, Integer>> cache = handle("300");
        CachedData<Map<String, Integer>> updated = cache.update("one", Map.of("one", 1));
        assertThat(updated).isEqualTo(new CachedData<>(now.get(), Map.of("one", 1), 1));
        assertThat(cache.get("one")).isEqualTo(updated);
    }

    @Test
    @Tag("S1-10")
    void getReturnsTheEnvelopeWithItsNamesInJson() {
        DataCache<Map<String, Integer>> cache = DataCache.builder()
                .manager(manager)
                .dataType("system clock")
                .ttlSeconds(300)
                .build();
        cache.add("one", Map.of("one", 1));
        CachedData<Map<String, Integer>> data = cache.get("one");
        assertThat(data.cacheData()).isEqualTo(Map.of("one", 1));
        assertThat(data.asMap()).containsOnlyKeys("cache-date", "cache-data");
        assertThat(Instant.parse((String) data.asMap().get("cache-date")))
                .isEqualTo(data.cacheDate())
                .isBeforeOrEqualTo(Instant.now());
        now.set(Instant.parse("2026-07-01T12:00:00.123456Z"));
        assertThat(handle("300").update("one", "data").asMap())
                .containsEntry("cache-date", "2026-07-01T12:00:00.123456Z");
    }

    @Test
    @Tag("S1-11")
    void whatIsMissingIsNull() {
        DataCache<String> cache = handle("300");
        assertThat(cache.get("zzz")).isNull();
        assertThat(cache.raiseOnError(false).get("zzz")).isNull();
    }

    @Test
    @Tag("S1-12")
    void deleteDeletesOnce() {
        DataCache<String> cache = handle("300");
        cache.add("one", "data");
        assertThat(cache.delete("one")).isEqualTo(new WriteResult("one", 0, WriteResult.Result.DELETED));
        assertThat(cache.get("one")).isNull();
        assertThatExceptionOfType(DataCacheException.class)
                .isThrownBy(() -> cache.delete("one"))
                .satisfies(e -> assertThat(e.code()).isEqualTo(805));
        assertThat(cache.raiseOnError(false).delete("one")).isNull();
        assertThat(cache.add("one", "again").version()).isEqualTo(1);
    }

    @Test
    @Tag("S1-13")
    void callbackIsCalledForWhatIsMissingAndForWhatIsExpired() {
        DataCache<String> cache = handle("180");
        assertThat(cache.get("one", rid -> counted("data of " + rid)).cacheData())
                .isEqualTo("data of one");
        assertThat(cache.get("one", rid -> counted("never")).cacheData()).isEqualTo("data of one");
        assertThat(cache.get("one").version()).isEqualTo(1);
        assertThat(calls).hasValue(1);
        advance(Duration.ofMinutes(3));
        assertThat(cache.get("one", rid -> counted("new")).cacheData()).isEqualTo("new");
        assertThat(cache.get("one", rid -> counted("never")).cacheData()).isEqualTo("new");
        assertThat(calls).hasValue(2);
    }

    @Test
    @Tag("S1-14")
    void callbackWithoutDataStoresNothing() {
        DataCache<Map<String, Object>> cache = handle("180");
        Cache<String, Object> below = manager.getCache("myDnsData");
        assertThat(cache.get("one", rid -> null)).isNull();
        assertThat(below.containsKey("one")).isFalse();
        assertThat(cache.get("one", rid -> Map.of()).cacheData()).isEmpty();
        assertThat(below.containsKey("one")).isFalse();
    }

    @Test
    @Tag("S1-15")
    void callbackThatFailsLeavesTheExpiredValueUnserved() {
        DataCache<String> cache = handle("180");
        cache.add("one", "old");
        advance(Duration.ofMinutes(3));
        for (DataCache<String> handle : List.of(cache, cache.raiseOnError(false))) {
            assertThatThrownBy(() -> handle.get("one", rid -> {
                        throw new IOException("no network");
                    }))
                    .isInstanceOf(CacheLoaderException.class)
                    .cause()
                    .isInstanceOf(IOException.class)
                    .hasMessage("no network");
        }
        assertThat(cache.get("one")).isNull();
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
    @Tag("S1-22")
    void callbackIsCalledOnceHoweverManyAsk() throws Exception {
        DataCache<String> cache = handle("180");
        Set<Thread> asking = ConcurrentHashMap.newKeySet();
        List<String> answers = inParallel(32, () -> {
            asking.add(Thread.currentThread());
            return cache.get("one", rid -> {
                        await().atMost(Duration.ofSeconds(30))
                                .until(() -> asking.stream()
                                                .filter(thread -> thread.getState() == Thread.State.WAITING)
                                                .count()
                                        == 31);
                        return counted("data of " + rid);
                    })
                    .cacheData();
        });
        assertThat(answers).hasSize(32).containsOnly("data of one");
        assertThat(calls).hasValue(1);
        assertThat(cache.get("one").version()).isEqualTo(1);
    }

    @Test
    @Tag("S1-8")
    void versionsAreCountedAtomically() throws Exception {
        DataCache<String> cache = handle("180");
        DataCache<String> other = handle("300");
        List<Long> versions = new ArrayList<>();
        for (List<Long> each : inParallel(8, () -> {
            List<Long> mine = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                mine.add(
                        i % 2 == 0
                                ? cache.add("one", "data").version()
                                : other.update("one", "data").version());
            }
            return mine;
        })) {
            versions.addAll(each);
        }
        assertThat(versions).doesNotHaveDuplicates().hasSize(800).contains(1L, 800L);
    }

    private static <T> List<T> inParallel(int threads, Callable<T> work) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            CountDownLatch ready = new CountDownLatch(threads);
            Callable<T> together = () -> {
                ready.countDown();
                assertThat(ready.await(30, TimeUnit.SECONDS)).isTrue();
                return work.call();
            };
            List<T> results = new ArrayList<>();
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                futures.add(pool.submit(together));
            }
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
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
    void handlesMadeAtOnceShareOneCache() throws Exception {
        inParallel(8, () -> this.<String>handle("180").add("one", "data"));
        assertThat(this.<String>handle("180").get("one").version()).isEqualTo(8);
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
