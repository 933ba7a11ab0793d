package org.larder.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.benmanes.caffeine.jcache.spi.CaffeineCachingProvider;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.spi.CachingProvider;
import org.junit.jupiter.api.Test;
import org.larder.KeyRemoval;
import org.larder.expiry.PerEntryExpiry;

/** What Larder's API makes of the caches of another provider. */
class OtherProviderTest {

    @Test
    void removalByKeysGoesThroughAllEntries() {
        try (CachingProvider provider = new CaffeineCachingProvider()) {
            Cache<String, String> cache = cache(provider);
            cache.put("a__1", "value");
            cache.put("a__2", "value");
            cache.put("b__1", "value");
            assertThat(KeyRemoval.of(cache).removeIf(key -> key.startsWith("a__")))
                    .isEqualTo(2);
            assertThat(cache).singleElement().extracting(Cache.Entry::getKey).isEqualTo("b__1");
        }
    }

    @Test
    void expiryOfAnEntryIsRefusedWithTheNameOfTheCacheAndWhatToDo() {
        try (CachingProvider provider = new CaffeineCachingProvider()) {
            Cache<String, String> cache = cache(provider);
            assertThatThrownBy(() -> PerEntryExpiry.of(cache))
                    .isInstanceOf(CacheException.class)
                    .hasMessageContaining("cache 'tokens'")
                    .hasMessageContaining("only one expiry policy to a cache")
                    .hasMessageContaining("use Larder");
        }
    }

    private static Cache<String, String> cache(CachingProvider provider) {
        return provider.getCacheManager()
                .createCache("tokens", new MutableConfiguration<String, String>().setTypes(String.class, String.class));
    }
}
