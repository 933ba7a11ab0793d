package org.larder.cdi.method;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.stream.Collectors;
import javax.cache.annotation.CacheKeyGenerator;
import javax.cache.annotation.CacheResolverFactory;
import org.jspecify.annotations.Nullable;
import org.larder.cdi.bean.Place;

/**
 * A method with a cache annotation, and what all of them have in common.
 *
 * @param beanClass the class of the bean, which may inherit the method
 * @param method the method
 * @param annotation its cache annotation, which may stand at its class or at a stereotype
 * @param cacheName the name of the cache
 * @param keyGenerator the class that makes the keys; null for keys of parameters
 * @param resolverFactory the class that finds the caches; null for caches of the application by their names
 * @param parameters which parameters mean what
 */
public record MethodSite(
        Class<?> beanClass,
        Method method,
        Annotation annotation,
        String cacheName,
        @Nullable Class<? extends CacheKeyGenerator> keyGenerator,
        @Nullable Class<? extends CacheResolverFactory> resolverFactory,
        ParameterRoles parameters) {

    /** The annotation and its method, as messages name them. */
    public String description() {
        return "@%s %s".formatted(annotation.annotationType().getSimpleName(), Place.of(method, beanClass));
    }

    /** The name of the cache of a method of a bean if nobody gives it another, in the form of the standard. */
    static String defaultCacheName(Class<?> beanClass, Method method) {
        return Arrays.stream(method.getParameterTypes())
                .map(Class::getName)
                .collect(Collectors.joining(",", beanClass.getName() + "." + method.getName() + "(", ")"));
    }
}
