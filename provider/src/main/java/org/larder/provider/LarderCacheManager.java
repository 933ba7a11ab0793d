package org.larder.provider;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.Configuration;
import javax.cache.spi.CachingProvider;
import org.jspecify.annotations.Nullable;
import org.larder.LarderConfiguration;
import org.larder.provider.config.CacheSettings;
import org.larder.provider.config.ManagerSettings;
import org.larder.provider.expiry.Sweeper;

/**
 * A set of caches with names, for one URI and class loader. Thread-safe.
 *
 * <p>Its properties may hold {@code larder.default-max-bytes}: the bound of memory, in bytes, of caches that have none
 * of their own (64 MiB otherwise).
 *
 * @since 0.1
 */
public final class LarderCacheManager implements CacheManager {

    private final LarderCachingProvider provider;
    private final URI uri;
    private final ClassLoader classLoader;
    private final Properties properties;
    private final ManagerSettings settings;
    private final CacheAssembler assembler;
    private final Sweeper sweeper;
    private final Consumer<LarderCacheManager> whenClosed;
    private final ConcurrentHashMap<String, LarderCache<?, ?>> caches = new ConcurrentHashMap<>();

    /** The names of caches that exist or are being made, so that of two who make one at once, one is told. */
    private final Set<String> names = ConcurrentHashMap.newKeySet();

    private final AtomicBoolean closed = new AtomicBoolean();

    LarderCacheManager(
            LarderCachingProvider provider,
            URI uri,
            ClassLoader classLoader,
            Properties properties,
            CacheAssembler assembler,
            Duration sweepPace,
            Consumer<LarderCacheManager> whenClosed) {
        this.provider = provider;
        this.uri = uri;
        this.classLoader = classLoader;
        this.properties = copy(properties);
        this.settings = ManagerSettings.of(uri, properties);
        this.assembler = assembler;
        this.sweeper = new Sweeper("larder-sweeper-" + uri, classLoader, sweepPace);
        this.whenClosed = whenClosed;
    }

    @Override
    public CachingProvider getCachingProvider() {
        return provider;
    }

    @Override
    public URI getURI() {
        return uri;
    }

    @Override
    public ClassLoader getClassLoader() {
        return classLoader;
    }

    @Override
    public Properties getProperties() {
        return copy(properties);
    }

    /**
     * Creates a cache.
     *
     * @throws CacheException if there is a cache of that name, or if it cannot be made; the message says why
     * @throws IllegalArgumentException if settings of the configuration contradict each other
     */
    @Override
    public <K, V, C extends Configuration<K, V>> Cache<K, V> createCache(String cacheName, C configuration) {
        requireNonNull(cacheName, "the name of a cache must not be null");
        requireNonNull(configuration, "the configuration of a cache must not be null");
        ensureOpen();
        LarderConfiguration<K, V> checked = CacheSettings.of(cacheName, configuration);
        if (!names.add(cacheName)) {
            throw new CacheException(
                    "cache '%s' exists already in the manager %s; get it with getCache, or destroy it first"
                            .formatted(cacheName, uri));
        }
        LarderCache<K, V> cache;
        try {
            cache = assembler.assemble(this, cacheName, checked, settings);
        } catch (Throwable e) {
            names.remove(cacheName);
            throw e;
        }
        caches.put(cacheName, cache);
        if (isClosed()) {
            cache.close();
            ensureOpen();
        }
        return cache;
    }

    @Override
    public <K, V> @Nullable Cache<K, V> getCache(String cacheName, Class<K> keyType, Class<V> valueType) {
        requireNonNull(keyType, "the type of the keys must not be null; use getCache(name) for whatever they are");
        requireNonNull(valueType, "the type of the values must not be null; use getCache(name) for whatever they are");
        LarderCache<?, ?> cache = find(cacheName);
        if (cache == null) {
            return null;
        }
        requireType(cacheName, "keys", cache.configuration().getKeyType(), keyType);
        requireType(cacheName, "values", cache.configuration().getValueType(), valueType);
        return typed(cache);
    }

    @Override
    public <K, V> @Nullable Cache<K, V> getCache(String cacheName) {
        LarderCache<?, ?> cache = find(cacheName);
        return cache == null ? null : typed(cache);
    }

    @SuppressWarnings("unchecked") // checked by the caller, or waived as the standard allows
    private static <K, V> Cache<K, V> typed(LarderCache<?, ?> cache) {
        return (Cache<K, V>) cache;
    }

    private static void requireType(String cacheName, String what, Class<?> configured, Class<?> asked) {
        if (!configured.equals(asked)) {
            throw new ClassCastException("cache '%s' is configured for %s of type %s, not %s"
                    .formatted(cacheName, what, configured.getName(), asked.getName()));
        }
    }

    private @Nullable LarderCache<?, ?> find(String cacheName) {
        requireNonNull(cacheName, "the name of a cache must not be null");
        ensureOpen();
        return caches.get(cacheName);
    }

    @Override
    public Iterable<String> getCacheNames() {
        ensureOpen();
        return List.copyOf(new TreeSet<>(caches.keySet()));
    }

    @Override
    public void destroyCache(String cacheName) {
        LarderCache<?, ?> cache = find(cacheName);
        if (cache != null) {
            cache.close();
        }
    }

    @Override
    public void enableManagement(String cacheName, boolean enabled) {
        LarderCache<?, ?> cache = find(cacheName);
        if (cache != null) {
            cache.enableManagement(enabled);
        }
    }

    @Override
    public void enableStatistics(String cacheName, boolean enabled) {
        LarderCache<?, ?> cache = find(cacheName);
        if (cache != null) {
            cache.enableStatistics(enabled);
        }
    }

    /** What takes the expired entries of the caches away. */
    Sweeper sweeper() {
        return sweeper;
    }

    /** Forgets a cache that is being closed; its name stays taken. */
    void closing(LarderCache<?, ?> cache) {
        caches.remove(cache.getName(), cache);
    }

    /** Gives the name of a cache free, now that its beans and threads are gone. */
    void closed(LarderCache<?, ?> cache) {
        names.remove(cache.getName());
    }

    /**
     * {@inheritDoc}
     *
     * <p>An exception of a cache that closes is logged. An {@link Error} is thrown when all others are closed.
     */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            Closing closing = new Closing();
            // Whoever gets the manager that comes after this one finds the names of its beans free.
            caches.values().forEach(cache -> closing.close(cache::hide, "cache '%s'".formatted(cache.getName())));
            whenClosed.accept(this);
            caches.values().forEach(cache -> closing.close(cache, "cache '%s'".formatted(cache.getName())));
            closing.close(sweeper, "the sweeper of cache manager %s".formatted(uri));
            closing.rethrowError();
        }
    }

    @Override
    public boolean isClosed() {
        return closed.get();
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        return Unwrapping.unwrap(this, type);
    }

    private void ensureOpen() {
        if (isClosed()) {
            throw new IllegalStateException(
                    "the cache manager %s is closed; get a new one from the caching provider".formatted(uri));
        }
    }

    private static Properties copy(Properties properties) {
        Properties copy = new Properties();
        properties.stringPropertyNames().forEach(name -> copy.setProperty(name, properties.getProperty(name)));
        return copy;
    }
}
