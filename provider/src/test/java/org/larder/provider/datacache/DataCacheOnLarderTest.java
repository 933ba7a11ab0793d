package org.larder.provider.datacache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.cache.Cache;
import javax.cache.integration.CacheLoaderException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.larder.CachedData;
import org.larder.DataCache;
import org.larder.DataCacheException;
import org.larder.WriteResult;

/** What the operations of a data cache do, row by row. */
@Timeout(300)
class DataCacheOnLarderTest extends DataCacheSetting {

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
        Instant before = Instant.now();
        cache.add("one", Map.of("one", 1));
        CachedData<Map<String, Integer>> data = cache.get("one");
        assertThat(data.cacheData()).isEqualTo(Map.of("one", 1));
        assertThat(data.asMap()).containsOnlyKeys("cache-date", "cache-data");
        assertThat(Instant.parse((String) data.asMap().get("cache-date")))
                .isEqualTo(data.cacheDate())
                .isBetween(before, Instant.now());
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
}
