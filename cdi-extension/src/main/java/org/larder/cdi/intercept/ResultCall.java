package org.larder.cdi.intercept;

import jakarta.interceptor.InvocationContext;
import java.lang.annotation.Annotation;
import javax.cache.Cache;
import javax.cache.annotation.CacheResult;
import org.jspecify.annotations.Nullable;
import org.larder.cdi.cache.ApplicationCaches;
import org.larder.cdi.method.CachedMethod;

/** {@link CacheResult}: the result is taken from the cache, or kept there. */
record ResultCall(CachedMethod method, ApplicationCaches caches) implements Call {

    @Override
    public Class<? extends Annotation> annotation() {
        return CacheResult.class;
    }

    @Override
    public @Nullable Object around(InvocationContext invocation) throws Exception {
        Cache<Object, Object> cache = caches.cache(method.cacheName());
        Object key = String.valueOf(invocation.getParameters()[0]);
        Object found = cache.get(key);
        if (found != null) {
            return found;
        }
        Object result = invocation.proceed();
        if (result != null) {
            cache.put(key, result);
        }
        return result;
    }
}
