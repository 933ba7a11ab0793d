package org.larder.provider;

import static java.util.Objects.requireNonNullElseGet;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Predicate;
import javax.cache.CacheManager;
import javax.cache.configuration.OptionalFeature;
import javax.cache.spi.CachingProvider;
import org.jspecify.annotations.Nullable;
import org.larder.provider.config.ManagerDomain;

/**
 * Larder as {@link CachingProvider}: found by {@link java.util.ServiceLoader} or by the name of this class. There is one
 * cache manager to a URI and a class loader until it is closed. Thread-safe.
 *
 * @since 0.1
 */
public final class LarderCachingProvider implements CachingProvider {

    private static final URI DEFAULT_URI = URI.create("larder:default");

    private final Map<Place, LarderCacheManager> managers = new HashMap<>();
    private final CacheAssembler assembler;
    private final Duration sweepPace;

    /** What a cache manager is known by. */
    private record Place(URI uri, ClassLoader classLoader) {}

    /** Creates a provider without cache managers. */
    public LarderCachingProvider() {
        this(InstantSource.system());
    }

    /**
     * Creates a provider whose entries expire by a clock, for tests that would not wait.
     *
     * @param clock asked at every read of an entry that has a deadline; when it jumps, entries expire or come to life
     *     again until they were found to be expired
     */
    public LarderCachingProvider(InstantSource clock) {
        this(clock, Duration.ofSeconds(1));
    }

    /**
     * Creates a provider whose entries expire by a clock.
     *
     * @param sweepPace how often expired entries are looked for in the background
     */
    LarderCachingProvider(InstantSource clock, Duration sweepPace) {
        this.assembler = new CacheAssembler(clock);
        this.sweepPace = sweepPace;
    }

    /**
     * Returns the cache manager of a URI and a class loader, creating it if there is none.
     *
     * @param uri names the manager, and the domain that it is for if there is one; null for {@link #getDefaultURI()}
     * @param classLoader where the classes of stored objects are looked up; null for {@link #getDefaultClassLoader()}
     * @param properties defaults for the caches of a new manager, see {@link LarderCacheManager}; null for none;
     *     ignored if the manager exists
     * @throws javax.cache.CacheException if the URI names a domain that there is not ({@link org.larder.CacheDomain}),
     *     if the configuration file of a new manager cannot be read, or file or properties hold an error; the message
     *     names all errors
     */
    @Override
    public CacheManager getCacheManager(
            @Nullable URI uri, @Nullable ClassLoader classLoader, @Nullable Properties properties) {
        Place place = place(uri, classLoader);
        synchronized (managers) {
            return managers.computeIfAbsent(place, p -> newManager(p, properties));
        }
    }

    private LarderCacheManager newManager(Place place, @Nullable Properties properties) {
        return new LarderCacheManager(
                this,
                place.uri,
                place.classLoader,
                properties == null ? new Properties() : properties,
                assembler,
                sweepPace,
                closed -> {
                    synchronized (managers) {
                        managers.remove(place, closed);
                    }
                });
    }

    @Override
    public CacheManager getCacheManager(@Nullable URI uri, @Nullable ClassLoader classLoader) {
        return getCacheManager(uri, classLoader, null);
    }

    @Override
    public CacheManager getCacheManager() {
        return getCacheManager(null, null, null);
    }

    @Override
    public ClassLoader getDefaultClassLoader() {
        return requireNonNullElseGet(getClass().getClassLoader(), ClassLoader::getSystemClassLoader);
    }

    @Override
    public URI getDefaultURI() {
        return DEFAULT_URI;
    }

    @Override
    public Properties getDefaultProperties() {
        return new Properties();
    }

    @Override
    public void close() {
        closeWhere(place -> true);
    }

    @Override
    public void close(@Nullable ClassLoader classLoader) {
        ClassLoader closing = place(null, classLoader).classLoader;
        closeWhere(place -> place.classLoader.equals(closing));
    }

    @Override
    public void close(@Nullable URI uri, @Nullable ClassLoader classLoader) {
        closeWhere(place(uri, classLoader)::equals);
    }

    /** Closes managers without holding the lock: closing runs code of the user. */
    private void closeWhere(Predicate<Place> condition) {
        List<LarderCacheManager> closing = new ArrayList<>();
        synchronized (managers) {
            managers.forEach((place, manager) -> {
                if (condition.test(place)) {
                    closing.add(manager);
                }
            });
        }
        Closing all = new Closing();
        closing.forEach(manager -> all.close(manager, "cache manager %s".formatted(manager.getURI())));
        all.rethrowError();
    }

    @Override
    public boolean isSupported(OptionalFeature feature) {
        return feature == OptionalFeature.STORE_BY_REFERENCE;
    }

    private Place place(@Nullable URI uri, @Nullable ClassLoader classLoader) {
        URI given = requireNonNullElseGet(uri, this::getDefaultURI);
        ManagerDomain domain = ManagerDomain.of(given);
        return new Place(
                domain == null ? given : domain.uri(), requireNonNullElseGet(classLoader, this::getDefaultClassLoader));
    }
}
