package org.larder.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import javax.cache.Cache;
import javax.cache.CacheException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.larder.provider.Rig.Storage;

/** Entries that are larger than a cache by value can hold. */
class OversizedEntryTest {

    private final Rig rig = new Rig();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void anEntryTooLargeIsACacheExceptionWhereItWasAskedFor() {
        Journal journal = new Journal();
        Cache<String, String> cache = rig.create(
                "orders",
                Storage.BY_VALUE
                        .strings()
                        .setOversizedEntryRejected(true)
                        .setWriteThrough(true)
                        .setCacheWriterFactory(journal.writing()));
        Cache<String, String> plain =
                rig.create("plain", Storage.BY_VALUE.strings().setOversizedEntryRejected(true));
        String large = "x".repeat(2 << 20);
        for (Cache<String, String> each : List.of(cache, plain)) {
            each.put("k", "old");
            journal.clear();
            assertThatThrownBy(() -> each.put("k", large))
                    .isInstanceOf(CacheException.class)
                    .hasMessageContaining(each.getName())
                    .hasMessageContaining("bytes");
            assertThatThrownBy(() -> each.putAll(Map.of("k", large))).isInstanceOf(CacheException.class);
            assertThatThrownBy(() -> each.invoke("k", (entry, arguments) -> {
                        entry.setValue(large);
                        return null;
                    }))
                    .isInstanceOf(CacheException.class);
            assertThat(each.get("k")).isEqualTo("old");
            assertThat(journal.writes).isEmpty();
        }
    }

    @Test
    void anEntryTooLargeCountsAsWrittenAndEvicted() {
        Journal journal = new Journal();
        Cache<String, String> cache = rig.create(
                "orders",
                Storage.BY_VALUE
                        .strings()
                        .setStatisticsEnabled(true)
                        .addCacheEntryListenerConfiguration(journal.listening())
                        .setWriteThrough(true)
                        .setCacheWriterFactory(journal.writing()));
        cache.put("k", "old");
        journal.clear();
        cache.put("k", "x".repeat(2 << 20));
        assertThat(cache.containsKey("k")).isFalse();
        assertThat(journal.writes).hasSize(1);
        assertThat(journal.events).singleElement().asString().startsWith("UPDATED old>xxx");
        assertThat(rig.counts("orders")).containsExactly(0L, 0L, 2L, 0L);
        assertThat(rig.statistics("orders").getCacheEvictions()).isOne();
    }
}
