package org.larder.provider.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import javax.cache.Caching;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.larder.CachedData;
import org.larder.DataCache;
import org.larder.WriteResult;

/** The code of the page "The data cache", run; and that the page shows the code that was run. */
class DataCacheGuideTest {

    @AfterEach
    void close() {
        Caching.getCachingProvider().close();
    }

    private static Map<String, Object> lookUp(String rid) {
        return Map.of("name", rid);
    }

    @Test
    void codeOfThePageRuns() {
        DataCache<Map<String, Object>> cache = DataCache.builder()
                .domain("local", "shop")
                .dataType("myDnsData")
                .ttlSeconds("180")
                .build();

        cache.add("one", Map.of("address", "192.0.2.1"));
        CachedData<Map<String, Object>> one = cache.get("one");
        CachedData<Map<String, Object>> two = cache.get("two", rid -> lookUp(rid));
        cache.update("one", Map.of("address", "192.0.2.2"));
        cache.delete("one");

        assertThat(one.cacheData()).isEqualTo(Map.of("address", "192.0.2.1"));
        assertThat(two.cacheData()).isEqualTo(Map.of("name", "two"));
        assertThat(cache.get("two")).isEqualTo(two);

        WriteResult gone = cache.raiseOnError(false).delete("one");

        assertThat(gone).isNull();
    }

    @Test
    void pageShowsTheCodeThatRuns() throws IOException {
        Page page = new Page("data-cache.md");
        assertThat(page.blocks()).hasSize(2);
        assertThat(page.blocks())
                .allSatisfy(block -> assertThat(Page.codeOf(getClass())).contains(block));
    }
}
