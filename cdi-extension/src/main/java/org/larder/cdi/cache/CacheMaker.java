package org.larder.cdi.cache;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.Factory;
import javax.cache.configuration.FactoryBuilder;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.EternalExpiryPolicy;
import javax.cache.expiry.ExpiryPolicy;
import org.jspecify.annotations.Nullable;
import org.larder.LarderConfiguration;
import org.larder.expiry.TimeToLive;

/**
 * Makes caches as they are declared.
 *
 * @param settings says how long entries live where nothing else bounds a cache
 */
record CacheMaker(CdiSettings settings) {

    private static final Logger LOG = System.getLogger(ApplicationCaches.class.getName());

    /** What a manager cannot do of what is asked for, or null if it can do all. */
    static @Nullable String shortcoming(CacheManager manager, CacheDeclaration declaration) {
        Map<String, Object> asked = declaration.ofLarderOnly();
        if (asked.isEmpty() || Managers.isLarder(manager)) {
            return null;
        }
        return "%s needs Larder, and the caching provider is %s; leave it out"
                .formatted(
                        asked.entrySet().stream()
                                .map(each -> "%s = %s".formatted(each.getKey(), each.getValue()))
                                .collect(Collectors.joining(", ")),
                        manager.getCachingProvider().getClass().getName());
    }

    /**
     * Makes a cache.
     *
     * @param keyType the type of its keys
     * @param valueType the type of its values
     */
    Cache<Object, Object> make(
            CacheManager manager, CacheDeclaration declaration, Class<?> keyType, Class<?> valueType) {
        boolean isLarder = Managers.isLarder(manager);
        MutableConfiguration<Object, Object> configuration =
                isLarder ? larderConfiguration(declaration) : new MutableConfiguration<>();
        configuration
                .setTypes(any(keyType), any(valueType))
                .setStatisticsEnabled(declaration.settings().statistics())
                .setManagementEnabled(declaration.settings().statistics());
        Factory<? extends ExpiryPolicy> expiry = expiry(declaration, isLarder);
        if (expiry != null) {
            configuration.setExpiryPolicyFactory(expiry);
        }
        DeclaredLoader loader = declaration.loader();
        if (loader != null) {
            configuration
                    .setReadThrough(true)
                    .setCacheLoaderFactory(new FactoryBuilder.SingletonFactory<>(
                            isLarder ? loader.loader() : new OncePerKeyLoader(loader.loader())));
        }
        return manager.createCache(declaration.cacheName(), configuration);
    }

    @SuppressWarnings("unchecked") // for a provider that checks types at run time; here they are not known
    private static Class<Object> any(Class<?> type) {
        return (Class<Object>) type;
    }

    private static LarderConfiguration<Object, Object> larderConfiguration(CacheDeclaration declaration) {
        LarderConfiguration<Object, Object> configuration = new LarderConfiguration<>();
        DeclaredSettings declared = declaration.settings();
        if (declared.maxBytes() > 0) {
            configuration.setMaxBytes(declared.maxBytes());
        }
        if (declared.maxEntries() > 0) {
            configuration.setMaxEntries(declared.maxEntries());
        }
        DeclaredLoader loader = declaration.loader();
        if (loader != null && loader.refreshAhead() > 0) {
            configuration.setRefreshAhead(loader.refreshAhead());
        }
        if (loader != null && loader.staleOnErrorSeconds() > 0) {
            configuration.setStaleOnError(Duration.ofSeconds(loader.staleOnErrorSeconds()));
        }
        return configuration.setPersistent(declared.persistent()).setEncrypted(declared.encrypted());
    }

    private @Nullable Factory<? extends ExpiryPolicy> expiry(CacheDeclaration declaration, boolean isBounded) {
        if (declaration.expiry() != null) {
            return declaration.expiry();
        }
        if (declaration.settings().eternal()) {
            return EternalExpiryPolicy.factoryOf();
        }
        if (isBounded) {
            return null;
        }
        LOG.log(
                Level.WARNING,
                "cache ''{0}'': nothing says how long its entries live, and its provider sets no bound that is known; they live {1} s, which {2} changes for all such caches, and @CacheSettings for this one",
                declaration.cacheName(),
                Long.toString(settings.timeToLiveSeconds()),
                CdiSettings.TIME_TO_LIVE);
        return TimeToLive.ofSeconds(settings.timeToLiveSeconds());
    }
}
