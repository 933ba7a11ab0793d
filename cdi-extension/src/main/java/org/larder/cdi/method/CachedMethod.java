package org.larder.cdi.method;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import javax.cache.annotation.CacheResult;

/**
 * What the cache annotation of one method means.
 *
 * @param method the method
 * @param annotation its cache annotation
 * @param cacheName the name of its cache
 */
public record CachedMethod(Method method, Annotation annotation, String cacheName) {

    /** The cached methods of a class. */
    public static Map<Method, CachedMethod> of(Class<?> beanClass) {
        Map<Method, CachedMethod> found = new HashMap<>();
        for (Method method : beanClass.getDeclaredMethods()) {
            CacheResult result = method.getAnnotation(CacheResult.class);
            if (result != null) {
                found.put(method, new CachedMethod(method, result, result.cacheName()));
            }
        }
        return found;
    }
}
