package org.larder.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.Factory;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryEvent;
import javax.cache.expiry.Duration;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.larder.LarderConfiguration;
import org.larder.provider.Rig.Storage;
import org.larder.provider.integration.UserCode;
import org.larder.provider.log.LogCapture;

/** Caches, managers and providers from creation to close. */
@Timeout(300)
class LifecycleTest {

    private final Rig rig = new Rig();
    private final List<String> closed = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        rig.close();
    }

    @ParameterizedTest
    @EnumSource(Storage.class)
    void ofManyWhoCreateACacheAtOnceOneDoes(Storage storage) throws Exception {
        for (int round = 0; round < 5; round++) {
            String name = "orders" + round;
            List<Object> results = Threads.together(16, i -> () -> {
                try {
                    return rig.create(name, storage.strings());
                } catch (CacheException e) {
                    return e;
                }
            });
            assertThat(results.stream().filter(Cache.class::isInstance)).hasSize(1);
            assertThat(results.stream().filter(CacheException.class::isInstance))
                    .hasSize(15)
                    .allSatisfy(e -> assertThat((CacheException) e).hasMessageContaining(name));
            assertThat(rig.manager.<String, String>getCache(name))
                    .isSameAs(results.stream()
                            .filter(Cache.class::isInstance)
                            .findFirst()
                            .orElseThrow());
        }
    }

    @Test
    void ofManyWhoAskForAManagerAtOnceAllGetTheSame() throws Exception {
        List<CacheManager> managers = Threads.together(
                16, i -> () -> rig.provider.getCacheManager(URI.create("many:one"), null, new Properties()));
        assertThat(managers).allSatisfy(each -> assertThat(each).isSameAs(managers.get(0)));
    }

    /** Everything that a configuration's factories can make; writes down when it is closed. */
    private class Everything
            implements CacheLoader<String, String>,
                    CacheWriter<String, String>,
                    ExpiryPolicy,
                    CacheEntryCreatedListener<String, String>,
                    Closeable {
        private final String name;

        Everything(String name) {
            this.name = name;
        }

        @Override
        public void close() throws IOException {
            closed.add(name);
        }

        @Override
        public String load(String key) {
            return key;
        }

        @Override
        public Map<String, String> loadAll(Iterable<? extends String> keys) {
            return Map.of();
        }

        @Override
        public void write(Cache.Entry<? extends String, ? extends String> entry) {}

        @Override
        public void writeAll(Collection<Cache.Entry<? extends String, ? extends String>> entries) {}

        @Override
        public void delete(Object key) {}

        @Override
        public void deleteAll(Collection<?> keys) {}

        @Override
        public Duration getExpiryForCreation() {
            return Duration.ETERNAL;
        }

        @Override
        public Duration getExpiryForAccess() {
            return Duration.ETERNAL;
        }

        @Override
        public Duration getExpiryForUpdate() {
            return Duration.ETERNAL;
        }

        @Override
        public void onCreated(Iterable<CacheEntryEvent<? extends String, ? extends String>> events) {}
    }

    private LarderConfiguration<String, String> everything() {
        return Storage.BY_VALUE
                .strings()
                .setStatisticsEnabled(true)
                .setManagementEnabled(true)
                .setReadThrough(true)
                .setCacheLoaderFactory(Journal.one(new Everything("loader")))
                .setWriteThrough(true)
                .setCacheWriterFactory(Journal.one(new Everything("writer")))
                .setExpiryPolicyFactory(Journal.one(new Everything("policy")))
                .addCacheEntryListenerConfiguration(listening(new Everything("listener")));
    }

    private static MutableCacheEntryListenerConfiguration<String, String> listening(
            CacheEntryCreatedListener<String, String> listener) {
        return new MutableCacheEntryListenerConfiguration<>(Journal.one(listener), null, false, true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cache", "destroy", "manager", "provider", "class loader", "uri"})
    void whateverIsClosedClosesAllThatBelongsToIt(String what) {
        Cache<String, String> cache = rig.create("orders", everything());
        cache.registerCacheEntryListener(listening(new Everything("later")));
        ClassLoader loader = rig.manager.getClassLoader();
        switch (what) {
            case "cache" -> cache.close();
            case "destroy" -> rig.manager.destroyCache("orders");
            case "manager" -> rig.manager.close();
            case "provider" -> rig.provider.close();
            case "class loader" -> rig.provider.close(loader);
            default -> rig.provider.close(rig.manager.getURI(), loader);
        }
        assertThat(cache.isClosed()).isTrue();
        assertThat(closed).containsExactlyInAnyOrder("loader", "writer", "policy", "listener", "later");
        assertThat(rig.isShown("CacheStatistics", "orders")).isFalse();
        assertThat(rig.isShown("CacheConfiguration", "orders")).isFalse();
        cache.close();
        assertThat(closed).hasSize(5);
    }

    @Test
    void whatCannotBeClosedDoesNotKeepTheOthersOpen() {
        rig.create("a", everything().setExpiryPolicyFactory(Journal.one(new Everything("broken") {
            @Override
            public void close() throws IOException {
                throw new IOException("on purpose");
            }
        })));
        Cache<String, String> error =
                rig.create("b", everything().setCacheWriterFactory(Journal.one(new Everything("bad") {
                    @Override
                    public void close() {
                        throw new AssertionError("on purpose");
                    }
                })));
        Cache<String, String> last = rig.create("c", everything());
        try (LogCapture log = new LogCapture(UserCode.class.getName())) {
            assertThatThrownBy(rig.provider::close)
                    .isInstanceOf(AssertionError.class)
                    .hasMessage("on purpose");
            assertThat(log.messages()).singleElement().asString().contains("cache 'a'", "on purpose");
        }
        assertThat(error.isClosed()).isTrue();
        assertThat(last.isClosed()).isTrue();
        assertThat(closed).hasSize(3 * 4 - 2);
        assertThatCode(rig.provider::close).doesNotThrowAnyException();
    }

    private static <T> Factory<T> failing(RuntimeException failure) {
        return () -> {
            throw failure;
        };
    }

    @Test
    void aFactoryThatFailsMakesNoCacheAndLeavesNothing() {
        RuntimeException failure = new IllegalArgumentException("on purpose");
        List<Consumer<LarderConfiguration<String, String>>> breaking = List.of(
                c -> c.setCacheLoaderFactory(failing(failure)),
                c -> c.setCacheWriterFactory(failing(failure)),
                c -> c.setExpiryPolicyFactory(failing(failure)),
                c -> c.setKeyCodecFactory(failing(failure)),
                c -> c.setValueCodecFactory(failing(failure)),
                c -> c.addCacheEntryListenerConfiguration(
                        new MutableCacheEntryListenerConfiguration<>(failing(failure), null, false, true)),
                c -> c.setCacheLoaderFactory(() -> null),
                c -> c.setCacheWriterFactory(() -> null),
                c -> c.setExpiryPolicyFactory(() -> null),
                c -> c.setKeyCodecFactory(() -> null),
                c -> c.addCacheEntryListenerConfiguration(
                        new MutableCacheEntryListenerConfiguration<>(() -> null, null, false, true)));
        for (Consumer<LarderConfiguration<String, String>> each : breaking) {
            closed.clear();
            LarderConfiguration<String, String> configuration = everything();
            each.accept(configuration);
            assertThatThrownBy(() -> rig.create("orders", configuration))
                    .isInstanceOf(CacheException.class)
                    .hasMessageContaining("orders")
                    .hasMessageContaining("factory");
            assertThat(rig.manager.<Object, Object>getCache("orders")).isNull();
            assertThat(rig.isShown("CacheStatistics", "orders")).isFalse();
            assertThat(closed).doesNotHaveDuplicates();
        }
        rig.create("orders", everything());
    }

    @Test
    void aCacheThatCannotBeMadeClosesWhatWasMadeOfIt() {
        LarderConfiguration<String, String> configuration =
                everything().setValueCodecFactory(failing(new IllegalArgumentException("on purpose")));
        assertThatThrownBy(() -> rig.create("orders", configuration)).isInstanceOf(CacheException.class);
        assertThat(closed).containsExactlyInAnyOrder("loader", "writer", "policy", "listener");
    }

    @Test
    void anErrorOfAFactoryIsNotWrapped() {
        Error error = new AssertionError("on purpose");
        LarderConfiguration<String, String> configuration = everything().setCacheLoaderFactory(() -> {
            throw error;
        });
        assertThatThrownBy(() -> rig.create("orders", configuration)).isSameAs(error);
        rig.create("orders", Storage.BY_REFERENCE.strings());
    }

    @Test
    void noBeanIsLeftByAClosingThatRacesASwitch() throws Exception {
        for (int round = 0; round < 50; round++) {
            Cache<String, String> cache = rig.create("orders", Storage.BY_REFERENCE.strings());
            Threads.together(2, i -> () -> {
                if (i == 0) {
                    cache.close();
                } else {
                    try {
                        rig.manager.enableStatistics("orders", true);
                        rig.manager.enableManagement("orders", true);
                    } catch (IllegalStateException e) {
                        assertThat(e).hasMessageContaining("orders");
                    }
                }
                return null;
            });
            assertThat(rig.isShown("CacheStatistics", "orders")).isFalse();
            assertThat(rig.isShown("CacheConfiguration", "orders")).isFalse();
        }
    }

    @Test
    void aListenerRegisteredWhileItsCacheClosesIsClosedToo() throws Exception {
        for (int round = 0; round < 50; round++) {
            closed.clear();
            Cache<String, String> cache = rig.create("orders", Storage.BY_REFERENCE.strings());
            List<Boolean> registered = Threads.together(2, i -> () -> {
                if (i == 0) {
                    cache.close();
                    return false;
                }
                try {
                    cache.registerCacheEntryListener(listening(new Everything("late")));
                    return true;
                } catch (IllegalStateException e) {
                    assertThat(e).hasMessageContaining("orders");
                    return false;
                }
            });
            if (registered.get(1)) {
                assertThat(closed).containsExactly("late");
            }
        }
    }

    @Test
    void aNameIsFreeWhenItsCacheIsClosedInFull() throws Exception {
        CountDownLatch closing = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Cache<String, String> cache =
                rig.create("orders", everything().setExpiryPolicyFactory(Journal.one(new Everything("slow") {
                    @Override
                    public void close() throws IOException {
                        closing.countDown();
                        try {
                            goOn.await(60, TimeUnit.SECONDS);
                        } catch (InterruptedException e) {
                            throw new IOException(e);
                        }
                    }
                })));
        FutureTask<Object> closed = Threads.start(() -> {
            cache.close();
            return true;
        });
        assertThat(closing.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(cache.isClosed()).isTrue();
        assertThat(rig.manager.<Object, Object>getCache("orders")).isNull();
        assertThat(Rig.listOf(rig.manager.getCacheNames())).isEmpty();
        assertThatThrownBy(() -> rig.create("orders", everything()))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("orders");
        goOn.countDown();
        closed.get(60, TimeUnit.SECONDS);
        rig.create("orders", everything());
        assertThat(rig.isShown("CacheStatistics", "orders")).isTrue();
    }

    @Test
    void theNamesAreThoseOfTheMomentAndCannotBeChanged() {
        rig.create("b", Storage.BY_REFERENCE.strings());
        rig.create("a", Storage.BY_REFERENCE.strings());
        Iterable<String> names = rig.manager.getCacheNames();
        rig.manager.destroyCache("a");
        rig.create("c", Storage.BY_REFERENCE.strings());
        assertThat(names).containsExactly("a", "b");
        assertThat(rig.manager.getCacheNames()).containsExactly("b", "c");
        var iterator = names.iterator();
        iterator.next();
        assertThatThrownBy(iterator::remove).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void aManagerThatWasClosedIsReplacedByANewOne() {
        CacheManager first = rig.manager;
        ClassLoader loader = first.getClassLoader();
        assertThat(rig.provider.getCacheManager(first.getURI(), loader)).isSameAs(first);
        first.close();
        CacheManager second = rig.provider.getCacheManager(first.getURI(), loader);
        assertThat(second).isNotSameAs(first);
        first.close();
        assertThat(second.isClosed()).isFalse();
        assertThat(rig.provider.getCacheManager(first.getURI(), loader)).isSameAs(second);
    }
}
