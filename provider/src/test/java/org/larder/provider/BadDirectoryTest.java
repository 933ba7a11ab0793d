package org.larder.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.expiry.CreatedExpiryPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.larder.LarderConfiguration;
import org.larder.provider.files.About;
import org.larder.provider.log.LogCapture;

/** What becomes of a persistent cache whose directory, files or clock are not as they should be. */
class BadDirectoryTest {

    @TempDir
    Path temporary;

    private final ManualClock clock = new ManualClock();
    private LarderCachingProvider provider = provider();

    private LarderCachingProvider provider() {
        return new LarderCachingProvider(clock, Duration.ofDays(365));
    }

    @AfterEach
    void close() {
        provider.close();
    }

    private Path directory() {
        return temporary.resolve("some").resolve("caches");
    }

    private Path orders() {
        return directory().resolve("larder%3ashop").resolve("orders");
    }

    private static LarderConfiguration<String, String> persistent() {
        return new LarderConfiguration<String, String>()
                .setTypes(String.class, String.class)
                .setMaxBytes(1L << 20)
                .setPersistent(true);
    }

    private static LarderConfiguration<String, String> encrypted() {
        return persistent().setEncrypted(true).setKeySourceFactory(() -> () -> List.of(new byte[32]));
    }

    private Cache<String, String> cache(Path directory, LarderConfiguration<String, String> configuration) {
        Properties properties = new Properties();
        properties.setProperty("larder.directory", directory.toString());
        CacheManager manager = provider.getCacheManager(URI.create("larder:shop"), null, properties);
        return manager.createCache("orders", configuration);
    }

    private void restart() {
        provider.close();
        provider = provider();
    }

    private void filled(LarderConfiguration<String, String> configuration) {
        cache(directory(), configuration).put("key", "value");
        restart();
    }

    private static void assertRefused(Runnable creation, String... messageParts) {
        assertThatThrownBy(creation::run)
                .isInstanceOf(CacheException.class)
                .hasMessageStartingWith("cache 'orders' cannot be created: ")
                .hasMessageContainingAll(messageParts);
    }

    @Test
    void directoryThatIsMissingIsMade() {
        assertThat(directory().getParent()).doesNotExist();
        filled(persistent());
        assertThat(orders()).isDirectory();
        assertThat(cache(directory(), persistent()).get("key")).isEqualTo("value");
    }

    @Test
    void fileInThePlaceOfADirectoryIsNamed() throws IOException {
        Files.createDirectories(directory().getParent());
        Files.writeString(directory(), "text");
        assertRefused(() -> cache(directory(), persistent()), directory().toString());
        assertThat(directory()).hasContent("text");
        Files.delete(directory());
        Files.createDirectories(orders().getParent());
        Files.writeString(orders(), "text");
        assertRefused(() -> cache(directory(), persistent()), orders().toString());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void directoryInWhichNothingCanBeMadeIsNamed() {
        assertRefused(() -> cache(Path.of("/proc/caches"), persistent()), "/proc/caches");
    }

    @Test
    void diskWithoutTheRoomIsToldBeforeAnythingIsMade() throws IOException {
        long usable = Files.getFileStore(temporary).getUsableSpace();
        LarderConfiguration<String, String> tooLarge = persistent().setMaxBytes(usable * 2);
        assertRefused(
                () -> cache(directory(), tooLarge),
                "the cache may come to take",
                orders().toString(),
                "make room, lower maxBytes, or set preallocate to false");
        assertThat(cache(directory(), persistent()).get("key")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"about", "entries", "state", "keys"})
    void fileOfAnotherProgramIsPutAside(String name) throws IOException {
        filled(encrypted());
        Files.writeString(orders().resolve(name), "text of another program");
        try (LogCapture log = new LogCapture("org.larder.provider.chronicle.StoreFiles")) {
            Cache<String, String> cache = cache(directory(), encrypted());
            assertThat(cache.get("key")).isNull();
            cache.put("key", "new");
            assertThat(log.messages()).singleElement().asString().contains(name, "they were moved to");
        }
        assertThat(aside())
                .singleElement()
                .satisfies(aside -> assertThat(aside.resolve(name)).hasContent("text of another program"));
        restart();
        assertThat(cache(directory(), encrypted()).get("key")).isEqualTo("new");
    }

    private List<Path> aside() throws IOException {
        try (Stream<Path> files = Files.list(orders())) {
            return files.filter(file -> file.getFileName().toString().startsWith("damaged-"))
                    .toList();
        }
    }

    @Test
    void lockFileOfAnotherProgramIsRefusedAndLeftAlone() throws IOException {
        filled(persistent());
        Files.writeString(orders().resolve("locks"), "text of another program");
        assertRefused(() -> cache(directory(), persistent()), "locks' is not a lock file of Larder");
        assertThat(orders().resolve("locks")).hasContent("text of another program");
        Files.delete(orders().resolve("locks"));
        assertThat(cache(directory(), persistent()).get("key")).isEqualTo("value");
    }

    @ParameterizedTest
    @ValueSource(strings = {"about", "entries", "state", "locks", "keys"})
    void directoryInThePlaceOfAFileHarmsNothing(String name) throws IOException {
        filled(encrypted());
        Files.delete(orders().resolve(name));
        Files.createDirectory(orders().resolve(name));
        try (LogCapture log = new LogCapture("org.larder.provider.chronicle.StoreFiles")) {
            cache(directory(), encrypted()).put("key", "new");
            assertThat(log.messages()).singleElement().asString().contains(name);
        } catch (CacheException e) {
            assertThat(e).hasMessageContaining(orders().toString());
        }
    }

    @Test
    void formatOfTheFutureIsRefusedAndLeftAlone() throws IOException {
        filled(persistent());
        Path file = orders().resolve("about");
        About about = About.read(file);
        assertThat(about).isNotNull();
        Map<String, String> facts = new HashMap<>(about.facts());
        facts.put(About.FORMAT, "2");
        new About(facts).write(file);
        byte[] future = Files.readAllBytes(file);
        assertRefused(
                () -> cache(directory(), persistent()),
                "have format 2, and this version of Larder reads format 1",
                "use the version that wrote them, or move them away");
        assertThat(file).hasBinaryContent(future);
        about.write(file);
        assertThat(cache(directory(), persistent()).get("key")).isEqualTo("value");
    }

    @Test
    void filesDamagedAtTheSameInstantAreAllKept() throws IOException {
        try (LogCapture log = new LogCapture("org.larder.provider.chronicle.StoreFiles")) {
            for (int times = 1; times <= 3; times++) {
                filled(persistent());
                Files.writeString(orders().resolve("about"), "damage");
                cache(directory(), persistent()).put("key", "value");
                restart();
                assertThat(aside()).hasSize(times);
            }
            assertThat(log.messages()).hasSize(3);
        }
    }

    @Test
    void clockThatJumpsBackLetsEntriesLiveLonger() {
        LarderConfiguration<String, String> expiring = persistent()
                .setExpiryPolicyFactory(
                        CreatedExpiryPolicy.factoryOf(new javax.cache.expiry.Duration(TimeUnit.MINUTES, 10)));
        cache(directory(), expiring).put("before", "value");
        clock.advance(Duration.ofHours(-1));
        restart();
        Cache<String, String> cache = cache(directory(), expiring);
        assertThat(cache.get("before")).isEqualTo("value");
        cache.put("after", "value");
        clock.advance(Duration.ofMinutes(10));
        assertThat(cache.get("after")).isNull();
        assertThat(cache.get("before")).isEqualTo("value");
        clock.advance(Duration.ofMinutes(60));
        assertThat(cache.get("before")).isNull();
        assertThat(cache).isEmpty();
    }
}
