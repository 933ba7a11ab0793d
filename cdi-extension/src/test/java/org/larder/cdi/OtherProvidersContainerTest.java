package org.larder.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.benmanes.caffeine.jcache.spi.CaffeineCachingProvider;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.Cache;
import javax.cache.annotation.CacheResult;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.expiry.EternalExpiryPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.larder.annotation.CacheSettings;
import org.larder.annotation.LoadsCache;
import org.larder.annotation.LoadsData;
import org.larder.cdi.cache.ApplicationCaches;
import org.larder.expiry.TimeToLive;

class OtherProvidersContainerTest {

    private static final String CAFFEINE = CaffeineCachingProvider.class.getName();

    @BeforeEach
    void useCaffeine() {
        System.setProperty("larder.cdi.provider", CAFFEINE);
    }

    @AfterEach
    void useWhatIsThere() {
        System.clearProperty("larder.cdi.provider");
        System.clearProperty("larder.cdi.time-to-live");
        System.clearProperty("javax.cache.spi.CachingProvider");
    }

    @ApplicationScoped
    static class Plain {
        private final AtomicInteger calls = new AtomicInteger();

        @CacheResult(cacheName = "plain")
        String plain(String key) {
            return key + calls.incrementAndGet();
        }

        @CacheResult(cacheName = "eternal")
        @CacheSettings(eternal = true, statistics = true)
        String eternal(String key) {
            return key;
        }

        @CacheResult(cacheName = "limited")
        @CacheSettings(timeToLiveSeconds = 7, jitter = 0.5)
        String limited(String key) {
            return key;
        }
    }

    @SuppressWarnings("unchecked") // a class literal knows no type arguments
    private static CompleteConfiguration<Object, Object> configuration(Container container, String cache) {
        return container.cache(cache).getConfiguration(CompleteConfiguration.class);
    }

    @Test
    void theProviderIsTheOneThatTheConfigurationNames() {
        try (Container container = Container.of(Plain.class)) {
            assertThat(container.caching().caches().provider()).isInstanceOf(CaffeineCachingProvider.class);
            assertThat(container.bean(Plain.class).plain("a")).isEqualTo("a1");
            assertThat(container.bean(Plain.class).plain("a")).isEqualTo("a1");
        }
    }

    @Test
    void theSystemPropertyOfTheStandardGoesBeforeTheConfiguration() {
        System.setProperty("javax.cache.spi.CachingProvider", "org.larder.provider.LarderCachingProvider");
        try (Container container = Container.of(Plain.class)) {
            assertThat(container.caching().caches().provider().getClass().getName())
                    .isEqualTo("org.larder.provider.LarderCachingProvider");
        }
    }

    @Test
    void ofSeveralProvidersLarderIsTakenUnlessOneIsNamed() {
        System.clearProperty("larder.cdi.provider");
        try (Container container = Container.of(Plain.class)) {
            assertThat(container.caching().caches().provider().getClass().getName())
                    .isEqualTo("org.larder.provider.LarderCachingProvider");
        }
    }

    @Test
    void aProviderThatIsNotThereFailsTheDeployment() {
        System.setProperty("larder.cdi.provider", "org.acme.Provider");
        assertThatThrownBy(() -> Container.of(Plain.class))
                .hasStackTraceContaining("DeploymentException")
                .hasStackTraceContaining(
                        "the caching provider org.acme.Provider, which larder.cdi.provider or the system property javax.cache.spi.CachingProvider names, cannot be used");
    }

    @Test
    void entriesOfACacheThatNothingIsSaidOfLiveForAnHourAndAWarningSaysSo() {
        try (LogCapture log = new LogCapture(ApplicationCaches.class);
                Container container = Container.of(Plain.class)) {
            assertThat(configuration(container, "plain").getExpiryPolicyFactory())
                    .isEqualTo(TimeToLive.ofSeconds(3600));
            assertThat(log.messages())
                    .singleElement()
                    .asString()
                    .contains("cache 'plain'", "live 3600 s", "larder.cdi.time-to-live", "@CacheSettings");
        }
    }

    @Test
    void theTimeToLiveOfSuchCachesCanBeConfigured() {
        System.setProperty("larder.cdi.time-to-live", "5");
        try (Container container = Container.of(Plain.class)) {
            assertThat(configuration(container, "plain").getExpiryPolicyFactory())
                    .isEqualTo(TimeToLive.ofSeconds(5));
        }
    }

    @Test
    void whatIsSaidHoldsOnAnyProvider() {
        try (Container container = Container.of(Plain.class)) {
            assertThat(configuration(container, "eternal").getExpiryPolicyFactory())
                    .isEqualTo(EternalExpiryPolicy.factoryOf());
            assertThat(configuration(container, "eternal").isStatisticsEnabled())
                    .isTrue();
            assertThat(configuration(container, "limited").getExpiryPolicyFactory())
                    .isEqualTo(TimeToLive.ofSeconds(7).withJitter(0.5));
        }
    }

    @ApplicationScoped
    static class OfLarder {
        @CacheResult(cacheName = "a")
        @CacheSettings(maxBytes = 1_000_000, maxEntries = 5, persistent = true, encrypted = true)
        String a(String key) {
            return key;
        }

        @LoadsCache(value = "b", refreshAhead = 0.8, staleOnErrorSeconds = 60)
        String b(String key) {
            return key;
        }

        @LoadsData(domain = "local:shop", dataType = "c", ttlSeconds = 60)
        String c(String key) {
            return key;
        }
    }

    @Test
    void whatOnlyLarderCanDoFailsTheDeploymentNamingSettingAndPlace() {
        assertThatThrownBy(() -> Container.of(OfLarder.class))
                .hasStackTraceContaining(
                        "OfLarder.a(String): cache 'a': maxBytes = 1000000, maxEntries = 5, persistent = true, encrypted = true needs Larder, and the caching provider is "
                                + CAFFEINE)
                .hasStackTraceContaining(
                        "OfLarder.b(String): cache 'b': refreshAhead = 0.8, staleOnErrorSeconds = 60 needs Larder")
                .hasStackTraceContaining("OfLarder.c(String): cache 'c': domain = local:shop needs Larder");
    }

    @ApplicationScoped
    static class Loading {
        private final AtomicInteger calls = new AtomicInteger();
        private final CountDownLatch entered = new CountDownLatch(1);
        private final CountDownLatch go = new CountDownLatch(1);

        @LoadsCache("loaded")
        Integer load(String key) throws InterruptedException {
            entered.countDown();
            go.await();
            return calls.incrementAndGet();
        }

        void letGo() throws InterruptedException {
            entered.await();
            go.countDown();
        }
    }

    @Dependent
    static class LoadingUser {
        @Inject
        @NamedCache("loaded")
        Cache<String, Integer> loaded;
    }

    @Test
    void aLoaderIsCalledOnceForAllWhoMissAKeyAtTheSameTime() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (Container container = Container.of(Loading.class, LoadingUser.class)) {
            Cache<String, Integer> cache = container.bean(LoadingUser.class).loaded;
            CyclicBarrier together = new CyclicBarrier(8);
            List<Future<Integer>> found = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                found.add(threads.submit(() -> {
                    together.await();
                    return cache.get("a");
                }));
            }
            container.bean(Loading.class).letGo();

            for (Future<Integer> each : found) {
                assertThat(each.get()).isEqualTo(1);
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
