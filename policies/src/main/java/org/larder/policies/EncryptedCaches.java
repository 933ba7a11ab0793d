package org.larder.policies;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.Configuration;
import javax.cache.configuration.Factory;
import org.jspecify.annotations.Nullable;
import org.larder.EffectiveConfiguration;
import org.larder.LarderConfiguration;
import org.larder.SingleFlight;
import org.larder.StorageEstimate;
import org.larder.StorageEstimator;
import org.larder.codec.KeySource;

/** The caches of a manager as far as policies use them: found, made and checked. None that is not encrypted gets through. */
final class EncryptedCaches {

    private static final int SMALL_ENTRY_BYTES = 256;

    /** More than what is stored beside key and value: their forms and their lengths. */
    private static final int FORM_BYTES = 256;

    private static final String KEY_ADVICE = " (PolicyCaches.Builder.keySource gives all of them a key)";

    /** Lets environments of one manager that need the same cache at the same time have one made. */
    private static final SingleFlight<Place, Cache<String, byte[]>> MAKING = new SingleFlight<>();

    private record Place(CacheManager manager, String cacheName) {}

    private final CacheManager manager;
    private final EffectiveConfiguration effective;
    private final StorageEstimator estimator;
    private final PolicyLimits limits;
    private final @Nullable Factory<? extends KeySource> keySource;
    private final Function<Cache<String, byte[]>, PolicyCache> wrapper;
    private final ConcurrentHashMap<String, PolicyCache> opened = new ConcurrentHashMap<>();

    EncryptedCaches(
            CacheManager manager,
            PolicyLimits limits,
            @Nullable Factory<? extends KeySource> keySource,
            Function<Cache<String, byte[]>, PolicyCache> wrapper) {
        this.manager = manager;
        this.effective = capability(manager, EffectiveConfiguration.class);
        this.estimator = capability(manager, StorageEstimator.class);
        this.limits = limits;
        this.keySource = keySource;
        this.wrapper = wrapper;
    }

    private static <T> T capability(CacheManager manager, Class<T> type) {
        try {
            return manager.unwrap(type);
        } catch (IllegalArgumentException e) {
            throw new PolicyConfigurationException(
                    null,
                    "policies keep their caches encrypted (LarderConfiguration.setEncrypted), and %s does not tell whether a cache is: it has no %s; use Larder as the provider"
                            .formatted(manager.getClass().getName(), type.getSimpleName()),
                    e);
        }
    }

    /** The names of all caches of the manager but the shared one, sorted. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        manager.getCacheNames().forEach(names::add);
        names.remove(PolicyCaches.SHARED);
        names.sort(null);
        return names;
    }

    /** The cache of a name; null if there is none. The shared one is made if need be. */
    @Nullable
    PolicyCache find(String name) {
        PolicyCache cache = opened.get(name);
        if (cache != null && !cache.isClosed()) {
            return cache;
        }
        return open(name);
    }

    private synchronized @Nullable PolicyCache open(String name) {
        PolicyCache cache = opened.get(name);
        if (cache != null && !cache.isClosed()) {
            return cache;
        }
        if (exists(name)) {
            requireEncrypted(name);
            return opened(name, manager.getCache(name));
        }
        return PolicyCaches.SHARED.equals(name) ? create(name) : null;
    }

    private boolean exists(String name) {
        for (String other : manager.getCacheNames()) {
            if (other.equals(name)) {
                return true;
            }
        }
        return false;
    }

    private void requireEncrypted(String name) {
        boolean encrypted = effective.effectiveSettings(name).stream()
                .anyMatch(setting ->
                        setting.name().equals("encrypted") && setting.value().equals("true"));
        if (!encrypted) {
            throw new PolicyConfigurationException(
                    "cache '%s' is not encrypted, and policies keep everything encrypted; create it with LarderConfiguration.setEncrypted(true), or set cache.%s.encrypted = true"
                            .formatted(name, name));
        }
    }

    private @Nullable PolicyCache opened(String name, @Nullable Cache<String, byte[]> cache) {
        if (cache == null) {
            return null; // somebody destroyed it just now
        }
        Configuration<?, ?> configuration = configurationOf(cache);
        requireType(name, "keys", configuration.getKeyType(), String.class);
        requireType(name, "values", configuration.getValueType(), byte[].class);
        PolicyCache wrapped = wrapper.apply(cache);
        opened.put(name, wrapped);
        return wrapped;
    }

    @SuppressWarnings("unchecked") // a class literal has no type arguments
    private static Configuration<String, byte[]> configurationOf(Cache<String, byte[]> cache) {
        return cache.getConfiguration(Configuration.class);
    }

    private static void requireType(String name, String what, Class<?> found, Class<?> needed) {
        if (found != needed && found != Object.class) {
            throw new PolicyConfigurationException("cache '%s' has %s of type %s; for policies it takes %s"
                    .formatted(name, what, found.getTypeName(), needed.getTypeName()));
        }
    }

    /** Makes a cache, or finds that it is there. */
    synchronized PolicyCache create(String name) {
        PolicyCache there = exists(name) ? open(name) : null;
        if (there != null) {
            return there;
        }
        int caches = names().size();
        if (caches >= limits.caches() && !PolicyCaches.SHARED.equals(name)) {
            throw new PolicyConfigurationException(
                    "cache '%s' is one too many: there are %d, and the limit is %d; delete one, or raise PolicyLimits.caches"
                            .formatted(name, caches, limits.caches()));
        }
        Cache<String, byte[]> cache;
        try {
            cache = MAKING.run(new Place(manager, name), () -> foundOrMade(name));
        } catch (IllegalArgumentException | CacheException e) {
            throw new PolicyConfigurationException(
                    null,
                    "cache '%s' cannot be made for policies, which keep everything encrypted: %s%s"
                            .formatted(name, e.getMessage(), keySource == null ? KEY_ADVICE : ""),
                    e);
        }
        requireEncrypted(name);
        return Objects.requireNonNull(opened(name, cache));
    }

    private @Nullable Cache<String, byte[]> foundOrMade(String name) {
        return exists(name) ? manager.getCache(name) : manager.createCache(name, configuration(name));
    }

    private LarderConfiguration<String, byte[]> configuration(String name) {
        LarderConfiguration<String, byte[]> configuration = new LarderConfiguration<String, byte[]>()
                .setTypes(String.class, byte[].class)
                .setEncrypted(true);
        if (keySource != null) {
            configuration.setKeySourceFactory(keySource);
        }
        StorageEstimate estimate = laidOutForLargest(name, configuration);
        // A bound of entries alone would make the cache as large as so many entries need.
        return configuration.setMaxBytes(estimate.reservedBytes()).setMaxEntries(limits.entriesPerCache());
    }

    /** Lays a cache out for entries just as large as it takes for the largest that is allowed to fit in. */
    private StorageEstimate laidOutForLargest(String name, LarderConfiguration<String, byte[]> configuration) {
        long largest = (long) limits.keyBytes() + limits.valueBytes() + FORM_BYTES;
        StorageEstimate estimate = estimator.estimate(name, configuration);
        for (int typical = SMALL_ENTRY_BYTES; estimate.largestEntryBytes() < largest; typical += typical / 4) {
            estimate = estimator.estimate(name, configuration.setTypicalEntryBytes(typical));
        }
        return estimate;
    }

    /** Deletes a cache with all that is in it; returns false if there is none. */
    synchronized boolean destroy(String name) {
        boolean existed = exists(name);
        manager.destroyCache(name);
        opened.remove(name);
        return existed;
    }
}
