package org.larder.cdi.cache;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.fail;

import com.github.benmanes.caffeine.jcache.spi.CaffeineCachingProvider;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.integration.CacheLoader;
import javax.cache.spi.CachingProvider;
import org.junit.jupiter.api.Test;
import org.larder.cdi.LogCapture;

/** What is open while applications come and go. */
class ApplicationCachesTest {

    private static final CdiSettings SETTINGS = new CdiSettings(
            true, 190, true, "org.larder.provider.LarderCachingProvider", null, 60, "a", null, Map.of(), Set.of());

    /** An application's own, that containers with it share. */
    private final ClassLoader loader = new ClassLoader(getClass().getClassLoader()) {};

    private ApplicationCaches caches() {
        return new ApplicationCaches(loader, SETTINGS, null, null);
    }

    private static CacheCatalog catalog(DeclaredLoader declared) {
        CacheCatalog.Builder builder =
                CacheCatalog.builder(SETTINGS, problem -> fail(problem), warning -> fail(warning));
        builder.loader("loaded", declared);
        return builder.build();
    }

    /** A loader that finds the key itself. */
    private static final class Echo implements CacheLoader<Object, Object> {
        @Override
        public Object load(Object key) {
            return key;
        }

        @Override
        public Map<Object, Object> loadAll(Iterable<?> keys) {
            return Map.of();
        }
    }

    @Test
    void ofTwoContainersWithOneClassLoaderTheLastClosesTheManagers() {
        ApplicationCaches first = caches();
        ApplicationCaches second = caches();
        CacheManager manager = first.manager("");
        CacheManager ofDomain = first.manager("local:shop");
        assertThat(second.manager("")).isSameAs(manager);
        assertThat(second.manager("local:shop")).isSameAs(ofDomain);
        Cache<Object, Object> cache = second.cache("results");

        first.close();
        assertThat(cache.isClosed()).isFalse();
        assertThat(ofDomain.isClosed()).isFalse();

        second.close();
        assertThat(cache.isClosed()).isTrue();
        assertThat(manager.isClosed()).isTrue();
        assertThat(ofDomain.isClosed()).isTrue();
    }

    @Test
    void oneThatStopsTwiceStopsOnce() {
        ApplicationCaches first = caches();
        ApplicationCaches second = caches();
        CacheManager manager = first.manager("");
        assertThat(second.manager("")).isSameAs(manager);

        first.close();
        first.close();
        assertThat(manager.isClosed()).isFalse();
        second.close();
    }

    @Test
    void twoNamesOfOneDomainAreOneManager() {
        ApplicationCaches caches = caches();
        CacheManager manager = caches.manager("local");
        assertThat(caches.manager("local:a")).isSameAs(manager);

        caches.close();
        assertThat(manager.isClosed()).isTrue();
    }

    @Test
    void aCacheWhoseLoaderIsOfAnApplicationIsClosedWithIt() {
        try (ApplicationCaches second = caches()) {
            ApplicationCaches first = caches();
            CacheManager manager = second.manager("");
            first.start(
                    catalog(new DeclaredLoader(new Echo(), Object.class, Object.class, "", null, 0, 0, "here")),
                    problem -> fail(problem));
            Cache<Object, Object> cache = first.cache("loaded");
            assertThat(cache.get("a")).isEqualTo("a");

            first.close();
            assertThat(cache.isClosed()).isTrue();
            assertThat(manager.isClosed()).isFalse();
        }
    }

    @Test
    void inAManagerThatTheApplicationBroughtOnlyWhatWasMadeForItIsClosed() {
        CachingProvider provider = Caching.getCachingProvider(SETTINGS.provider(), loader);
        try (CacheManager brought = provider.getCacheManager(provider.getDefaultURI(), loader)) {
            Cache<Object, Object> there = brought.createCache("there", new MutableConfiguration<>());
            ApplicationCaches caches = new ApplicationCaches(loader, SETTINGS, null, () -> brought);
            assertThat(caches.cache("there")).isSameAs(there);
            Cache<Object, Object> made = caches.cache("made");

            caches.close();
            assertThat(made.isClosed()).isTrue();
            assertThat(there.isClosed()).isFalse();
            assertThat(brought.isClosed()).isFalse();
        }
    }

    /** A manager of which one method does something first. */
    private static CacheManager doingFirst(CacheManager manager, String method, Runnable first) {
        return (CacheManager) Proxy.newProxyInstance(
                CacheManager.class.getClassLoader(),
                new Class<?>[] {CacheManager.class},
                (proxy, called, arguments) -> {
                    if (called.getName().equals(method)) {
                        first.run();
                    }
                    return called.invoke(manager, arguments);
                });
    }

    @Test
    void aCacheThatIsMadeWhileTheApplicationStopsIsClosed() {
        CachingProvider provider = Caching.getCachingProvider(SETTINGS.provider(), loader);
        try (CacheManager manager = provider.getCacheManager(provider.getDefaultURI(), loader)) {
            AtomicReference<ApplicationCaches> stopping = new AtomicReference<>();
            CacheManager brought =
                    doingFirst(manager, "createCache", () -> stopping.get().close());
            ApplicationCaches caches = new ApplicationCaches(loader, SETTINGS, null, () -> brought);
            stopping.set(caches);

            assertThatIllegalStateException()
                    .isThrownBy(() -> caches.cache("late"))
                    .withMessageContaining("it was stopped");
            assertThat(manager.getCache("late")).as("closed").isNull();
        }
    }

    @Test
    void aManagerIsOpenedWhileAnotherOneIsClosed() throws Exception {
        URI slow = URI.create("test:slow");
        URI other = URI.create("test:other");
        CountDownLatch closing = new CountDownLatch(1);
        CountDownLatch mayClose = new CountDownLatch(1);
        CachingProvider larder = Caching.getCachingProvider(SETTINGS.provider(), loader);
        CachingProvider provider = (CachingProvider) Proxy.newProxyInstance(
                CachingProvider.class.getClassLoader(),
                new Class<?>[] {CachingProvider.class},
                (proxy, called, arguments) -> {
                    if (!called.getName().equals("getCacheManager")) {
                        return called.getName().equals("hashCode")
                                ? (Object) 1
                                : Proxy.isProxyClass(arguments[0].getClass());
                    }
                    CacheManager manager = larder.getCacheManager((URI) arguments[0], loader);
                    return !arguments[0].equals(slow)
                            ? manager
                            : doingFirst(manager, "close", () -> {
                                closing.countDown();
                                assertThat(awaited(mayClose)).isTrue();
                            });
                });
        SharedManager ofSlow = SharedManager.open(provider, slow, loader, new Properties());
        FutureTask<?> stop = new FutureTask<>(ofSlow::close, "closed");
        new Thread(stop).start();
        assertThat(awaited(closing)).isTrue();

        SharedManager.open(provider, other, loader, new Properties()).close();
        assertThat(stop.isDone()).isFalse();
        mayClose.countDown();
        assertThat(stop.get(60, SECONDS)).isEqualTo("closed");
        assertThat(ofSlow.manager().isClosed()).isTrue();
        try (SharedManager again = SharedManager.open(provider, slow, loader, new Properties())) {
            assertThat(again.manager().isClosed()).isFalse();
        }
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            return latch.await(60, SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this", e);
        }
    }

    private ApplicationCaches configured(String provider) {
        return new ApplicationCaches(
                loader,
                new CdiSettings(
                        true,
                        190,
                        true,
                        provider,
                        null,
                        60,
                        null,
                        null,
                        Map.of("cache.orders.max-entries", "5"),
                        Set.of("cache.colour")),
                null,
                null);
    }

    @Test
    void whatIsConfiguredForLarderGoesToItsManagersAndOneWarningNamesWhatIsLeftAlone() {
        try (LogCapture log = new LogCapture(Managers.class);
                ApplicationCaches caches = configured(SETTINGS.provider())) {
            assertThat(caches.manager("").getProperties()).containsOnlyKeys("cache.orders.max-entries");
            assertThat(caches.manager("local:shop").getProperties()).containsOnlyKeys("cache.orders.max-entries");

            assertThat(log.messages())
                    .singleElement()
                    .asString()
                    .contains("none of Larder's, and are left alone: [cache.colour].")
                    .contains("max-entries");
        }
    }

    @Test
    void otherProvidersSeeNothingOfIt() {
        try (LogCapture log = new LogCapture(Managers.class);
                ApplicationCaches caches = configured(CaffeineCachingProvider.class.getName())) {
            assertThat(caches.manager("").getProperties()).isEmpty();
            assertThat(log.messages()).isEmpty();
        }
    }
}
