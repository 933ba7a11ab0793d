package org.larder.cdi.intercept;

import jakarta.interceptor.InvocationContext;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import javax.cache.annotation.CacheInvocationParameter;
import javax.cache.annotation.CacheKeyInvocationContext;
import org.jspecify.annotations.Nullable;
import org.larder.cdi.method.MethodSite;

/**
 * What key generators and resolvers see of a call.
 *
 * @param parameters those of the call, which may not be those of the invocation any more
 */
record CallContext(MethodSite site, InvocationContext invocation, List<@Nullable Object> parameters)
        implements CacheKeyInvocationContext<Annotation> {

    static CallContext of(MethodSite site, InvocationContext invocation, @Nullable Object[] parameters) {
        return new CallContext(site, invocation, Arrays.asList(parameters));
    }

    @Override
    public Object getTarget() {
        return invocation.getTarget();
    }

    @Override
    public CacheInvocationParameter[] getAllParameters() {
        return IntStream.range(0, site.parameters().count())
                .mapToObj(this::parameter)
                .toArray(CacheInvocationParameter[]::new);
    }

    @Override
    public CacheInvocationParameter[] getKeyParameters() {
        return site.parameters().keys().stream().map(this::parameter).toArray(CacheInvocationParameter[]::new);
    }

    @Override
    public @Nullable CacheInvocationParameter getValueParameter() {
        int position = site.parameters().value();
        return position < 0 ? null : parameter(position);
    }

    private CacheInvocationParameter parameter(int position) {
        return new Parameter(
                site.method().getParameterTypes()[position],
                parameters.get(position),
                Set.of(site.method().getParameterAnnotations()[position]),
                position);
    }

    @Override
    public Method getMethod() {
        return site.method();
    }

    @Override
    public Set<Annotation> getAnnotations() {
        return Set.of(site.method().getAnnotations());
    }

    @Override
    public Annotation getCacheAnnotation() {
        return site.annotation();
    }

    @Override
    public String getCacheName() {
        return site.cacheName();
    }

    /**
     * This, or the {@link InvocationContext} of the container.
     *
     * @throws IllegalArgumentException if it is neither
     */
    @Override
    public <T> T unwrap(Class<T> type) {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        if (type.isInstance(invocation)) {
            return type.cast(invocation);
        }
        throw new IllegalArgumentException(
                "the context of a cached call is no %s; it is %s for InvocationContext and the types of javax.cache.annotation"
                        .formatted(type.getName(), getClass().getName()));
    }
}
