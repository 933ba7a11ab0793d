package org.larder.cdi.intercept;

import jakarta.interceptor.InvocationContext;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.cache.Cache;
import javax.cache.annotation.CacheResolver;
import javax.cache.annotation.CacheResolverFactory;
import javax.cache.annotation.CacheResult;
import javax.cache.configuration.Configuration;
import org.jspecify.annotations.Nullable;
import org.larder.cdi.method.CachedResult;
import org.larder.cdi.method.Wrapping;

/** How results and exceptions of one method lie in its caches. Thread-safe. */
final class Results {

    private static final System.Logger LOGGER = System.getLogger(Results.class.getName());

    private final CachedResult method;
    private final Wrapping wrapping;
    private final Class<?> type;
    private final CacheAccess caches;
    private final @Nullable CacheAccess exceptionCaches;
    private final AtomicBoolean warned = new AtomicBoolean();
    private final AtomicBoolean warnedOfKey = new AtomicBoolean();

    Results(CachedResult method, CallResources resources) {
        this.method = method;
        this.wrapping = method.shape().wrapping();
        this.type = method.shape().rawType();
        this.caches = new CacheAccess(
                resources,
                method.site(),
                method.cacheName(),
                factory -> factory.getCacheResolver(new MethodDetails<>(method.site(), method.annotation())));
        this.exceptionCaches = method.exceptionCacheName() == null
                ? null
                : new CacheAccess(resources, method.site(), method.exceptionCacheName(), this::exceptionResolver);
    }

    private CacheResolver exceptionResolver(CacheResolverFactory factory) {
        return factory.getExceptionCacheResolver(new MethodDetails<>(method.site(), (CacheResult) method.annotation()));
    }

    CachedResult method() {
        return method;
    }

    Cache<Object, Object> cache(InvocationContext invocation) {
        return caches.of(invocation, invocation.getParameters());
    }

    /** The cache of exceptions; null if there is none. */
    @Nullable
    Cache<Object, Object> exceptionCache(InvocationContext invocation) {
        return exceptionCaches == null ? null : exceptionCaches.of(invocation, invocation.getParameters());
    }

    /** What a cache keeps for a result, or for the value of a stage; null for nothing. */
    @Nullable
    Object keptFor(@Nullable Object result) {
        Object value = wrapping.unwrap(result);
        return value == null && method.cachesNull() ? NoResult.NONE : value;
    }

    /** The result, or the value of a stage, for what a cache keeps. */
    @Nullable
    Object resultOf(Object kept) {
        if (type.isInstance(kept)) {
            return wrapping.wrap(kept);
        }
        if (kept instanceof NoResult) {
            return wrapping.wrap(null);
        }
        throw new ClassCastException(
                "%s: the cache '%s' has a %s where the method returns a %s; another method or the application puts such there: give one of them another cache"
                        .formatted(
                                method.site().description(),
                                method.cacheName(),
                                kept.getClass().getName(),
                                type.getName()));
    }

    /** Puts an exception into its cache. If that fails it is told once, and the caller gets the exception only. */
    void keepException(Cache<Object, Object> cache, Object key, Throwable exception) {
        try {
            cache.put(key, exception);
        } catch (RuntimeException e) {
            if (!warned.getAndSet(true)) {
                LOGGER.log(
                        Level.WARNING,
                        () ->
                                "%s: a %s cannot be kept in the cache '%s', so that the method is called again; let its fields be serializable, or name it in nonCachedExceptions"
                                        .formatted(
                                                method.site().description(),
                                                exception.getClass().getName(),
                                                cache.getName()),
                        e);
            }
        }
    }

    /** Tells once that the method changes what its key is made of, so that what comes of it belongs to no key. */
    void warnOfChangedKey() {
        if (!warnedOfKey.getAndSet(true)) {
            LOGGER.log(
                    Level.WARNING,
                    () ->
                            "%s: it changes a parameter that its key is made of, so that its result is not kept; let it change a copy, or mark other parameters with @CacheKey"
                                    .formatted(method.site().description()));
        }
    }

    /** A copy of what a cache keeps for a key, if it hands out copies and keeps something; else null. */
    static @Nullable Object copyIn(@Nullable Cache<Object, Object> cache, Object key) {
        return cache != null && isByValue(cache) ? cache.get(key) : null;
    }

    @SuppressWarnings("unchecked") // the class stands for the type with any arguments
    private static boolean isByValue(Cache<Object, Object> cache) {
        Configuration<Object, Object> configuration = cache.getConfiguration(Configuration.class);
        return configuration.isStoreByValue();
    }
}
