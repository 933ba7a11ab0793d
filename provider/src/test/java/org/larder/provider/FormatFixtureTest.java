package org.larder.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import javax.cache.Cache;
import javax.cache.CacheManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.larder.LarderConfiguration;

/**
 * Files that an earlier version wrote, one archive for each format, are opened and hold what was put into them. How a new
 * archive is made is told in {@code CONTRIBUTING.md}.
 */
class FormatFixtureTest {

    private static final URI MANAGER = URI.create("larder:fixture");
    private static final int ENTRIES = 300;

    @TempDir
    Path directory;

    private final ManualClock clock = new ManualClock();

    /** A value of several kinds of component. */
    record Order(long number, String customer, List<String> items, LocalDate day) {}

    private static Order order(int key) {
        return new Order(key, "customer " + key, List.of("first", "item " + key), LocalDate.ofEpochDay(20_000 + key));
    }

    private static LarderConfiguration<String, Order> configuration(boolean encrypted) {
        LarderConfiguration<String, Order> configuration = new LarderConfiguration<String, Order>()
                .setTypes(String.class, Order.class)
                .setMaxBytes(256L << 10)
                .setTypicalEntryBytes(80)
                .setPersistent(true);
        if (encrypted) {
            byte[] key = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
            configuration.setEncrypted(true).setKeySourceFactory(() -> () -> List.of(key));
        }
        return configuration;
    }

    private LarderCachingProvider provider() {
        return new LarderCachingProvider(clock, Duration.ofDays(365));
    }

    private Cache<String, Order> cache(LarderCachingProvider provider, boolean encrypted) {
        Properties properties = new Properties();
        properties.setProperty("larder.directory", directory.toString());
        CacheManager manager = provider.getCacheManager(MANAGER, null, properties);
        return manager.createCache(encrypted ? "encrypted" : "plain", configuration(encrypted));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void filesOfTheFirstFormatHoldWhatWasPutIntoThem(boolean encrypted) throws IOException {
        unpack("format-1.zip");
        try (LarderCachingProvider provider = provider()) {
            Cache<String, Order> cache = cache(provider, encrypted);
            Map<String, Order> found = new TreeMap<>();
            cache.forEach(entry -> found.put(entry.getKey(), entry.getValue()));
            assertThat(found).hasSize(ENTRIES);
            for (int key = 0; key < ENTRIES; key++) {
                assertThat(cache.get("order " + key)).isEqualTo(order(key)).isEqualTo(found.get("order " + key));
            }
            cache.put("order 7", order(8));
        }
        try (LarderCachingProvider provider = provider()) {
            assertThat(cache(provider, encrypted).get("order 7")).isEqualTo(order(8));
        }
    }

    private void unpack(String archive) throws IOException {
        InputStream packed = Objects.requireNonNull(getClass().getResourceAsStream(archive), archive);
        try (ZipInputStream zip = new ZipInputStream(packed)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = directory.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                Files.copy(zip, file);
            }
        }
    }

    /** Not a test: writes an archive with the format as it is now. */
    @Test
    @EnabledIfSystemProperty(named = "larder.fixture", matches = ".+\\.zip")
    void archiveIsWritten() throws IOException {
        for (boolean encrypted : new boolean[] {false, true}) {
            try (LarderCachingProvider provider = provider()) {
                Cache<String, Order> cache = cache(provider, encrypted);
                for (int key = 0; key < ENTRIES; key++) {
                    cache.put("order " + key, order(key));
                }
            }
        }
        Path archive = Path.of(System.getProperty("larder.fixture"));
        try (OutputStream out = Files.newOutputStream(archive);
                ZipOutputStream zip = new ZipOutputStream(out);
                Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                zip.putNextEntry(
                        new ZipEntry(directory.relativize(file).toString().replace('\\', '/')));
                Files.copy(file, zip);
                zip.closeEntry();
            }
        }
        assertThat(archive).isNotEmptyFile();
    }
}
