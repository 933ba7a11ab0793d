package org.larder.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.Configuration;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.larder.LarderConfiguration;
import org.larder.provider.Rig.Storage;

/** What a cache and a manager were configured with, what is refused, and what can be seen of it. */
class ConfigurationTest {

    private final Rig rig = new Rig();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void anImpossibleSizeIsToldInWordsThatNameTheCache() {
        assertThatThrownBy(() -> rig.create("orders", Storage.BY_VALUE.strings().setMaxBytes(Long.MAX_VALUE)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("orders");
        rig.create("orders", Storage.BY_VALUE.strings());
    }

    @Test
    void contradictoryConfigurationsAreRefused() {
        List<Configuration<String, String>> contradictory = List.of(
                Storage.BY_REFERENCE.strings().setMaxBytes(1 << 20),
                Storage.BY_REFERENCE.strings().setSerialFilter("!*"),
                Storage.BY_VALUE.strings().setReadThrough(true),
                Storage.BY_VALUE.strings().setWriteThrough(true),
                new MutableConfiguration<String, String>().setReadThrough(true));
        for (Configuration<String, String> each : contradictory) {
            assertThatThrownBy(() -> rig.manager.createCache("orders", each))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("orders");
            assertThat(Rig.listOf(rig.manager.getCacheNames())).isEmpty();
        }
    }

    @Test
    void propertiesThatAreMalformedAreRefused() {
        for (Object value : new Object[] {"much", "-1", "0", "", "1e9", "99999999999999999999", 1_000}) {
            Properties properties = new Properties();
            properties.put("larder.default-max-bytes", value);
            URI uri = URI.create("malformed:" + Objects.hash(value));
            assertThatThrownBy(() -> rig.provider.getCacheManager(uri, null, properties))
                    .as("%s", value)
                    .isInstanceOf(CacheException.class)
                    .hasMessageContaining("larder.default-max-bytes")
                    .hasMessageContaining(uri.toString());
            assertThat(rig.provider.getCacheManager(uri, null, null)).isNotNull();
        }
    }

    @Test
    void theConfigurationOfACacheCannotBeChangedFromOutside() {
        LarderConfiguration<String, String> mine = Storage.BY_VALUE.strings().setStatisticsEnabled(true);
        Cache<String, String> cache = rig.create("orders", mine);
        mine.setStatisticsEnabled(false).setStoreByValue(false);
        mine.setReadThrough(true);

        @SuppressWarnings("unchecked") // the standard takes a raw class
        LarderConfiguration<String, String> got = cache.getConfiguration(LarderConfiguration.class);
        assertThat(got.isStatisticsEnabled()).isTrue();
        assertThat(got.isStoreByValue()).isTrue();
        assertThat(got.isReadThrough()).isFalse();
        got.setStatisticsEnabled(false).setTypes(String.class, String.class).setMaxEntries(1);
        got.addCacheEntryListenerConfiguration(new Journal().listening());

        @SuppressWarnings("unchecked") // the standard takes a raw class
        LarderConfiguration<String, String> again = cache.getConfiguration(LarderConfiguration.class);
        assertThat(again.isStatisticsEnabled()).isTrue();
        assertThat(again.getMaxEntries()).isNull();
        assertThat(again.getCacheEntryListenerConfigurations()).isEmpty();
        assertThat(rig.manager.getCache("orders", String.class, String.class)).isSameAs(cache);
    }

    @Test
    void theConfigurationShowsWhatWasSwitchedSince() {
        Cache<String, String> cache = rig.create("orders", Storage.BY_VALUE.strings());
        MutableCacheEntryListenerConfiguration<String, String> listening = new Journal().listening();
        rig.manager.enableStatistics("orders", true);
        rig.manager.enableManagement("orders", true);
        cache.registerCacheEntryListener(listening);
        CompleteConfiguration<String, String> now = complete(cache);
        assertThat(now.isStatisticsEnabled()).isTrue();
        assertThat(now.isManagementEnabled()).isTrue();
        assertThat(now.getCacheEntryListenerConfigurations()).containsExactly(listening);
        cache.deregisterCacheEntryListener(listening);
        assertThat(complete(cache).getCacheEntryListenerConfigurations()).isEmpty();
        assertThatThrownBy(() -> {
                    cache.registerCacheEntryListener(listening);
                    cache.registerCacheEntryListener(listening);
                })
                .isInstanceOf(IllegalArgumentException.class);
    }

    @SuppressWarnings("unchecked") // the standard takes a raw class
    private static CompleteConfiguration<String, String> complete(Cache<String, String> cache) {
        return cache.getConfiguration(CompleteConfiguration.class);
    }
}
