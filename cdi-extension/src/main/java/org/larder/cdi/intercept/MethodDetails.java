package org.larder.cdi.intercept;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Set;
import javax.cache.annotation.CacheMethodDetails;
import org.larder.cdi.method.MethodSite;

/** What resolver factories see of a method. */
record MethodDetails<A extends Annotation>(MethodSite site, A annotation) implements CacheMethodDetails<A> {

    @Override
    public Method getMethod() {
        return site.method();
    }

    @Override
    public Set<Annotation> getAnnotations() {
        return Set.of(site.method().getAnnotations());
    }

    @Override
    public A getCacheAnnotation() {
        return annotation;
    }

    @Override
    public String getCacheName() {
        return site.cacheName();
    }
}
