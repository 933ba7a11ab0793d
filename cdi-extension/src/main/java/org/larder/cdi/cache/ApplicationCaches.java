package org.larder.cdi.cache;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.spi.CachingProvider;

/** The caches of one application, each found or made when it is first asked for. Thread-safe. */
public final class ApplicationCaches implements AutoCloseable {

    private final CachingProvider provider;
    private final CacheManager manager;
    private final ConcurrentMap<String, Cache<Object, Object>> caches = new ConcurrentHashMap<>();

    /**
     * Opens the caches of an application.
     *
     * @param loader the class loader of the application
     */
    public ApplicationCaches(ClassLoader loader) {
        provider = Caching.getCachingProvider(loader);
        manager = provider.getCacheManager(provider.getDefaultURI(), loader);
    }

    /** The cache of a name. */
    public Cache<Object, Object> cache(String name) {
        Cache<Object, Object> known = caches.get(name);
        return known != null && !known.isClosed() ? known : caches.compute(name, (key, old) -> foundOrMade(name));
    }

    private Cache<Object, Object> foundOrMade(String name) {
        Cache<Object, Object> found = manager.getCache(name);
        return found != null ? found : manager.createCache(name, new MutableConfiguration<>());
    }

    /** Closes the managers that were opened here, with their caches. */
    @Override
    public void close() {
        manager.close();
    }
}
