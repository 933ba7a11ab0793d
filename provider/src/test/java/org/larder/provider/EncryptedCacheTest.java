package org.larder.provider;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.larder.provider.Rig.listOf;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.Factory;
import javax.cache.expiry.AccessedExpiryPolicy;
import javax.cache.expiry.CreatedExpiryPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.larder.LarderConfiguration;
import org.larder.codec.KeyFile;
import org.larder.codec.KeySource;
import org.larder.management.CacheStorageMXBean;
import org.larder.provider.chronicle.ForgedDeadline;

/** Caches that are encrypted, in memory and in files; rows S3-29 and S3-30. */
class EncryptedCacheTest {

    private static final URI URI_OF_MANAGER = URI.create("larder:shop");
    private static final String SECRET = "TOPSECRET-123";
    private static final String CLIENT = "client-12797282";

    @TempDir
    Path directory;

    private final AtomicLong nowMillis = new AtomicLong(1_000_000);
    private LarderCachingProvider provider = provider();

    private LarderCachingProvider provider() {
        return new LarderCachingProvider(() -> Instant.ofEpochMilli(nowMillis.get()), Duration.ofDays(365));
    }

    @AfterEach
    void close() {
        provider.close();
    }

    private CacheManager manager() {
        Properties properties = new Properties();
        properties.setProperty("larder.directory", directory.resolve("caches").toString());
        return provider.getCacheManager(URI_OF_MANAGER, null, properties);
    }

    private static byte[] key(int number) {
        byte[] key = new byte[KeySource.KEY_BYTES];
        Arrays.fill(key, (byte) number);
        return key;
    }

    /** A source of the keys of some numbers, the current first. */
    private static Factory<KeySource> keys(int... numbers) {
        return () ->
                () -> IntStream.of(numbers).mapToObj(EncryptedCacheTest::key).toList();
    }

    private static LarderConfiguration<String, String> inMemory(int... keys) {
        return new LarderConfiguration<String, String>()
                .setTypes(String.class, String.class)
                .setMaxBytes(1L << 20)
                .setEncrypted(true)
                .setKeySourceFactory(keys(keys));
    }

    private static LarderConfiguration<String, String> inFiles(int... keys) {
        return inMemory(keys).setPersistent(true);
    }

    private Cache<String, String> cache(LarderConfiguration<String, String> configuration) {
        return manager().createCache("orders", configuration);
    }

    private Cache<String, String> reopened(LarderConfiguration<String, String> configuration) {
        provider.close();
        provider = provider();
        return cache(configuration);
    }

    private List<Path> files() {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file(String name) {
        return files().stream()
                .filter(path -> path.getFileName().toString().equals(name)
                        && !path.toString().contains("damaged"))
                .findFirst()
                .orElseThrow();
    }

    private boolean occursInAFile(String text) throws IOException {
        boolean found = false;
        for (Path path : files()) {
            found |= new String(Files.readAllBytes(path), ISO_8859_1).contains(text);
        }
        return found;
    }

    private static String valueOf(int i) {
        return SECRET + "-" + "x".repeat(i % 300) + i;
    }

    @Test
    @Tag("S3-29")
    @Tag("S3-30")
    void neitherValueNorClientIdEverOccursInAFile() throws IOException {
        Cache<String, String> cache = cache(inFiles(1));
        for (int i = 0; i < 500; i++) {
            cache.put(CLIENT + "__" + i, valueOf(i));
            cache.put(CLIENT + "__" + i / 2, valueOf(i + 1));
        }
        assertThat(cache.get(CLIENT + "__3")).startsWith(SECRET);
        assertThat(occursInAFile(SECRET) || occursInAFile(CLIENT)).isFalse();
        provider.close();
        assertThat(occursInAFile("SECRET") || occursInAFile("12797282")).isFalse();
    }

    @Test
    void withoutEncryptionBothWouldBeFound() throws IOException {
        cache(new LarderConfiguration<String, String>()
                        .setTypes(String.class, String.class)
                        .setMaxBytes(1L << 20)
                        .setPersistent(true))
                .put(CLIENT, SECRET);
        assertThat(occursInAFile(SECRET) && occursInAFile(CLIENT)).isTrue();
    }

    @Test
    @Tag("S3-29")
    void flippedBytesAreMissesAndNeverWrongData() throws IOException {
        Cache<String, String> cache = cache(inFiles(1));
        for (int i = 0; i < 1_000; i++) {
            cache.put("key" + i, valueOf(i));
        }
        provider.close();
        Random random = new Random(29);
        int lost = 0;
        try (RandomAccessFile entries = new RandomAccessFile(file("entries").toFile(), "rw")) {
            byte[] bytes = new byte[(int) entries.length()];
            entries.readFully(bytes);
            for (int i = 0; i < 3_000; i++) {
                int at = 16_384 + random.nextInt(bytes.length - 16_384); // behind the header of the map
                entries.seek(at);
                entries.write(bytes[at] ^ 1 << random.nextInt(8));
            }
        }
        Cache<String, String> again = reopened(inFiles(1));
        for (int i = 0; i < 1_000; i++) {
            String found = again.get("key" + i);
            if (found == null) {
                lost++;
            } else {
                assertThat(found).isEqualTo(valueOf(i));
            }
        }
        assertThat(lost).isBetween(1, 999);
        again.put("key1", "again");
        assertThat(again.get("key1")).isEqualTo("again");
    }

    @Test
    @Tag("S3-29")
    void wrongKeyIsAClearErrorAndLosesNothing() {
        cache(inFiles(1)).put(CLIENT, SECRET);
        provider.close();
        provider = provider();
        assertThatThrownBy(() -> cache(inFiles(2)))
                .isInstanceOf(CacheException.class)
                .hasMessageMatching(
                        "cache 'orders' cannot be created: wrong key: the entries belong to the master key [0-9a-f]{8} .*, and given were [0-9a-f]{8}; give that key.*");
        assertThat(cache(inFiles(1)).get(CLIENT)).isEqualTo(SECRET);
    }

    @Test
    @Tag("S3-30")
    void removalAndPurgeByPrefixWork() {
        Cache<String, String> cache = cache(inFiles(1));
        for (int i = 0; i < 300; i++) {
            cache.put("apifactory__" + i % 3 + "__" + i, valueOf(i));
        }
        assertThat(cache.remove("apifactory__0__0")).isTrue();
        assertThat(cache.remove("apifactory__0__0")).isFalse();
        Set<String> ofClient = new TreeSet<>();
        for (Cache.Entry<String, String> entry : cache) {
            if (entry.getKey().startsWith("apifactory__1__")) {
                ofClient.add(entry.getKey());
            }
        }
        assertThat(ofClient).hasSize(100);
        cache.removeAll(ofClient);
        Cache<String, String> again = reopened(inFiles(1));
        assertThat(listOf(again))
                .hasSize(199)
                .allSatisfy(entry -> assertThat(entry.getKey()).doesNotStartWith("apifactory__1__"));
        again.removeAll();
        assertThat(again).isEmpty();
    }

    @Test
    void allOperationsWorkOnEncryptedEntries() {
        for (LarderConfiguration<String, String> configuration : List.of(inMemory(1), inFiles(1))) {
            Cache<String, String> cache = cache(configuration);
            assertThat(cache.putIfAbsent("a", "1")).isTrue();
            assertThat(cache.putIfAbsent("a", "2")).isFalse();
            assertThat(cache.getAndPut("a", "2")).isEqualTo("1");
            assertThat(cache.replace("a", "1", "3")).isFalse();
            assertThat(cache.replace("a", "2", "a longer value ".repeat(20))).isTrue();
            assertThat(cache.getAndReplace("a", "4")).startsWith("a longer value");
            assertThat(cache.remove("a", "3")).isFalse();
            assertThat(cache.<String>invoke("a", (entry, arguments) -> {
                        entry.setValue(entry.getValue() + "5");
                        return entry.getKey();
                    }))
                    .isEqualTo("a");
            assertThat(cache.containsKey("a")).isTrue();
            assertThat(cache.getAll(Set.of("a", "b"))).containsOnlyKeys("a").containsValue("45");
            assertThat(cache.remove("a", "45")).isTrue();
            assertThat(cache.getAndRemove("a")).isNull();
            manager().destroyCache("orders");
        }
    }

    @Test
    void deadlineThatMovesWithAccessIsSealedAnew() {
        LarderConfiguration<String, String> expiring = inFiles(1)
                .setExpiryPolicyFactory(
                        AccessedExpiryPolicy.factoryOf(new javax.cache.expiry.Duration(TimeUnit.SECONDS, 10)));
        Cache<String, String> cache = cache(expiring);
        cache.put(CLIENT, SECRET);
        for (int i = 0; i < 5; i++) {
            nowMillis.addAndGet(8_000);
            assertThat(cache.get(CLIENT)).isEqualTo(SECRET);
        }
        Cache<String, String> again = reopened(expiring);
        nowMillis.addAndGet(8_000);
        assertThat(again.get(CLIENT)).isEqualTo(SECRET);
        nowMillis.addAndGet(10_000);
        assertThat(again.get(CLIENT)).isNull();
    }

    @Test
    void deadlineThatSomebodyForgesMakesAMiss() throws IOException {
        LarderConfiguration<String, String> expiring = inFiles(1)
                .setExpiryPolicyFactory(
                        CreatedExpiryPolicy.factoryOf(new javax.cache.expiry.Duration(TimeUnit.SECONDS, 10)));
        cache(expiring).put(CLIENT, SECRET);
        provider.close();
        assertThat(ForgedDeadline.write(file("entries"), 1_010_000, 9_010_000)).isOne();
        Cache<String, String> again = reopened(expiring);
        assertThat(again.replace(CLIENT, "other")).isFalse();
        assertThat(again.get(CLIENT)).isNull();
        assertThat(again.putIfAbsent(CLIENT, "new")).isTrue();
        nowMillis.addAndGet(10_000);
        assertThat(again.get(CLIENT)).isNull();
    }

    @Test
    void keysAreReplacedWhileEntriesLiveOn() {
        Cache<String, String> cache = cache(inFiles(1));
        cache.put("kept", "old");
        cache.put("rewritten", "old");
        Cache<String, String> rotating = reopened(inFiles(2, 1));
        assertThat(rotating.get("kept")).isEqualTo("old");
        rotating.put("rewritten", "new");
        Cache<String, String> rotated = reopened(inFiles(2));
        assertThat(rotated.get("rewritten")).isEqualTo("new");
        assertThat(rotated.putIfAbsent("kept", "anew")).isTrue();
        assertThat(rotated.get("kept")).isEqualTo("anew");
        assertThat(listOf(rotated)).hasSize(2);
    }

    @Test
    void entriesOfAKeyThatIsGoneArePassedOverByIteration() {
        Cache<String, String> cache = cache(inFiles(1));
        IntStream.range(0, 50).forEach(i -> cache.put("old" + i, "v"));
        Cache<String, String> rotating = reopened(inFiles(2, 1));
        IntStream.range(0, 50).forEach(i -> rotating.put("new" + i, "v"));
        assertThat(listOf(rotating)).hasSize(100);
        assertThat(listOf(reopened(inFiles(2))))
                .hasSize(50)
                .allSatisfy(entry -> assertThat(entry.getKey()).startsWith("new"));
    }

    @Test
    void expiredEntriesOfAKeyThatIsGoneAreSweptOut() {
        LarderConfiguration<String, String> rotated = inFiles(2)
                .setExpiryPolicyFactory(
                        CreatedExpiryPolicy.factoryOf(new javax.cache.expiry.Duration(TimeUnit.SECONDS, 10)));
        Cache<String, String> cache = cache(new LarderConfiguration<>(rotated).setKeySourceFactory(keys(1)));
        IntStream.range(0, 50).forEach(i -> cache.put("old" + i, "v"));
        Cache<String, String> rotating = reopened(new LarderConfiguration<>(rotated).setKeySourceFactory(keys(2, 1)));
        rotating.put("new", "v");
        Cache<String, String> swept = reopened(rotated);
        CacheStorageMXBean storage = swept.unwrap(CacheStorageMXBean.class);
        assertThat(storage.getEntries()).isEqualTo(51);
        nowMillis.addAndGet(10_000);
        provider.close();
        provider = new LarderCachingProvider(() -> Instant.ofEpochMilli(nowMillis.get()), Duration.ofMillis(1));
        CacheStorageMXBean again = cache(rotated).unwrap(CacheStorageMXBean.class);
        await().untilAsserted(() -> assertThat(again.getEntries()).isZero());
        assertThat(again.getExpirations()).isEqualTo(51);
    }

    @Test
    void twoProvidersOnTheSameFilesReadEachOthersEntries() {
        Cache<String, String> one = cache(inFiles(1));
        try (LarderCachingProvider other = provider()) {
            Properties properties = new Properties();
            properties.setProperty(
                    "larder.directory", directory.resolve("caches").toString());
            Cache<String, String> two =
                    other.getCacheManager(URI_OF_MANAGER, null, properties).createCache("orders", inFiles(1));
            one.put("one", SECRET);
            two.put("two", SECRET);
            assertThat(one.get("two")).isEqualTo(SECRET);
            assertThat(two.get("one")).isEqualTo(SECRET);
            assertThat(one.replace("two", SECRET, "other")).isTrue();
            assertThat(two.getAndRemove("two")).isEqualTo("other");
        }
    }

    @Test
    void cacheOnceEncryptedIsNeverOpenedWithoutAndTheOtherWayRound() {
        cache(inFiles(1)).put(CLIENT, SECRET);
        provider.close();
        provider = provider();
        LarderConfiguration<String, String> plain = new LarderConfiguration<String, String>()
                .setTypes(String.class, String.class)
                .setMaxBytes(1L << 20)
                .setPersistent(true);
        assertThatThrownBy(() -> cache(plain))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("encrypted is true in the file and false here");
        assertThat(cache(inFiles(1)).get(CLIENT)).isEqualTo(SECRET);
    }

    @Test
    void damagedFileOfKeysIsPutAsideWithTheEntries() throws IOException {
        cache(inFiles(1)).put(CLIENT, SECRET);
        provider.close();
        Path keys = file("keys");
        byte[] bytes = Files.readAllBytes(keys);
        bytes[40] ^= 1;
        Files.write(keys, bytes);
        Cache<String, String> again = reopened(inFiles(1));
        assertThat(again.get(CLIENT)).isNull();
        again.put(CLIENT, SECRET);
        assertThat(again.get(CLIENT)).isEqualTo(SECRET);
        assertThat(files()).anyMatch(path -> path.toString().contains("damaged-") && path.endsWith("keys"));
    }

    @Test
    void destroyedCacheLeavesNoKeys() {
        cache(inFiles(1)).put(CLIENT, SECRET);
        manager().destroyCache("orders");
        assertThat(files()).noneMatch(path -> path.endsWith("keys"));
    }

    @Test
    void cacheIsEncryptedWithTheKeysOfAFile() throws IOException {
        Path keyFile = Files.writeString(directory.resolve("orders.key"), "00".repeat(32) + "\n");
        Files.setPosixFilePermissions(keyFile, PosixFilePermissions.fromString("rw-------"));
        Properties properties = new Properties();
        properties.setProperty("larder.directory", directory.resolve("caches").toString());
        properties.setProperty("cache.orders.persistent", "true");
        properties.setProperty("cache.orders.encrypted", "true");
        properties.setProperty("cache.orders.encryption-key", "file:" + keyFile);
        Cache<Object, Object> cache =
                provider.getCacheManager(URI_OF_MANAGER, null, properties).getCache("orders");
        cache.put(CLIENT, SECRET);
        assertThat(cache.get(CLIENT)).isEqualTo(SECRET);
        assertThat(occursInAFile(SECRET)).isFalse();
    }

    @Test
    void sourceOfKeysThatFailsNamesTheCacheAndTheReason() {
        assertThatThrownBy(() -> cache(inMemory(1).setKeySourceFactory(new KeyFile("/nowhere/orders.key"))))
                .isInstanceOf(CacheException.class)
                .hasMessageStartingWith(
                        "cache 'orders': its source of keys, org.larder.codec.KeyFile, failed: java.lang.IllegalStateException: key file /nowhere/orders.key is not there; ");
        assertThatThrownBy(() -> cache(inMemory(1).setKeySourceFactory(() -> () -> List.of(new byte[16]))))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("key 1 of the source of keys has 16 bytes; a key has 32 bytes");
        assertThat(cache(inMemory(1))).isEmpty();
    }
}
