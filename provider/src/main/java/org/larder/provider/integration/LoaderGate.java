package org.larder.provider.integration;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheLoaderException;
import org.jspecify.annotations.Nullable;
import org.larder.provider.flight.CacheRecorder;
import org.larder.provider.statistics.LoadTimes;

/**
 * The only way to the loader of the user. What it throws arrives as a {@link CacheLoaderException}, except for errors;
 * what it could not load is absent. As thread-safe as the loader.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public final class LoaderGate<K, V> implements AutoCloseable {
    private final String cacheName;
    private final Class<V> valueType;
    private final CacheLoader<K, V> loader;
    private final LoadTimes times;
    private final CacheRecorder recorder;

    // One by one and in bulk, for a bulk loader may well get its values through the cache, one by one.
    private final Recursion single = new Recursion();
    private final Recursion bulk = new Recursion();

    /**
     * Puts a gate before a loader.
     *
     * @param valueType what loaded values must be
     * @param times counts and times the calls
     */
    public LoaderGate(String cacheName, Class<V> valueType, CacheLoader<K, V> loader, LoadTimes times) {
        this.cacheName = cacheName;
        this.valueType = valueType;
        this.loader = loader;
        this.times = times;
        this.recorder = new CacheRecorder(cacheName);
    }

    /**
     * Loads one value.
     *
     * @return the value, or null if there is none
     * @throws CacheLoaderException if the loader fails, or makes the cache ask it for the same key again
     */
    public @Nullable V load(K key) {
        List<K> keys = List.of(key);
        enter(single, keys);
        try (Call call = new Call(1)) {
            V value = loader.load(key);
            V result = value == null ? null : checked(value);
            call.succeeded(value == null ? 0 : 1);
            return result;
        } catch (Exception e) {
            throw failure(e);
        } finally {
            single.leave(keys);
        }
    }

    /**
     * Loads several values.
     *
     * @param keys the keys, none null; the loader is not called when there are none
     * @return the loaded values of the keys asked for, in their order; keys that were not loaded (absent or null in what
     *     the loader returned) are missing, and what the loader returned for other keys is ignored
     * @throws CacheLoaderException if the loader fails, returns null instead of a map, or makes the cache ask it for
     *     some of the same keys again
     */
    public Map<K, V> loadAll(Collection<? extends K> keys) {
        Map<K, V> result = new LinkedHashMap<>();
        if (keys.isEmpty()) {
            return result;
        }
        enter(bulk, keys);
        try (Call call = new Call(keys.size())) {
            // The loader sees a view that it cannot change: we need the keys once more.
            Map<K, V> loaded = loader.loadAll(Collections.unmodifiableCollection(keys));
            if (loaded == null) {
                throw new CacheLoaderException(
                        prefix() + " returned null from loadAll; return an empty map if nothing can be loaded");
            }
            for (K key : keys) {
                V value = loaded.get(key);
                if (value != null) {
                    result.put(key, checked(value));
                }
            }
            call.succeeded(result.size());
            return result;
        } catch (Exception e) {
            throw failure(e);
        } finally {
            bulk.leave(keys);
        }
    }

    /** Whether the current thread is within a load of any of some keys. */
    public boolean isLoading(Collection<? extends K> keys) {
        return single.concerns(keys) || bulk.concerns(keys);
    }

    /** A call of the loader; unless it is said to have succeeded, it has failed. */
    private final class Call implements AutoCloseable {
        private final CacheRecorder.@Nullable LoadSpan span;
        private final long startNanos = System.nanoTime();
        private boolean failed = true;
        private int values;

        Call(int keys) {
            span = recorder.load(keys);
        }

        void succeeded(int broughtValues) {
            failed = false;
            values = broughtValues;
        }

        @Override
        public void close() {
            times.add(System.nanoTime() - startNanos, failed);
            if (span != null) {
                span.end(values, failed);
            }
        }
    }

    private void enter(Recursion recursion, Collection<? extends K> keys) {
        if (!recursion.enter(keys)) {
            throw new CacheLoaderException(prefix()
                    + " asks the cache for a key that it is loading, which would go on for ever; a loader must get its"
                    + " values from somewhere else");
        }
    }

    /** A loader of a raw type returns what it likes. */
    private V checked(Object value) {
        if (!valueType.isInstance(value)) {
            throw new CacheLoaderException("%s returned a %s; the cache is configured for values of type %s"
                    .formatted(prefix(), value.getClass().getName(), valueType.getName()));
        }
        return valueType.cast(value);
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
