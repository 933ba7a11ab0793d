package org.larder.cdi.intercept;

import jakarta.enterprise.inject.Intercepted;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.InvocationContext;
import java.io.Serializable;
import java.lang.annotation.Annotation;
import org.jspecify.annotations.Nullable;

/**
 * What the interceptors of all cache annotations have in common: each acts on methods whose annotation it is, and lets
 * others pass, as a class may have one annotation and its method another.
 */
public abstract class CallInterceptor implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Class<? extends Annotation> annotation;

    @Inject
    @SuppressWarnings("serial") // a client proxy, which containers can serialize
    private @Nullable CachedCalls allCalls;

    @Inject
    @Intercepted
    @SuppressWarnings("serial") // as containers hand it out it can be serialized
    private @Nullable Bean<?> bean;

    private transient @Nullable BeanCalls calls;

    CallInterceptor(Class<? extends Annotation> annotation) {
        this.annotation = annotation;
    }

    /** Carries out the annotation of the method that is called. */
    @AroundInvoke
    @Nullable
    Object intercept(InvocationContext invocation) throws Exception {
        Call call = calls(invocation).of(invocation.getMethod());
        return call != null && call.annotation().equals(annotation) ? call.around(invocation) : invocation.proceed();
    }

    private BeanCalls calls(InvocationContext invocation) {
        BeanCalls known = calls;
        if (known != null) {
            return known;
        }
        if (allCalls == null) {
            throw new IllegalStateException("the interceptor was made without its container");
        }
        if (bean == null) {
            // What is called is no bean, but something else that the container injects into, as a REST resource.
            return allCalls.of(invocation.getMethod().getDeclaringClass());
        }
        known = allCalls.of(bean.getBeanClass());
        calls = known;
        return known;
    }
}
