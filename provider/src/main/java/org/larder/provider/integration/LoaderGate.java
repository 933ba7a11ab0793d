package org.larder.provider.integration;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheLoaderException;
import org.jspecify.annotations.Nullable;

/**
 * The only way to the loader of the user. What it throws arrives as a {@link CacheLoaderException}, except for errors;
 * what it could not load is absent. As thread-safe as the loader.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public final class LoaderGate<K, V> implements AutoCloseable {
    private final String cacheName;
    private final CacheLoader<K, V> loader;

    /** Puts a gate before a loader. */
    public LoaderGate(String cacheName, CacheLoader<K, V> loader) {
        this.cacheName = cacheName;
        this.loader = loader;
    }

    /**
     * Loads one value.
     *
     * @return the value, or null if there is none
     * @throws CacheLoaderException if the loader fails
     */
    public @Nullable V load(K key) {
        try {
            return loader.load(key);
        } catch (Exception e) {
            throw failure(e);
        }
    }

    /**
     * Loads several values.
     *
     * @param keys the keys, none null; the loader is not called when there are none
     * @return the loaded values of the keys asked for, in their order; keys that were not loaded (absent or null in what
     *     the loader returned) are missing, and what the loader returned for other keys is ignored
     * @throws CacheLoaderException if the loader fails or returns null instead of a map
     */
    public Map<K, V> loadAll(Collection<? extends K> keys) {
        Map<K, V> result = new LinkedHashMap<>();
        if (keys.isEmpty()) {
            return result;
        }
        try {
            // The loader sees a view that it cannot change: we need the keys once more.
            Map<K, V> loaded = loader.loadAll(Collections.unmodifiableCollection(keys));
            if (loaded == null) {
                throw new CacheLoaderException(
                        prefix() + " returned null from loadAll; return an empty map if nothing can be loaded");
            }
            for (K key : keys) {
                V value = loaded.get(key);
                if (value != null) {
                    result.put(key, value);
                }
            }
            return result;
        } catch (Exception e) {
            throw failure(e);
        }
    }

    private CacheLoaderException failure(Exception thrown) {
        UserCode.restoreInterrupt(thrown);
        return thrown instanceof CacheLoaderException already
                ? already
                : new CacheLoaderException(prefix() + " failed: " + thrown, thrown);
    }

    private String prefix() {
        return "cache '" + cacheName + "': loader " + loader.getClass().getName();
    }

    /** Closes the loader if it is {@link java.io.Closeable}. */
    @Override
    public void close() {
        UserCode.close(cacheName, loader);
    }
}
