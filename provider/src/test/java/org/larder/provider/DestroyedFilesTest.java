package org.larder.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.larder.LarderConfiguration;
import org.larder.provider.log.LogCapture;

/** The destruction of a persistent cache that is not open in its manager, and whose files are there. */
class DestroyedFilesTest {

    private static final URI SHOP = URI.create("larder:shop");

    @TempDir
    Path directory;

    private final Properties properties = new Properties();
    private final LarderCachingProvider there = new LarderCachingProvider();
    private LarderCachingProvider here = new LarderCachingProvider();

    @AfterEach
    void close() {
        here.close();
        there.close();
    }

    private CacheManager manager(LarderCachingProvider provider) {
        properties.setProperty("larder.directory", directory.resolve("caches").toString());
        return provider.getCacheManager(SHOP, null, properties);
    }

    private void declareOrders() {
        properties.setProperty("cache.orders.key-type", "String");
        properties.setProperty("cache.orders.value-type", "String");
        properties.setProperty("cache.orders.max-bytes", "1MiB");
        properties.setProperty("cache.orders.persistent", "true");
    }

    private static LarderConfiguration<String, String> persistent() {
        return new LarderConfiguration<String, String>()
                .setTypes(String.class, String.class)
                .setMaxBytes(1L << 20)
                .setPersistent(true);
    }

    private void filledInAnEarlierRun() {
        manager(here).createCache("orders", persistent()).put("key", "value");
        restart();
    }

    private void restart() {
        here.close();
        here = new LarderCachingProvider();
    }

    private Path orders() {
        return directory.resolve("caches").resolve("larder%3ashop").resolve("orders");
    }

    private List<String> files() {
        try (Stream<Path> all = Files.list(orders())) {
            return all.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void cacheOfAnEarlierRunIsDestroyedWithItsFiles() {
        filledInAnEarlierRun();
        manager(here).destroyCache("orders");
        assertThat(files()).containsExactly("locks");
        assertThat(manager(here).createCache("orders", persistent()).get("key")).isNull();
    }

    @Test
    void declaredCacheThatWasNeverMadeIsDestroyedWithItsFiles() {
        declareOrders();
        filledInAnEarlierRun();
        manager(here).destroyCache("orders");
        assertThat(files()).containsExactly("locks");
        assertThat(manager(here).<String, String>getCache("orders")).isNull();
        assertThat(manager(here).createCache("orders", persistent()).get("key")).isNull();
    }

    @Test
    void cacheThatWasClosedIsDestroyedWithItsFiles() {
        Cache<String, String> cache = manager(here).createCache("orders", persistent());
        cache.put("key", "value");
        cache.close();
        manager(here).destroyCache("orders");
        assertThat(files()).containsExactly("locks");
    }

    @Test
    void filesOfAnEncryptedCacheNeedNoKeyToBeDestroyed() {
        manager(here)
                .createCache(
                        "orders",
                        persistent().setEncrypted(true).setKeySourceFactory(() -> () -> List.of(new byte[32])))
                .put("key", "value");
        restart();
        manager(here).destroyCache("orders");
        assertThat(files()).containsExactly("locks");
    }

    @Test
    void filesThatSomebodyElseHasOpenStayAndTheCacheToo() {
        declareOrders();
        Cache<String, String> cache = manager(there).getCache("orders");
        cache.put("key", "value");
        assertThatThrownBy(() -> manager(here).destroyCache("orders"))
                .isInstanceOf(CacheException.class)
                .hasMessage(
                        "cache 'orders' cannot be destroyed: this process (%d) has its files open. Close it there; or open it here as well, for the destruction of an open cache empties it for all",
                        ProcessHandle.current().pid());
        assertThat(cache.get("key")).isEqualTo("value");
        assertThat(manager(here).<String, String>getCache("orders").get("key")).isEqualTo("value");
        manager(here).destroyCache("orders");
        assertThat(cache).isEmpty();
    }

    @Test
    void nameWithoutFilesIsNothingToDestroy() {
        manager(here).destroyCache("orders");
        assertThat(directory).isEmptyDirectory();
        filledInAnEarlierRun();
        manager(here).destroyCache("orders");
        manager(here).destroyCache("orders");
        manager(here).destroyCache("offers");
        here.getCacheManager().destroyCache("orders"); // of a manager without a directory
        assertThat(files()).containsExactly("locks");
        assertThat(orders().resolveSibling("offers")).doesNotExist();
    }

    @Test
    void filesOfAnotherVersionOrCacheAreRefusedAndLeftAlone() throws IOException {
        filledInAnEarlierRun();
        Files.move(orders(), orders().resolveSibling("offers"));
        assertThatThrownBy(() -> manager(here).destroyCache("offers"))
                .isInstanceOf(CacheException.class)
                .hasMessageStartingWith("cache 'offers' cannot be destroyed: the files in ")
                .hasMessageContaining("are those of another cache: cache is orders in the file and offers here");
        Files.move(orders().resolveSibling("offers"), orders());
        assertThat(manager(here).createCache("orders", persistent()).get("key")).isEqualTo("value");
    }

    @ParameterizedTest
    @ValueSource(strings = {"about", "entries"})
    void damagedFilesAreDestroyedAndThoseThatWerePutAsideStay(String name) throws IOException {
        filledInAnEarlierRun();
        Files.writeString(orders().resolve(name), "damage");
        try (LogCapture log = new LogCapture("org.larder.provider.chronicle.StoreFiles")) {
            manager(here).createCache("orders", persistent());
            assertThat(log.messages()).hasSize(1);
        }
        restart();
        Files.writeString(orders().resolve(name), "damage");
        manager(here).destroyCache("orders");
        assertThat(files()).hasSize(2).contains("locks").element(0).asString().startsWith("damaged-");
    }

    @Test
    void filesThatNobodyCompletedAreDestroyed() throws IOException {
        filledInAnEarlierRun();
        Files.move(orders().resolve("about"), orders().resolve("about.new"));
        Files.move(orders().resolve("entries"), orders().resolve("entries.new"));
        manager(here).destroyCache("orders");
        assertThat(files()).containsExactly("locks");
    }

    @Test
    void filesThatCannotBeDeletedAreNamed() throws IOException {
        filledInAnEarlierRun();
        Files.delete(orders().resolve("state"));
        Files.createDirectories(orders().resolve("state").resolve("in the way"));
        assertThatThrownBy(() -> manager(here).destroyCache("orders"))
                .isInstanceOf(CacheException.class)
                .hasMessageStartingWith(
                        "cache 'orders' cannot be destroyed: its files in %s cannot be used: ", orders());
    }

    @Test
    void filesOfACacheThatIsSharedStayWithThoseWhoShareIt() {
        declareOrders();
        Cache<String, String> cache = manager(there).getCache("orders");
        cache.put("key", "value");
        manager(here).getCache("orders");
        manager(here).destroyCache("orders");
        assertThat(cache).isEmpty();
        cache.put("key", "new");
        there.close();
        assertThat(manager(here).createCache("orders", persistent()).get("key")).isEqualTo("new");
    }

    @Test
    void interruptedThreadDestroysAndStaysInterrupted() {
        filledInAnEarlierRun();
        Thread.currentThread().interrupt();
        manager(here).destroyCache("orders");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(files()).containsExactly("locks");
    }

    @Test
    void directoryThatCannotBeLookedIntoIsAnError() throws IOException {
        Files.createDirectories(orders().getParent());
        Files.writeString(orders(), "in the way");
        assertThatThrownBy(() -> manager(here).destroyCache("orders"))
                .isInstanceOf(CacheException.class)
                .hasMessageStartingWith(
                        "cache 'orders' cannot be destroyed: its files in %s cannot be used: ", orders());
    }
}
