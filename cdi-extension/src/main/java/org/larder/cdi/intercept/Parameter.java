package org.larder.cdi.intercept;

import java.lang.annotation.Annotation;
import java.util.Set;
import javax.cache.annotation.CacheInvocationParameter;
import org.jspecify.annotations.Nullable;

/** One parameter of one call, as key generators and resolvers see it. */
record Parameter(Class<?> rawType, @Nullable Object value, Set<Annotation> annotations, int position)
        implements CacheInvocationParameter {

    @Override
    public Class<?> getRawType() {
        return rawType;
    }

    @Override
    public @Nullable Object getValue() {
        return value;
    }

    @Override
    public Set<Annotation> getAnnotations() {
        return annotations;
    }

    @Override
    public int getParameterPosition() {
        return position;
    }
}
