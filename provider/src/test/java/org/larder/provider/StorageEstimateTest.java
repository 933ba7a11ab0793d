package org.larder.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.spi.CachingProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.larder.EntryTooLargeException;
import org.larder.LarderConfiguration;
import org.larder.StorageEstimate;
import org.larder.StorageEstimator;
import org.larder.management.CacheStorageMXBean;
import org.larder.provider.log.LogCapture;

/** What is said of a cache's storage before there is the cache is what it takes when there is one. */
class StorageEstimateTest {

    @TempDir
    Path directory;

    private final CachingProvider provider = new LarderCachingProvider();
    private CacheManager manager;

    @BeforeEach
    void open() {
        Properties properties = new Properties();
        properties.setProperty("larder.directory", directory.toString());
        properties.setProperty("cache.declared.max-bytes", "3MiB");
        manager = provider.getCacheManager(URI.create("larder:estimate"), null, properties);
    }

    @AfterEach
    void close() {
        provider.close();
    }

    private StorageEstimate estimate(String name, MutableConfiguration<?, ?> configuration) {
        return manager.unwrap(StorageEstimator.class).estimate(name, configuration);
    }

    private static LarderConfiguration<Integer, byte[]> bytes(boolean encrypted, boolean persistent) {
        LarderConfiguration<Integer, byte[]> configuration =
                new LarderConfiguration<Integer, byte[]>().setTypes(Integer.class, byte[].class);
        if (encrypted) {
            configuration.setEncrypted(true).setKeySourceFactory(() -> () -> List.of(new byte[32]));
        }
        return configuration.setPersistent(persistent).setOversizedEntryRejected(true);
    }

    @ParameterizedTest
    @CsvSource({
        "false, false, 1048576, 100",
        "false, true,  1048576, 100",
        "true,  false, 1048576, 100",
        "true,  true,  4194304, 1000",
        "false, true,  300000,  20"
    })
    void estimateIsWhatTheCacheTakes(boolean encrypted, boolean persistent, long maxBytes, int typicalEntryBytes)
            throws IOException {
        LarderConfiguration<Integer, byte[]> configuration =
                bytes(encrypted, persistent).setMaxBytes(maxBytes).setTypicalEntryBytes(typicalEntryBytes);
        StorageEstimate estimate = estimate("cache", configuration);
        Cache<Integer, byte[]> cache = manager.createCache("cache", configuration);
        CacheStorageMXBean storage = cache.unwrap(CacheStorageMXBean.class);
        assertThat(estimate.reservedBytes())
                .isEqualTo(storage.getReservedBytes())
                .isBetween(maxBytes * 9 / 10, maxBytes);
        if (persistent) {
            assertThat(estimate.diskBytes()).isBetween(bytesOfFiles(), bytesOfFiles() * 108 / 100 + (16 << 10));
        } else {
            assertThat(estimate.diskBytes()).isZero();
        }
        int largest = (int) estimate.largestEntryBytes() - Integer.BYTES;
        cache.put(1, new byte[largest]);
        assertThat(cache.get(1)).hasSize(largest);
        byte[] larger = new byte[largest + 1_000];
        assertThatThrownBy(() -> cache.put(1, larger)).isInstanceOf(EntryTooLargeException.class);
        cache.removeAll();
        for (int key = 0; key < 2 * estimate.typicalEntries(); key++) {
            cache.put(key, new byte[typicalEntryBytes - Integer.BYTES]);
        }
        assertThat((double) storage.getEntries() / estimate.typicalEntries()).isBetween(0.9, 1.02);
    }

    private long bytesOfFiles() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    @Test
    void nothingIsMade() throws IOException {
        estimate("cache", bytes(true, true));
        assertThat(bytesOfFiles()).isZero();
        assertThat(directory).isEmptyDirectory();
        assertThat(manager.getCacheNames()).containsExactly("declared");
    }

    @Test
    void boundOfEntriesBoundsTheEstimate() {
        StorageEstimate estimate = estimate("cache", bytes(false, false).setMaxEntries(1_234L));
        assertThat(estimate.typicalEntries()).isEqualTo(1_234);
    }

    @Test
    void filesAndPropertiesCount() {
        assertThat(estimate("declared", new MutableConfiguration<>()).reservedBytes())
                .isBetween((3L << 20) * 9 / 10, 3L << 20);
    }

    @Test
    void cacheByReferenceHasNoBytes() {
        assertThat(estimate("cache", new MutableConfiguration<>().setStoreByValue(false)))
                .isEqualTo(new StorageEstimate(StorageEstimate.UNKNOWN, 0, StorageEstimate.UNKNOWN, 100_000));
    }

    @Test
    void boundThatIsTooSmallIsTheErrorThatItWouldBe() {
        LarderConfiguration<Integer, byte[]> tiny = bytes(false, false).setMaxBytes(10L);
        assertThatThrownBy(() -> estimate("cache", tiny))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("cache 'cache': maxBytes is 10 bytes");
    }

    @Test
    void logAtCreationSaysTheSame() {
        Logger manages = Logger.getLogger(LarderCacheManager.class.getName());
        Logger promises = Logger.getLogger("org.larder.provider.chronicle.MemoryBudget");
        manages.setLevel(Level.ALL);
        promises.setLevel(Level.ALL);
        try (LogCapture created = new LogCapture(manages.getName());
                LogCapture promised = new LogCapture(promises.getName())) {
            StorageEstimate estimate = estimate("cache", bytes(false, true));
            manager.createCache("cache", bytes(false, true));
            assertThat(created.messages()).singleElement().asString().contains(estimate.toString());
            assertThat(promised.messages())
                    .contains(String.format(
                            Locale.getDefault(),
                            "cache 'cache' may take up to %,d bytes off-heap",
                            estimate.reservedBytes()));
        } finally {
            manages.setLevel(null);
            promises.setLevel(null);
        }
    }
}
