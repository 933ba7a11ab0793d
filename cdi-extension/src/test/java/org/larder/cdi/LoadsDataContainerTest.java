package org.larder.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.CompleteConfiguration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.larder.CachedData;
import org.larder.DataCache;
import org.larder.annotation.CacheSettings;
import org.larder.annotation.LoadsCache;
import org.larder.annotation.LoadsData;
import org.larder.expiry.TimeToLive;

class LoadsDataContainerTest {

    @ApplicationScoped
    static class Dns {
        private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

        @LoadsData(domain = "local:shop", dataType = "myDnsData", ttlSeconds = 180)
        Map<String, Object> lookUp(String rid) {
            asked.add(rid);
            return rid.equals("none") ? null : Map.of(rid, asked.size());
        }

        List<String> asked() {
            return asked;
        }
    }

    @Dependent
    static class Resolver {
        @Inject
        @NamedCache("myDnsData")
        Cache<String, CachedData<Map<String, Object>>> cache;

        @Inject
        @NamedCache("myDnsData")
        DataCache<Map<String, Object>> data;

        @Inject
        @InDomain("local:shop")
        CacheManager manager;
    }

    @Test
    @Tag("S1-18")
    void aMethodWithDomainDataTypeAndTimeToLiveIsCalledOnceForAMissingRecord() {
        try (Container container = Container.of(Dns.class, Resolver.class)) {
            Cache<String, CachedData<Map<String, Object>>> cache = container.bean(Resolver.class).cache;

            assertThat(cache.get("one").cacheData()).isEqualTo(Map.of("one", 1));
            assertThat(cache.get("one").cacheData()).isEqualTo(Map.of("one", 1));
            assertThat(container.bean(Dns.class).asked()).containsExactly("one");
        }
    }

    @Test
    @Tag("S1-18")
    void theCacheIsReadThroughInItsDomainAndLivesAsLongAsSaid() {
        try (Container container = Container.of(Dns.class, Resolver.class)) {
            Resolver resolver = container.bean(Resolver.class);
            @SuppressWarnings("unchecked") // a class literal knows no type arguments
            CompleteConfiguration<String, ?> configuration =
                    resolver.cache.getConfiguration(CompleteConfiguration.class);

            assertThat(configuration.isReadThrough()).isTrue();
            assertThat(configuration.getCacheLoaderFactory()).isNotNull();
            assertThat(configuration.getExpiryPolicyFactory()).isEqualTo(TimeToLive.ofSeconds(180));
            assertThat(resolver.cache.getCacheManager()).isEqualTo(resolver.manager);
            assertThat(resolver.manager.getURI()).hasToString("larder:local:shop");
        }
    }

    @Test
    void theDataCacheOfTheSameNameIsLoadedByTheMethodToo() {
        try (Container container = Container.of(Dns.class, Resolver.class)) {
            DataCache<Map<String, Object>> data = container.bean(Resolver.class).data;

            assertThat(data.get("one").cacheData()).isEqualTo(Map.of("one", 1));
            assertThat(data.get("one").cacheData()).isEqualTo(Map.of("one", 1));
            assertThat(data.get("none")).isNull();
            assertThat(data.add("two", Map.of("two", 22)).rid()).isEqualTo("two");
            assertThat(data.get("two").cacheData()).isEqualTo(Map.of("two", 22));
            assertThat(container.bean(Dns.class).asked()).containsExactly("one", "none");
        }
    }

    @ApplicationScoped
    static class ShortLived {
        private final AtomicBoolean fails = new AtomicBoolean();
        private int calls;

        @LoadsData(dataType = "short", ttlSeconds = 1)
        synchronized String load(String rid) {
            return rid + ++calls;
        }

        @LoadsData(dataType = "stale", ttlSeconds = 1, staleOnErrorSeconds = 3600)
        String stale(String rid) {
            if (fails.get()) {
                throw new IllegalStateException("down");
            }
            return rid;
        }

        void goDown() {
            fails.set(true);
        }
    }

    @Dependent
    static class ShortUser {
        @Inject
        @NamedCache("short")
        DataCache<String> data;

        @Inject
        @NamedCache("stale")
        DataCache<String> stale;

        @Inject
        @NamedCache("stale")
        Cache<String, CachedData<String>> cache;
    }

    @Test
    @Tag("S1-18")
    void anExpiredRecordIsLoadedAnewAndNeverReadAsMissing() {
        try (Container container = Container.of(ShortLived.class, ShortUser.class)) {
            DataCache<String> data = container.bean(ShortUser.class).data;

            assertThat(data.get("a").cacheData()).isEqualTo("a1");
            Awaitility.await()
                    .pollInSameThread()
                    .pollDelay(java.time.Duration.ZERO)
                    .pollInterval(java.time.Duration.ofMillis(1))
                    .until(() -> data.get("a").cacheData().equals("a2"));
        }
    }

    @Test
    void anExpiredRecordIsServedWhileItCannotBeLoadedAnew() {
        try (Container container = Container.of(ShortLived.class, ShortUser.class)) {
            ShortUser user = container.bean(ShortUser.class);
            assertThat(user.stale.get("a").cacheData()).isEqualTo("a");
            container.bean(ShortLived.class).goDown();
            Awaitility.await().until(() -> !user.cache.containsKey("a"));

            assertThat(user.stale.get("a").cacheData()).isEqualTo("a");
        }
    }

    @ApplicationScoped
    static class Slow {
        private final CountDownLatch go = new CountDownLatch(1);
        private final CountDownLatch entered = new CountDownLatch(1);
        private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

        @LoadsData(dataType = "slow", ttlSeconds = 180)
        String load(String rid) throws InterruptedException {
            asked.add(rid);
            entered.countDown();
            go.await();
            return rid;
        }

        void letGo() throws InterruptedException {
            entered.await();
            go.countDown();
        }

        List<String> asked() {
            return asked;
        }
    }

    @Dependent
    static class SlowUser {
        @Inject
        @NamedCache("slow")
        DataCache<String> data;
    }

    @Test
    void theMethodIsCalledOnceForAllWhoMissARecordAtTheSameTime() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (Container container = Container.of(Slow.class, SlowUser.class)) {
            DataCache<String> data = container.bean(SlowUser.class).data;
            CyclicBarrier together = new CyclicBarrier(8);
            List<Future<String>> found = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                found.add(threads.submit(() -> {
                    together.await();
                    return data.get("a").cacheData();
                }));
            }
            container.bean(Slow.class).letGo();

            for (Future<String> each : found) {
                assertThat(each.get()).isEqualTo("a");
            }
            assertThat(container.bean(Slow.class).asked()).containsExactly("a");
        } finally {
            threads.shutdownNow();
        }
    }

    @ApplicationScoped
    static class OtherDns {
        @LoadsData(domain = "local:shop", dataType = "myDnsData", ttlSeconds = 180)
        String find(String rid) {
            return rid;
        }
    }

    @ApplicationScoped
    static class DnsOfCache {
        @LoadsCache("myDnsData")
        String read(String rid) {
            return rid;
        }
    }

    @Test
    @Tag("S1-19")
    void twoMethodsForOneDataTypeFailTheDeploymentNamingBoth() {
        assertThatThrownBy(() -> Container.of(Dns.class, OtherDns.class))
                .hasStackTraceContaining("DeploymentException")
                .hasStackTraceContaining("cache 'myDnsData'")
                .hasStackTraceContaining("$Dns.lookUp(String)")
                .hasStackTraceContaining("$OtherDns.find(String)");
    }

    @Test
    void aMethodOfEachKindForOneNameFailsTheDeploymentNamingBoth() {
        assertThatThrownBy(() -> Container.of(Dns.class, DnsOfCache.class))
                .hasStackTraceContaining("cache 'myDnsData'")
                .hasStackTraceContaining("$Dns.lookUp(String)")
                .hasStackTraceContaining("$DnsOfCache.read(String)");
    }

    @ApplicationScoped
    static class Wrong {
        @LoadsData(dataType = "a", ttlSeconds = 180)
        String ofNumber(int rid) {
            return "";
        }

        @LoadsData(dataType = "b", ttlSeconds = 180)
        String ofNothing() {
            return "";
        }

        @LoadsData(dataType = "c", ttlSeconds = 180)
        void returnsNothing(String rid) {}

        @LoadsData(dataType = "d", ttlSeconds = 0)
        String livesNot(String rid) {
            return "";
        }

        @LoadsData(dataType = "", ttlSeconds = 1)
        String hasNoName(String rid) {
            return "";
        }

        @LoadsData(dataType = "f", ttlSeconds = 1)
        @LoadsCache("f")
        String both(String rid) {
            return "";
        }
    }

    @Test
    @Tag("S1-19")
    void methodsOfWrongFormFailTheDeploymentNamingAll() {
        assertThatThrownBy(() -> Container.of(Wrong.class))
                .hasStackTraceContaining("DeploymentException")
                .hasStackTraceContaining(
                        "Wrong.ofNumber(int) cannot load a cache: it takes a int; let it take the resource id, a String")
                .hasStackTraceContaining("Wrong.ofNothing() cannot load a cache: it has 0 parameters")
                .hasStackTraceContaining("Wrong.returnsNothing(String) cannot load a cache: it returns void")
                .hasStackTraceContaining("Wrong.livesNot(String) cannot load a cache: ttlSeconds is 0; give at least 1")
                .hasStackTraceContaining("Wrong.hasNoName(String) cannot load a cache: dataType is empty")
                .hasStackTraceContaining("Wrong.both(String) cannot load a cache: it has @LoadsCache and @LoadsData");
    }

    @ApplicationScoped
    static class SaysItTwice {
        @LoadsData(domain = "local:shop", dataType = "twice", ttlSeconds = 180)
        @CacheSettings(domain = "local:store", timeToLiveSeconds = 180)
        String load(String rid) {
            return rid;
        }
    }

    @Test
    void settingsBesideTheMethodMustNotSayTheSameThingsDifferently() {
        assertThatThrownBy(() -> Container.of(SaysItTwice.class))
                .hasStackTraceContaining("say how long entries live; let one say it")
                .hasStackTraceContaining("says domain 'local:shop', and the @CacheSettings at")
                .hasStackTraceContaining("'local:store'; let one say it");
    }

    @Dependent
    static class Timeless {
        @Inject
        @NamedCache("timeless")
        DataCache<String> data;
    }

    @Test
    void aDataCacheOfWhichNothingSaysHowLongItsRecordsAreValidFailsTheDeployment() {
        assertThatThrownBy(() -> Container.of(Timeless.class))
                .hasStackTraceContaining(
                        "Timeless.data: nothing says how long records of the data cache 'timeless' are valid");
    }

    @Dependent
    static class Timed {
        @Inject
        @NamedCache("timed")
        @CacheSettings(timeToLiveSeconds = 60)
        DataCache<String> data;
    }

    @Test
    void aDataCacheWithoutAMethodLivesAsLongAsItsSettingsSay() {
        try (Container container = Container.of(Timed.class)) {
            DataCache<String> data = container.bean(Timed.class).data;

            assertThat(data.get("a")).isNull();
            assertThat(data.get("a", rid -> "called").cacheData()).isEqualTo("called");
            assertThat(data.get("a").cacheData()).isEqualTo("called");
        }
    }
}
