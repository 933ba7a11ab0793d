package org.larder.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.Factory;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.integration.CacheLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.larder.EffectiveConfiguration;
import org.larder.EffectiveSetting;
import org.larder.LarderConfiguration;
import org.larder.provider.log.LogCapture;

/** Caches that a file declares, from the first question for them to their end. */
@Timeout(300)
class DeclaredCacheTest {

    private static final AtomicInteger LOADERS = new AtomicInteger();

    @TempDir
    Path directory;

    private final LarderCachingProvider provider = new LarderCachingProvider();

    @AfterEach
    void close() {
        Impatient.question = () -> {};
        provider.close();
    }

    /** Counts how many there are of it. */
    public static final class Loader implements CacheLoader<String, String> {

        /** Creates one more. */
        public Loader() {
            LOADERS.incrementAndGet();
        }

        @Override
        public String load(String key) {
            return "loaded " + key;
        }

        @Override
        public Map<String, String> loadAll(Iterable<? extends String> keys) {
            throw new UnsupportedOperationException();
        }
    }

    private CacheManager manager(String... lines) throws IOException {
        Path file = Files.write(directory.resolve("shop.properties"), List.of(lines));
        return provider.getCacheManager(file.toUri(), getClass().getClassLoader(), new Properties());
    }

    private static LarderConfiguration<?, ?> configurationOf(Cache<?, ?> cache) {
        return ((LarderCache<?, ?>) cache).configuration();
    }

    private static Set<String> namesIn(CacheManager manager) {
        return Set.copyOf(Rig.listOf(manager.getCacheNames()));
    }

    @Test
    void declaredCacheIsFoundByItsName() throws IOException {
        CacheManager manager = manager(
                "cache.orders.key-type=String",
                "cache.orders.value-type=java.lang.Integer",
                "cache.*.max-bytes=1MiB",
                "cache.offers.statistics=true");
        assertThat(manager.getCacheNames()).containsExactly("offers", "orders");
        Cache<String, Integer> orders = manager.getCache("orders", String.class, Integer.class);
        orders.put("a", 1);
        assertThat(orders.get("a")).isEqualTo(1);
        assertThat(manager.<String, Integer>getCache("orders")).isSameAs(orders);
        assertThat(configurationOf(orders).getMaxBytes()).isEqualTo(1L << 20);
        assertThatThrownBy(() -> manager.getCache("orders", String.class, String.class))
                .isInstanceOf(ClassCastException.class);
    }

    @Test
    void cacheThatOnlyAPatternSpeaksOfIsNotDeclared() throws IOException {
        CacheManager manager = manager("cache.order*.max-entries=7");
        assertThat(manager.getCacheNames()).isEmpty();
        assertThat(manager.<Object, Object>getCache("orders")).isNull();
        Cache<String, String> cache = manager.createCache("orders", new MutableConfiguration<String, String>());
        assertThat(configurationOf(cache).getMaxEntries()).isEqualTo(7);
    }

    @Test
    void ofManyWhoAskAtOnceAllGetTheSameCacheMadeOnce() throws Exception {
        String loader = Loader.class.getName();
        for (int round = 0; round < 5; round++) {
            LOADERS.set(0);
            CacheManager manager = manager("cache.orders.read-through=true", "cache.orders.loader=" + loader);
            List<Cache<String, String>> caches = Threads.together(16, i -> () -> manager.getCache("orders"));
            assertThat(Set.copyOf(caches)).hasSize(1);
            assertThat(LOADERS).hasValue(1);
            assertThat(caches.get(0).get("a")).isEqualTo("loaded a");
            manager.close();
        }
    }

    @Test
    void whileItIsCreatedByCodeWhoAsksForItGetsThatOne() throws Exception {
        for (int round = 0; round < 5; round++) {
            CacheManager manager = manager("cache.orders.max-entries=7");
            List<Object> caches = Threads.together(8, i -> () -> {
                try {
                    return i == 0
                            ? manager.createCache("orders", new MutableConfiguration<>())
                            : manager.getCache("orders");
                } catch (CacheException e) {
                    return e;
                }
            });
            List<Object> found = caches.subList(1, 8);
            assertThat(Set.copyOf(found)).hasSize(1).doesNotHaveAnyElementsOfTypes(CacheException.class);
            if (caches.get(0) instanceof CacheException e) {
                assertThat(e).hasMessageContaining("cache 'orders' exists already");
            } else {
                assertThat(found.get(0)).isSameAs(caches.get(0));
            }
            manager.close();
        }
    }

    @Test
    void codeThatCreatesADeclaredCacheAddsToIt() throws IOException {
        CacheManager manager = manager("cache.orders.max-entries=7", "cache.orders.statistics=true");
        Cache<String, String> cache =
                manager.createCache("orders", new LarderConfiguration<String, String>().setMaxEntries(8));
        assertThat(configurationOf(cache).getMaxEntries()).isEqualTo(8);
        assertThat(configurationOf(cache).isStatisticsEnabled()).isTrue();
        assertThatThrownBy(() -> manager.createCache("orders", new MutableConfiguration<>()))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("cache 'orders' exists already");
        assertThat(manager.<String, String>getCache("orders")).isSameAs(cache);
    }

    @Test
    void codeComesTooLateForADeclaredCacheInUse() throws IOException {
        CacheManager manager = manager("cache.orders.max-entries=7");
        assertThat(manager.<String, String>getCache("orders")).isNotNull();
        assertThatThrownBy(() -> manager.createCache("orders", new MutableConfiguration<>()))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("cache 'orders' exists already");
    }

    @Test
    void closedCacheIsMadeAnewAndDestroyedOneIsNot() throws IOException {
        CacheManager manager = manager("cache.orders.max-entries=7", "cache.offers.max-entries=7");
        Cache<String, String> first = manager.getCache("orders");
        first.put("a", "1");
        first.close();
        assertThat(namesIn(manager)).containsExactlyInAnyOrder("orders", "offers");
        Cache<String, String> second = manager.getCache("orders");
        assertThat(second).isNotSameAs(first);
        assertThat(second.get("a")).isNull();

        manager.destroyCache("orders");
        manager.destroyCache("offers");
        assertThat(second.isClosed()).isTrue();
        assertThat(manager.<String, String>getCache("orders")).isNull();
        assertThat(manager.<String, String>getCache("offers")).isNull();
        assertThat(namesIn(manager)).isEmpty();

        Cache<String, String> third = manager.createCache("orders", new MutableConfiguration<>());
        assertThat(configurationOf(third).getMaxEntries()).isEqualTo(7);
        assertThat(namesIn(manager)).containsExactly("orders");
    }

    @Test
    void switchingStatisticsOfADeclaredCacheMakesIt() throws IOException {
        CacheManager manager = manager("cache.orders.max-entries=7");
        manager.enableStatistics("orders", true);
        manager.enableManagement("orders", true);
        LarderConfiguration<?, ?> configuration = configurationOf(manager.getCache("orders"));
        assertThat(configuration.isStatisticsEnabled()).isTrue();
        assertThat(configuration.isManagementEnabled()).isTrue();
    }

    @Test
    void anImpossibleSizeIsToldWithItsPlace() throws IOException {
        CacheManager manager = manager("cache.orders.max-bytes=1KiB", "larder.default-max-bytes=2KiB");
        assertThatThrownBy(() -> manager.getCache("orders"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("cache 'orders': maxBytes is 1,024 bytes; ")
                .hasMessageEndingWith("; max-bytes is set in shop.properties:1 (cache.orders.max-bytes)");
        assertThatThrownBy(() -> manager.createCache("other", new MutableConfiguration<>()))
                .hasMessageStartingWith("cache 'other': the default of maxBytes is 2,048 bytes; ")
                .hasMessageEndingWith("; max-bytes is set in shop.properties:2 (larder.default-max-bytes)");
        assertThatThrownBy(() -> manager.getCache("orders")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void loaderThatFailsToBeMadeIsNamedWithItsPlace() throws IOException {
        CacheManager manager =
                manager("cache.orders.loader=" + Refusing.class.getName(), "cache.orders.read-through=true");
        assertThatThrownBy(() -> manager.getCache("orders"))
                .isInstanceOf(CacheException.class)
                .hasMessage(
                        "cache 'orders': the factory of its loader, %s of shop.properties:1 (cache.orders.loader), failed: java.lang.IllegalStateException: no database"
                                .formatted(Refusing.class.getName()));
    }

    /** Cannot be made. */
    public static final class Refusing implements Factory<CacheLoader<String, String>> {
        private static final long serialVersionUID = 1L;

        @Override
        public CacheLoader<String, String> create() {
            throw new IllegalStateException("no database");
        }
    }

    /** Asks for the cache that it is to load. */
    public static final class Impatient implements Factory<CacheLoader<String, String>> {
        private static final long serialVersionUID = 1L;

        static volatile Runnable question = () -> {};

        @Override
        public CacheLoader<String, String> create() {
            question.run();
            return new Loader();
        }
    }

    @Test
    void cacheThatIsBeingMadeCannotBeAskedForByItsParts() throws IOException {
        CacheManager manager = manager(
                "cache.orders.loader=" + Impatient.class.getName(),
                "cache.orders.read-through=true",
                "cache.offers.statistics=true");
        Impatient.question = () -> {
            assertThat(manager.getCache("offers")).isNotNull();
            manager.getCache("orders");
        };
        assertThatThrownBy(() -> manager.getCache("orders"))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining(
                        "cache 'orders' is being closed, or asked for by what it is made from; ask again when that is done");
        Impatient.question = () -> {};
        assertThat(manager.getCache("orders")).isNotNull();
    }

    @Test
    void makingOfACacheMayWaitForAThreadThatAsksForAnother() throws IOException {
        CacheManager manager =
                manager("cache.orders.loader=" + Impatient.class.getName(), "cache.offers.expiry=eternal");
        Impatient.question = () -> {
            try {
                assertThat((Object) Threads.elsewhere(() -> manager.getCache("offers")))
                        .isNotNull();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        };
        assertThat(manager.getCache("orders")).isNotNull();
    }

    @Test
    void twoWhoseMakingWaitsForEachOtherEnd() throws Exception {
        CacheManager manager = manager(
                "cache.o*.loader=" + Impatient.class.getName(),
                "cache.orders.expiry=eternal",
                "cache.offers.expiry=eternal");
        Map<Thread, String> questions = new ConcurrentHashMap<>();
        CyclicBarrier bothAreBeingMade = new CyclicBarrier(2);
        Impatient.question = () -> {
            String name = questions.remove(Thread.currentThread());
            if (name != null) {
                Threads.await(bothAreBeingMade);
                manager.getCache(name);
            }
        };
        List<String> names = List.of("orders", "offers");
        List<String> outcomes = Threads.together(2, i -> () -> {
            questions.put(Thread.currentThread(), names.get(1 - i));
            try {
                return manager.getCache(names.get(i)).getName();
            } catch (CacheException e) {
                return e.getMessage();
            }
        });
        assertThat(outcomes)
                .filteredOn(outcome -> outcome.contains("asked for by what it is made from"))
                .hasSize(1);
        assertThat(outcomes).filteredOn(names::contains).hasSize(1);
        assertThat(names).allMatch(name -> manager.getCache(name) != null);
    }

    @Test
    void fileOfManyThousandCachesIsRead() throws IOException {
        String[] lines = IntStream.range(0, 50_000)
                .mapToObj(i -> "cache.c%d.%s".formatted(i / 2, i % 2 == 0 ? "expiry=eternal" : "max-entries=10"))
                .toArray(String[]::new);
        assertThat(manager(lines).getCacheNames()).hasSize(25_000);
    }

    @Test
    void managerWithABadFileIsNotMade() throws IOException {
        assertThatThrownBy(() -> manager("cache.orders.max-bites=1")).isInstanceOf(CacheException.class);
        assertThat(manager("cache.orders.max-bytes=1MiB").getCacheNames()).containsExactly("orders");
    }

    @Test
    void fileOnTheClassPathDeclaresForTheManagersOfItsLoader() throws IOException {
        Files.writeString(directory.resolve("larder.properties"), "cache.orders.max-entries=7");
        URL place = directory.toUri().toURL();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {place}, getClass().getClassLoader())) {
            assertThat(provider.getCacheManager(URI.create("larder:a"), loader).getCacheNames())
                    .containsExactly("orders");
            assertThat(provider.getCacheManager().getCacheNames()).isEmpty();
        }
    }

    @Test
    void listingIsReachedByUnwrap() throws IOException {
        CacheManager manager = manager("cache.orders.max-entries=7", "cache.*.management=true");
        EffectiveConfiguration configuration = manager.unwrap(EffectiveConfiguration.class);
        EffectiveSetting management =
                new EffectiveSetting("management", "true", "shop.properties:2 (cache.*.management)");
        assertThat(configuration.effectiveSettings("orders")).contains(management);
        manager.enableManagement("orders", false);
        assertThat(configuration.effectiveSettings("orders"))
                .contains(new EffectiveSetting("management", "false", "changed since"));
        manager.createCache("offers", new MutableConfiguration<>());
        assertThat(configuration.effectiveSettings("offers")).contains(management);
        assertThatThrownBy(() -> configuration.effectiveSettings("others"))
                .isInstanceOf(CacheException.class)
                .hasMessageStartingWith("there is no cache 'others' in the manager ")
                .hasMessageEndingWith("; there are [offers, orders]");
        manager.destroyCache("orders");
        assertThatThrownBy(() -> configuration.effectiveSettings("orders")).isInstanceOf(CacheException.class);
    }

    @Test
    void listingIsLoggedWhenACacheIsMade() throws IOException {
        Logger logger = Logger.getLogger(LarderCacheManager.class.getName());
        CacheManager manager = manager("cache.orders.max-entries=7");
        try (LogCapture log = new LogCapture(logger.getName())) {
            manager.createCache("offers", new MutableConfiguration<>());
            assertThat(log.messages()).isEmpty();
            logger.setLevel(Level.FINE);
            manager.getCache("orders");
            assertThat(log.messages()).hasSize(1);
            assertThat(log.messages().get(0))
                    .startsWith("cache 'orders' created: [key-type = java.lang.Object  [default], ")
                    .contains("max-entries = 7  [shop.properties:1 (cache.orders.max-entries)]");
        } finally {
            logger.setLevel(null);
        }
    }
}
