package org.larder.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.expiry.CreatedExpiryPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.larder.LarderConfiguration;

class PersistentCacheTest {

    private static final URI URI_OF_MANAGER = URI.create("larder:shop");

    @TempDir
    Path directory;

    private final AtomicLong nowMillis = new AtomicLong(1_000_000);
    private LarderCachingProvider provider = provider();

    private LarderCachingProvider provider() {
        return new LarderCachingProvider(() -> Instant.ofEpochMilli(nowMillis.get()), Duration.ofSeconds(1));
    }

    @AfterEach
    void close() {
        provider.close();
    }

    private CacheManager manager(URI uri) {
        Properties properties = new Properties();
        properties.setProperty("larder.directory", directory.resolve("caches").toString());
        return provider.getCacheManager(uri, null, properties);
    }

    private static LarderConfiguration<String, String> persistent() {
        return new LarderConfiguration<String, String>()
                .setTypes(String.class, String.class)
                .setMaxBytes(1L << 20)
                .setPersistent(true);
    }

    private Cache<String, String> cache(LarderConfiguration<String, String> configuration) {
        return manager(URI_OF_MANAGER).createCache("orders", configuration);
    }

    private Cache<String, String> reopened(LarderConfiguration<String, String> configuration) {
        provider.close();
        provider = provider();
        return cache(configuration);
    }

    @Test
    void entriesAreThereAfterARestart() {
        Cache<String, String> cache = cache(persistent());
        IntStream.range(0, 1_000).forEach(i -> cache.put("key" + i, "value" + i));
        cache.remove("key7");
        Cache<String, String> again = reopened(persistent());
        assertThat(IntStream.range(0, 1_000).filter(i -> !("value" + i).equals(again.get("key" + i))))
                .containsExactly(7);
        assertThat(again).hasSize(999);
    }

    @Test
    void whatIsHotIsRememberedOverARestart() {
        Cache<String, String> cache = cache(persistent());
        IntStream.range(0, 500).forEach(i -> cache.put("hot" + i, "value"));
        IntStream.range(0, 500).forEach(i -> cache.get("hot" + i));
        IntStream.range(0, 500).forEach(i -> cache.put("cold" + i, "value"));
        Cache<String, String> again = reopened(persistent());
        IntStream.range(0, 20_000).forEach(i -> again.put("once" + i, "a value that nobody asks for again"));
        assertThat(IntStream.range(0, 500).filter(i -> again.containsKey("hot" + i)))
                .hasSizeGreaterThan(450);
        assertThat(IntStream.range(0, 500).filter(i -> again.containsKey("cold" + i)))
                .isEmpty();
    }

    @Test
    void entryThatExpiredMeanwhileIsGone() {
        LarderConfiguration<String, String> expiring = persistent()
                .setExpiryPolicyFactory(
                        CreatedExpiryPolicy.factoryOf(new javax.cache.expiry.Duration(TimeUnit.SECONDS, 10)));
        cache(expiring).put("old", "value");
        nowMillis.addAndGet(5_000);
        manager(URI_OF_MANAGER).getCache("orders", String.class, String.class).put("young", "value");
        nowMillis.addAndGet(5_000);
        Cache<String, String> again = reopened(expiring);
        assertThat(again.get("old")).isNull();
        assertThat(again.get("young")).isEqualTo("value");
    }

    @Test
    void directoryIsForItsOwnerAlone() throws IOException {
        cache(persistent());
        try (Stream<Path> made = Files.walk(directory)) {
            assertThat(made.filter(path -> Files.isDirectory(path) && !path.equals(directory)))
                    .hasSize(3)
                    .allSatisfy(path -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                            .isEqualTo("rwx------"));
        }
    }

    @Test
    void namesOfAnyCharactersStayInside() throws IOException {
        List<String> names = List.of(
                "../x", "/etc/passwd", "..", ".", "a/b", "A", "a", "ä", "\ud800", "x".repeat(5_000), "CON", "", " ");
        for (URI uri : List.of(URI.create("../../x"), URI.create("file:///tmp"), URI.create("a?b#c"))) {
            for (String name : names) {
                manager(uri).createCache(name, persistent()).put("name", name);
            }
        }
        provider.close();
        provider = provider();
        for (String name : names) {
            assertThat(manager(URI.create("a?b#c"))
                            .createCache(name, persistent())
                            .get("name"))
                    .isEqualTo(name);
        }
        try (Stream<Path> made = Files.list(directory)) {
            assertThat(made).containsExactly(directory.resolve("caches"));
        }
    }

    @Test
    void otherTypesAreRefusedAndNothingIsLost() {
        cache(persistent()).put("key", "value");
        provider.close();
        provider = provider();
        assertThatThrownBy(() -> manager(URI_OF_MANAGER)
                        .createCache(
                                "orders",
                                new LarderConfiguration<String, Long>()
                                        .setTypes(String.class, Long.class)
                                        .setMaxBytes(1L << 20)
                                        .setPersistent(true)))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("values is java.lang.String in the file and java.lang.Long here");
        assertThat(cache(persistent()).get("key")).isEqualTo("value");
    }

    @Test
    void destroyedCacheLeavesNothingBehind() throws IOException {
        cache(persistent()).put("key", "value");
        manager(URI_OF_MANAGER).destroyCache("orders");
        try (Stream<Path> left = Files.walk(directory)) {
            assertThat(left.filter(Files::isRegularFile)
                            .map(path -> path.getFileName().toString()))
                    .containsExactly("locks");
        }
        assertThat(cache(persistent()).get("key")).isNull();
    }

    @Test
    void directoryThatNobodyNamedIsAnErrorThatSaysHow() {
        CacheManager manager = provider.getCacheManager();
        assertThatThrownBy(() -> manager.createCache("orders", persistent()))
                .isInstanceOf(CacheException.class)
                .hasMessage("cache 'orders' is persistent, and nobody said where its files go; set larder.directory in"
                        + " larder.properties or in the properties of the manager");
    }
}
