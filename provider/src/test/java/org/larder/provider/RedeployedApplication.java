package org.larder.provider;

import java.io.Serializable;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryExpiredListener;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CompletionListenerFuture;
import javax.cache.spi.CachingProvider;
import org.awaitility.Awaitility;
import org.larder.LarderConfiguration;
import org.larder.provider.Rig.Storage;

/**
 * An application that a server loads with a class loader of its own: it uses caches of all kinds on its thread and on
 * those of the server, and closes each of them, but neither manager nor provider. Called with the threads of the server
 * and a directory for files.
 */
public final class RedeployedApplication implements BiConsumer<ExecutorService, Path> {

    private enum Size {
        SMALL,
        LARGE
    }

    private record Order(int id, Size size, List<String> lines) {}

    /** A value without a codec of its own. */
    private static final class Address implements Serializable {
        private static final long serialVersionUID = 1;
        private final String street;

        private Address(String street) {
            this.street = street;
        }

        @Override
        public String toString() {
            return street;
        }
    }

    @Override
    public void accept(ExecutorService server, Path directory) {
        ClassLoader own = getClass().getClassLoader();
        Properties properties = new Properties();
        properties.setProperty("larder.directory", directory.toString());
        CacheManager manager = provider(own).getCacheManager(URI.create("larder:shop"), own, properties);
        try {
            for (Storage storage : Storage.values()) {
                use(manager, storage.name(), server, () -> storage.apply(new LarderConfiguration<>()));
            }
            use(
                    manager,
                    "PERSISTENT",
                    server,
                    () -> Storage.BY_VALUE.apply(new LarderConfiguration<>()).setPersistent(true));
        } finally {
            manager.getCacheNames().forEach(name -> manager.getCache(name).close());
        }
        compareRecords();
    }

    /** Java keeps the record class that it last made an equals for: let that be this one, and not one of those before. */
    private static void compareRecords() {
        Supplier<Order> orders = () -> new Order(1, Size.SMALL, List.of());
        if (!orders.get().equals(orders.get())) {
            throw new AssertionError("records of equal components are not equal");
        }
    }

    /** By way of the registry of the standard, unless that is the server's: it never lets go of a provider. */
    private static CachingProvider provider(ClassLoader own) {
        return Caching.class.getClassLoader().equals(own)
                ? Caching.getCachingProvider(LarderCachingProvider.class.getName(), own)
                : new LarderCachingProvider(InstantSource.system(), Duration.ofMillis(1));
    }

    private static void use(
            CacheManager manager,
            String kind,
            ExecutorService server,
            Supplier<LarderConfiguration<Object, Object>> configuration) {
        Set<Object> noticed = ConcurrentHashMap.newKeySet();
        Cache<Object, Object> orders = manager.createCache(kind + "-orders", observed(configuration.get(), noticed));
        Cache<Object, Object> sessions = manager.createCache(
                kind + "-sessions",
                observed(configuration.get(), noticed)
                        .setExpiryPolicyFactory(CreatedExpiryPolicy.factoryOf(
                                new javax.cache.expiry.Duration(TimeUnit.MILLISECONDS, 50))));
        onAllThreads(server, () -> {
            use(orders);
            use(sessions);
            return null;
        });
        sessions.put("session", new Address("gone"));
        Awaitility.await() // it is swept out, for nobody asks for it
                .atMost(Duration.ofMinutes(1))
                .until(() -> noticed.contains("session"));
    }

    private static LarderConfiguration<Object, Object> observed(
            LarderConfiguration<Object, Object> configuration, Set<Object> noticed) {
        CacheEntryCreatedListener<Object, Object> synchronous =
                events -> events.forEach(event -> noticed.add(event.getValue()));
        CacheEntryExpiredListener<Object, Object> asynchronous =
                events -> events.forEach(event -> noticed.add(event.getKey()));
        return configuration
                .addCacheEntryListenerConfiguration(
                        new MutableCacheEntryListenerConfiguration<>(Journal.one(synchronous), null, false, true))
                .addCacheEntryListenerConfiguration(
                        new MutableCacheEntryListenerConfiguration<>(Journal.one(asynchronous), null, false, false))
                .setReadThrough(true)
                .setCacheLoaderFactory(Journal.one(new Orders()))
                .setStatisticsEnabled(true)
                .setManagementEnabled(true);
    }

    private static final class Orders implements CacheLoader<Object, Object> {
        @Override
        public Object load(Object key) {
            return new Order(0, Size.LARGE, List.of(key.toString()));
        }

        @Override
        public Map<Object, Object> loadAll(Iterable<?> keys) {
            Map<Object, Object> all = new HashMap<>();
            keys.forEach(key -> all.put(key, load(key)));
            return all;
        }
    }

    private static void use(Cache<Object, Object> cache) throws Exception {
        for (int i = 0; i < 100; i++) {
            cache.put(new Order(i, Size.SMALL, List.of("line")), new Address("street " + i));
            cache.putIfAbsent(i, new Order(i, Size.LARGE, List.of()));
        }
        cache.get(new Order(1, Size.SMALL, List.of("line")));
        cache.getAll(Set.of(1, 2, "loaded"));
        cache.invoke(3, (entry, arguments) -> {
            entry.setValue(new Address("invoked"));
            return entry.getKey();
        });
        cache.remove(4);
        cache.replace(5, Size.SMALL);
        List<Object> values = new ArrayList<>();
        cache.forEach(entry -> values.add(entry.getValue()));
        CompletionListenerFuture done = new CompletionListenerFuture();
        cache.loadAll(Set.of("loaded", "in the background"), true, done);
        done.get();
    }

    private static void onAllThreads(ExecutorService server, Callable<Void> what) {
        try {
            what.call();
            for (Future<Void> done : server.invokeAll(List.of(what, what, what))) {
                done.get();
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
