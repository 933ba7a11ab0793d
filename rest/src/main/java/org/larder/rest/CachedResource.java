package org.larder.rest;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.Configuration;

/**
 * What clients may refresh by a title: a cache, and which of its keys parameters mean.
 *
 * @param <K> the type of the keys
 */
final class CachedResource<K> {

    private final String title;
    private final Cache<K, ?> cache;
    private final Selection<K> selection;
    private final int batchKeys;
    private final int maxKeys;

    /**
     * Creates a resource.
     *
     * @param selection which keys a refresh means
     * @param batchKeys how many keys the provider is asked to load at a time
     * @param maxKeys how many keys one refresh may load
     */
    CachedResource(String title, Cache<K, ?> cache, Selection<K> selection, int batchKeys, int maxKeys) {
        this.title = title;
        this.cache = cache;
        this.selection = selection;
        this.batchKeys = batchKeys;
        this.maxKeys = maxKeys;
        requireLoader(title, cache);
    }

    private static <K, V> void requireLoader(String title, Cache<K, V> cache) {
        Configuration<K, V> configuration;
        try {
            @SuppressWarnings("unchecked") // the standard asks for a class, which has no type arguments
            Configuration<K, V> complete = cache.getConfiguration(CompleteConfiguration.class);
            configuration = complete;
        } catch (IllegalArgumentException e) {
            return; // this provider does not tell; a refresh will
        }
        if (configuration instanceof CompleteConfiguration<K, V> complete && complete.getCacheLoaderFactory() == null) {
            throw new IllegalArgumentException(
                    "resource '%s': the cache '%s' has no loader, so nothing of it can be refreshed; set one in its configuration"
                            .formatted(title, cache.getName()));
        }
    }

    String title() {
        return title;
    }

    Cache<K, ?> cache() {
        return cache;
    }

    int batchKeys() {
        return batchKeys;
    }

    /**
     * What a refresh with these parameters is to load.
     *
     * @throws IllegalArgumentException if they mean nothing, or too much
     */
    Load<K> load(RefreshParameters parameters, Caller caller) {
        Collection<? extends K> wanted = selection.keys(parameters, caller);
        if (wanted == null) {
            return new Load<>(this, null);
        }
        requireNotTooMany(wanted.size()); // before they are copied
        Set<K> keys = new LinkedHashSet<>();
        for (K key : wanted) {
            if (key == null) {
                throw new IllegalStateException(
                        "the function from parameters to keys of resource '%s' returned a null among the keys; no cache has such a key"
                                .formatted(title));
            }
            keys.add(key);
            requireNotTooMany(keys.size()); // whatever size() said
        }
        return new Load<>(this, keys);
    }

    private void requireNotTooMany(int wanted) {
        if (wanted > maxKeys) {
            throw new IllegalArgumentException(
                    "These are %d entries; %d can be refreshed at a time.".formatted(wanted, maxKeys));
        }
    }

    /**
     * All keys that the cache has now.
     *
     * @throws CacheException if they are more than a refresh may load
     */
    Set<K> knownKeys() {
        Set<K> known = new LinkedHashSet<>();
        for (Cache.Entry<K, ?> entry : cache) {
            if (known.size() == maxKeys) {
                throw new CacheException(
                        "the cache '%s' has more than %d entries, which is as many as one refresh may load; send parameters, or raise maxKeys"
                                .formatted(cache.getName(), maxKeys));
            }
            known.add(entry.getKey());
        }
        return known;
    }
}
