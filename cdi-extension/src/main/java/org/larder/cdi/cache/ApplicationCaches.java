package org.larder.cdi.cache;

import static java.util.Objects.requireNonNull;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.Configuration;
import javax.cache.spi.CachingProvider;
import org.jspecify.annotations.Nullable;
import org.larder.CachedData;
import org.larder.DataCache;
import org.larder.DataCacheBuilder;
import org.larder.expiry.TimeToLive;

/** The caches of one application, each found or made as it is declared. Thread-safe. */
public final class ApplicationCaches implements AutoCloseable {

    private final CdiSettings settings;
    private final CacheMaker maker;
    private final Managers managers;
    private final ConcurrentMap<String, Cache<Object, Object>> caches = new ConcurrentHashMap<>();

    /** Those made here that may outlive the application otherwise, as their manager may. */
    private final Set<Cache<Object, Object>> outliving = ConcurrentHashMap.newKeySet();

    private volatile CacheCatalog catalog;
    private volatile boolean closed;

    /**
     * Prepares the caches of an application, in which nothing is declared yet. Nothing is opened before it is needed.
     *
     * @param application the class loader of the application
     * @param settings what its configuration says
     * @param provider gives a provider of the application's own, which it closes itself; null to find one
     * @param manager gives a manager of the application's own, which it closes itself; null to open one
     */
    public ApplicationCaches(
            ClassLoader application,
            CdiSettings settings,
            @Nullable Supplier<CachingProvider> provider,
            @Nullable Supplier<CacheManager> manager) {
        this.settings = settings;
        this.maker = new CacheMaker(settings);
        this.managers = new Managers(settings, application, provider, manager);
        this.catalog =
                CacheCatalog.builder(settings, problem -> {}, warning -> {}).build();
    }

    /**
     * Makes the caches that have settings or a loader.
     *
     * @param declared what is declared
     * @param problems told what cannot be made, and why
     */
    public void start(CacheCatalog declared, Consumer<String> problems) {
        catalog = declared;
        try {
            managers.of("");
        } catch (CacheException | IllegalArgumentException | IllegalStateException e) {
            problems.accept(e.getMessage());
            return;
        }
        declared.all().stream().filter(CacheDeclaration::isMadeAtStart).forEach(each -> makeAtStart(each, problems));
    }

    private void makeAtStart(CacheDeclaration declaration, Consumer<String> problems) {
        String name = declaration.cacheName();
        String problem = CacheMaker.shortcoming(managers.of(""), declaration);
        if (problem == null) {
            try {
                CacheManager manager = managers.of(declaration.domain());
                caches.put(name, made(manager, declaration, declaration.keyType(), declaration.valueType()));
                return;
            } catch (CacheException | IllegalArgumentException | UnsupportedOperationException e) {
                problem = "it cannot be made as declared: " + e.getMessage();
            }
        }
        problems.accept("%s: cache '%s': %s".formatted(declaration.place(), name, problem));
    }

    /** The cache of a name, whatever its types. */
    public Cache<Object, Object> cache(String name) {
        return cacheMadeOf(name, Object.class, Object.class);
    }

    /** The cache of a name; is there none, it is made with certain types. */
    private Cache<Object, Object> cacheMadeOf(String name, Class<?> keyType, Class<?> valueType) {
        Cache<Object, Object> known = caches.get(name);
        if (known != null && !known.isClosed()) {
            return known;
        }
        // Under no lock: a manager of the application may need a cache to be made.
        CacheManager manager = managerOf(name);
        return requireNonNull(caches.compute(
                name,
                (key, old) -> old != null && !old.isClosed() ? old : foundOrMade(manager, key, keyType, valueType)));
    }

    private CacheManager managerOf(String cacheName) {
        try {
            return managers.of(catalog.of(cacheName).domain());
        } catch (IllegalStateException e) {
            throw new IllegalStateException("cache '%s' cannot be had: %s".formatted(cacheName, e.getMessage()), e);
        }
    }

    /**
     * The cache of a name and of types. One that has no types, or is asked for without, is of all types.
     *
     * @throws ClassCastException if the cache is of other types; the message names all four
     */
    public <K, V> Cache<K, V> cache(String name, Class<K> keyType, Class<V> valueType) {
        Cache<Object, Object> cache = cacheMadeOf(name, keyType, valueType);
        Configuration<Object, Object> types = configuration(cache);
        if (!TypesSaid.agree(types.getKeyType(), keyType) || !TypesSaid.agree(types.getValueType(), valueType)) {
            throw new ClassCastException("cache '%s' is of %s and %s, not of %s and %s"
                    .formatted(
                            name,
                            types.getKeyType().getName(),
                            types.getValueType().getName(),
                            keyType.getName(),
                            valueType.getName()));
        }
        return typed(cache);
    }

    @SuppressWarnings("unchecked") // a class literal knows no type arguments
    private static Configuration<Object, Object> configuration(Cache<Object, Object> cache) {
        return cache.getConfiguration(Configuration.class);
    }

    private Cache<Object, Object> foundOrMade(CacheManager manager, String name, Class<?> keyType, Class<?> valueType) {
        Cache<Object, Object> found = manager.getCache(name);
        if (found != null) {
            return found;
        }
        CacheDeclaration declaration = catalog.of(name);
        boolean isDeclared = catalog.knows(name);
        try {
            return made(
                    manager,
                    declaration,
                    isDeclared ? declaration.keyType() : keyType,
                    isDeclared ? declaration.valueType() : valueType);
        } catch (CacheException e) {
            Cache<Object, Object> madeMeanwhile = manager.getCache(name);
            if (madeMeanwhile == null) {
                throw e;
            }
            return madeMeanwhile;
        }
    }

    private Cache<Object, Object> made(
            CacheManager manager, CacheDeclaration declaration, Class<?> keyType, Class<?> valueType) {
        Cache<Object, Object> cache = maker.make(manager, declaration, keyType, valueType);
        if (managers.isBrought(declaration.domain()) || declaration.loader() != null) {
            outliving.removeIf(Cache::isClosed);
            outliving.add(cache);
            if (closed) { // after it was added, so that either this closes it or who closes all
                cache.close();
                throw Managers.stopped();
            }
        }
        return cache;
    }

    @SuppressWarnings("unchecked") // checked by the caller as far as the cache knows its types
    private static <K, V> Cache<K, V> typed(Cache<?, ?> cache) {
        return (Cache<K, V>) cache;
    }

    /**
     * The data cache of a name, of records that a method loads or that live for a declared number of seconds.
     *
     * @throws ClassCastException if the cache is of other types than a data cache has
     * @throws IllegalArgumentException if nothing says how long its records are valid
     */
    public <D extends @Nullable Object> DataCache<D> dataCache(String name) {
        CacheDeclaration declaration = catalog.of(name);
        if (!(declaration.expiry() instanceof TimeToLive timeToLive)) {
            throw new IllegalArgumentException(declaration.dataCacheShortcoming());
        }
        DataCacheBuilder builder = DataCache.builder()
                .cache(cache(name, String.class, CachedData.class))
                .ttlSeconds(timeToLive.life().toSeconds());
        return declaration.loader() == null
                ? builder.build()
                : builder.validWhileCached().build();
    }

    /** The caching provider of the application. */
    public CachingProvider provider() {
        return managers.provider();
    }

    /**
     * The manager of a domain.
     *
     * @param domain in the form of {@link org.larder.annotation.CacheSettings#domain}; empty for that of the application
     */
    public CacheManager manager(String domain) {
        return managers.of(domain);
    }

    /** What the configuration of the application says. */
    public CdiSettings settings() {
        return settings;
    }

    /**
     * Closes the managers that were opened here, with their caches. Those that the application brought stay open, and so
     * do those that another one uses: in these are closed the caches that were made here, and those whose loader calls
     * beans of this application.
     */
    @Override
    public void close() {
        closed = true;
        Closing all = new Closing();
        outliving.forEach(cache -> all.close(cache::close));
        all.close(managers::close);
        all.rethrow();
    }
}
