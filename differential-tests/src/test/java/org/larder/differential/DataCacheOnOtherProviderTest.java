package org.larder.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.benmanes.caffeine.jcache.spi.CaffeineCachingProvider;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.integration.CacheLoaderException;
import javax.cache.spi.CachingProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.larder.CachedData;
import org.larder.DataCache;
import org.larder.DataCacheException;
import org.larder.WriteResult;
import org.larder.expiry.TimeToLive;

/** The data cache on another provider, where readers alone look at the date. */
class DataCacheOnOtherProviderTest {

    private final ManualClock clock = new ManualClock();
    private final CachingProvider provider = new CaffeineCachingProvider();
    private final CacheManager manager = provider.getCacheManager();

    @AfterEach
    void close() {
        provider.close();
    }

    private <D> DataCache<D> handle(long ttlSeconds) {
        return DataCache.builder()
                .manager(manager)
                .dataType("data")
                .ttlSeconds(ttlSeconds)
                .clock(clock)
                .build();
    }

    @Test
    void recordsAreValidAsLongAsTheirReaderSays() {
        DataCache<String> patient = handle(300);
        DataCache<String> hasty = handle(1);
        patient.add("one", "data");
        clock.advance(299_999);
        assertThat(hasty.get("one")).isNull();
        assertThat(patient.get("one").cacheData()).isEqualTo("data");
        clock.advance(1);
        assertThat(patient.get("one")).isNull();
        assertThat(patient.get("one", rid -> "data of " + rid).cacheData()).isEqualTo("data of one");
        assertThat(patient.get("one").version()).isEqualTo(2);
    }

    @Test
    @SuppressWarnings("unchecked") // a class literal knows no type arguments
    void cacheThatIsMadeHasThePolicyOfItsFirstHandle() {
        handle(300);
        Cache<?, ?> made = manager.getCache("data");
        CompleteConfiguration<?, ?> configuration = made.getConfiguration(CompleteConfiguration.class);
        assertThat(configuration.getExpiryPolicyFactory().create()).isEqualTo(TimeToLive.ofSeconds(300));
    }

    @Test
    void operationsSayWhatTheyDid() {
        DataCache<List<Integer>> cache = handle(300);
        assertThat(cache.add("one", List.of(1))).isEqualTo(new WriteResult("one", 1, WriteResult.Result.CREATED));
        assertThat(cache.add("one", List.of(2))).isEqualTo(new WriteResult("one", 2, WriteResult.Result.UPDATED));
        assertThat(cache.update("one", List.of(3)))
                .isEqualTo(new CachedData<>(clock.instant(), List.of(3), 3))
                .isEqualTo(cache.get("one"));
        assertThat(cache.delete("one").result()).isEqualTo(WriteResult.Result.DELETED);
        assertThatThrownBy(() -> cache.delete("one")).isInstanceOf(DataCacheException.class);
        assertThatThrownBy(() -> cache.get("one", rid -> {
                    throw new IOException("no network");
                }))
                .isInstanceOf(CacheLoaderException.class)
                .hasCauseInstanceOf(IOException.class);
    }

    @Test
    void dataComesBackEqual() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("text", "grüße, 東京, 😀");
        json.put("nested", Map.of("list", List.of(1, 2L, 3.5, Map.of("deep", true))));
        json.put("nothing", null);
        DataCache<Map<String, Object>> cache = handle(300);
        cache.add("one", json);
        assertThat(cache.get("one").cacheData()).isEqualTo(json).isNotSameAs(json);
    }

    @Test
    void dataThatIsNeverEqualIsWrittenAndCountedToo() {
        DataCache<byte[]> cache = handle(300);
        cache.add("one", new byte[] {1});
        assertThat(cache.add("one", new byte[] {2}).version()).isEqualTo(2);
        assertThat(cache.get("one").cacheData()).containsExactly(2);
    }

    @Test
    void versionsAreCountedAtomically() {
        DataCache<String> cache = handle(300);
        assertThat(IntStream.range(0, 400)
                        .parallel()
                        .mapToObj(i -> cache.add("one", "data").version()))
                .doesNotHaveDuplicates()
                .contains(1L, 400L);
    }
}
