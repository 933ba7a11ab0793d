package org.larder.rest;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * What clients may refresh by a title: a cache, and which of its keys parameters mean.
 *
 * @param <K> the type of the keys
 */
final class CachedResource<K> {

    private final String title;
    private final Cache<K, ?> cache;
    private final @Nullable Function<? super RefreshParameters, ? extends Collection<? extends K>> keys;
    private final int batchKeys;
    private final int maxKeys;

    /**
     * Creates a resource.
     *
     * @param keys null if there are no parameters
     * @param batchKeys how many keys the provider is asked to load at a time
     * @param maxKeys how many keys one refresh may load
     */
    CachedResource(
            String title,
            Cache<K, ?> cache,
            @Nullable Function<? super RefreshParameters, ? extends Collection<? extends K>> keys,
            int batchKeys,
            int maxKeys) {
        this.title = title;
        this.cache = cache;
        this.keys = keys;
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
    Load<K> load(RefreshParameters parameters) {
        if (parameters.isEmpty()) {
            return new Load<>(this, null);
        }
        if (keys == null) {
            Map.Entry<String, @Nullable Object> first =
                    parameters.toMap().entrySet().iterator().next();
            throw new InvalidParameterException(first.getKey(), "This resource has no parameters.");
        }
        Set<K> wanted = new LinkedHashSet<>(keys.apply(parameters));
        if (wanted.size() > maxKeys) {
            throw new IllegalArgumentException(
                    "These are %d entries; %d can be refreshed at a time.".formatted(wanted.size(), maxKeys));
        }
        return new Load<>(this, wanted);
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
