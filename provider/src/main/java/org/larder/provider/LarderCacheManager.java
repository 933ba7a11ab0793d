package org.larder.provider;

import static java.util.Objects.requireNonNull;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.Configuration;
import javax.cache.spi.CachingProvider;
import org.jspecify.annotations.Nullable;
import org.larder.EffectiveConfiguration;
import org.larder.EffectiveSetting;
import org.larder.LarderConfiguration;
import org.larder.StorageEstimate;
import org.larder.StorageEstimator;
import org.larder.provider.config.CacheSettings;
import org.larder.provider.config.ManagerSettings;
import org.larder.provider.entry.KeyLocks;
import org.larder.provider.expiry.Sweeper;

/**
 * A set of caches with names, for one URI and class loader. Thread-safe.
 *
 * <p>A configuration file and the properties of the manager may declare caches and say what holds for them; see
 * {@code docs/guide/configuration.md}. A declared cache is made when it is first asked for. {@link #unwrap} to
 * {@link EffectiveConfiguration} to see what holds, and why, and to {@link StorageEstimator} to see what it will take.
 *
 * @since 0.1
 */
public final class LarderCacheManager implements CacheManager, EffectiveConfiguration, StorageEstimator {

    private static final Logger LOG = System.getLogger(LarderCacheManager.class.getName());

    private final LarderCachingProvider provider;
    private final URI uri;
    private final ClassLoader classLoader;
    private final Properties properties;
    private final ManagerSettings settings;
    private final CacheAssembler assembler;
    private final Sweeper sweeper;
    private final Consumer<LarderCacheManager> whenClosed;
    private final ConcurrentHashMap<String, LarderCache<?, ?>> caches = new ConcurrentHashMap<>();

    /** What the caches that there are were made from. */
    private final ConcurrentHashMap<String, CacheSettings<?, ?>> made = new ConcurrentHashMap<>();

    /** The names of caches that exist or are being made, so that of two who make one at once, one is told. */
    private final Set<String> names = ConcurrentHashMap.newKeySet();

    /** Declared caches that were destroyed, and are not made again. */
    private final Set<String> destroyed = ConcurrentHashMap.newKeySet();

    /**
     * Held while the declared cache of a name is made, so that all who ask for it at once get the same. Who would close a
     * circle of caches whose making waits for each other is let through, and told by {@link #names}.
     */
    private final KeyLocks<String> making;

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
        this.settings = ManagerSettings.of(uri, classLoader, properties);
        this.assembler = assembler;
        this.making = assembler.newLocks();
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
     * Creates a cache. What the configuration leaves at the standard's default is taken from the configuration file and
     * the properties of the manager where they say something.
     *
     * @throws CacheException if there is a cache of that name, or if it cannot be made; the message says why
     * @throws IllegalArgumentException if settings of the configuration contradict each other
     */
    @Override
    public <K, V, C extends Configuration<K, V>> Cache<K, V> createCache(String cacheName, C configuration) {
        requireNonNull(cacheName, "the name of a cache must not be null");
        requireNonNull(configuration, "the configuration of a cache must not be null");
        ensureOpen();
        if (!settings.declares(cacheName)) {
            return create(cacheName, configuration);
        }
        try (KeyLocks<String>.Hold hold = making.acquire(cacheName)) { // whoever asks meanwhile gets the one made here
            return create(cacheName, configuration);
        }
    }

    private <K, V> LarderCache<K, V> create(String cacheName, @Nullable Configuration<K, V> configuration) {
        CacheSettings<K, V> merged = settings.settingsOf(cacheName, configuration);
        if (!names.add(cacheName)) {
            throw new CacheException(
                    "cache '%s' exists already in the manager %s; get it with getCache, or destroy it first"
                            .formatted(cacheName, uri));
        }
        LarderCache<K, V> cache;
        try {
            // A copy, as the cache's own changes with what is switched and registered.
            cache = assembler.assemble(this, cacheName, new LarderConfiguration<>(merged.configuration()), settings);
        } catch (IllegalArgumentException e) {
            names.remove(cacheName);
            throw new IllegalArgumentException(e.getMessage() + merged.declaredSizes(), e);
        } catch (Throwable e) {
            names.remove(cacheName);
            throw e;
        }
        made.put(cacheName, merged);
        caches.put(cacheName, cache);
        if (isClosed()) {
            cache.close();
            ensureOpen();
        }
        LOG.log(
                Level.DEBUG,
                () -> "cache '%s' created: %s; %s"
                        .formatted(
                                cacheName,
                                merged.listing(cache.configuration()),
                                CacheAssembler.estimate(cacheName, merged.configuration(), settings)));
        return cache;
    }

    /**
     * The cache of a name; makes it if it is declared.
     *
     * @throws CacheException if it cannot be made now; the message says why
     */
    private @Nullable LarderCache<?, ?> findOrMake(String cacheName) {
        LarderCache<?, ?> cache = find(cacheName);
        if (cache != null || !isDeclared(cacheName)) {
            return cache;
        }
        try (KeyLocks<String>.Hold hold = making.acquire(cacheName)) {
            cache = find(cacheName);
            if (cache != null || !isDeclared(cacheName)) {
                return cache;
            }
            if (names.contains(cacheName)) {
                throw new CacheException(
                        "cache '%s' is being closed, or asked for by what it is made from; ask again when that is done"
                                .formatted(cacheName));
            }
            return create(cacheName, null);
        }
    }

    /** Whether a cache is declared and was not destroyed. */
    private boolean isDeclared(String cacheName) {
        return settings.declares(cacheName) && !destroyed.contains(cacheName);
    }

    @Override
    public List<EffectiveSetting> effectiveSettings(String cacheName) {
        LarderCache<?, ?> cache = find(cacheName);
        CacheSettings<?, ?> merged = made.get(cacheName);
        if (cache != null && merged != null) {
            return merged.listing(cache.configuration());
        }
        if (isDeclared(cacheName)) {
            CacheSettings<?, ?> wouldBe = settings.settingsOf(cacheName, null);
            return wouldBe.listing(wouldBe.configuration());
        }
        throw new CacheException(
                "there is no cache '%s' in the manager %s; there are %s".formatted(cacheName, uri, names()));
    }

    @Override
    public StorageEstimate estimate(String cacheName, Configuration<?, ?> configuration) {
        requireNonNull(cacheName, "the name of a cache must not be null");
        requireNonNull(configuration, "the configuration of a cache must not be null");
        ensureOpen();
        CacheSettings<?, ?> merged = settings.settingsOf(cacheName, configuration);
        try {
            return CacheAssembler.estimate(cacheName, merged.configuration(), settings);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(e.getMessage() + merged.declaredSizes(), e);
        }
    }

    @Override
    public <K, V> @Nullable Cache<K, V> getCache(String cacheName, Class<K> keyType, Class<V> valueType) {
        requireNonNull(keyType, "the type of the keys must not be null; use getCache(name) for whatever they are");
        requireNonNull(valueType, "the type of the values must not be null; use getCache(name) for whatever they are");
        LarderCache<?, ?> cache = findOrMake(cacheName);
        if (cache == null) {
            return null;
        }
        requireType(cacheName, "keys", cache.configuration().getKeyType(), keyType);
        requireType(cacheName, "values", cache.configuration().getValueType(), valueType);
        return typed(cache);
    }

    @Override
    public <K, V> @Nullable Cache<K, V> getCache(String cacheName) {
        LarderCache<?, ?> cache = findOrMake(cacheName);
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
        return List.copyOf(names());
    }

    private SortedSet<String> names() {
        SortedSet<String> all = settings.declaredNames();
        all.removeAll(destroyed);
        all.addAll(caches.keySet());
        return all;
    }

    /**
     * Closes a cache, and deletes the files of a persistent one; those who share it find it empty, and keep its files. The
     * files of a cache that is not open in this manager are deleted, too. One that is declared is not made again by
     * this manager unless code creates it. A name that nothing is known of is no error.
     *
     * @throws CacheException if a cache that is not open here has files and they cannot be deleted, because somebody else
     *     has them open for one; the message says what to do
     */
    @Override
    public void destroyCache(String cacheName) {
        LarderCache<?, ?> cache = find(cacheName);
        if (settings.declares(cacheName)) {
            try (KeyLocks<String>.Hold hold = making.acquire(cacheName)) {
                cache = find(cacheName);
                destroyFilesUnlessOpen(cacheName, cache);
                destroyed.add(cacheName);
            }
        } else {
            destroyFilesUnlessOpen(cacheName, cache);
        }
        if (cache != null) {
            cache.destroy();
        }
    }

    private void destroyFilesUnlessOpen(String cacheName, @Nullable LarderCache<?, ?> cache) {
        if (cache == null) {
            CacheAssembler.destroyFiles(uri, cacheName, settings);
        }
    }

    @Override
    public void enableManagement(String cacheName, boolean enabled) {
        LarderCache<?, ?> cache = findOrMake(cacheName);
        if (cache != null) {
            cache.enableManagement(enabled);
        }
    }

    @Override
    public void enableStatistics(String cacheName, boolean enabled) {
        LarderCache<?, ?> cache = findOrMake(cacheName);
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
        if (caches.remove(cache.getName(), cache)) {
            made.remove(cache.getName());
        }
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
