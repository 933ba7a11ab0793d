package org.larder.cdi;

import jakarta.interceptor.Interceptor;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Map;
import javax.cache.annotation.CachePut;
import javax.cache.annotation.CacheRemove;
import javax.cache.annotation.CacheRemoveAll;
import javax.cache.annotation.CacheResult;
import org.larder.cdi.intercept.CachePutInterceptor;
import org.larder.cdi.intercept.CacheRemoveAllInterceptor;
import org.larder.cdi.intercept.CacheRemoveInterceptor;
import org.larder.cdi.intercept.CacheResultInterceptor;

/** What the extensions tell their containers of. */
final class Annotations {

    /** The annotations that interceptors carry out, and these. */
    static final Map<Class<? extends Annotation>, Class<?>> INTERCEPTED = Map.of(
            CacheResult.class, CacheResultInterceptor.class,
            CachePut.class, CachePutInterceptor.class,
            CacheRemove.class, CacheRemoveInterceptor.class,
            CacheRemoveAll.class, CacheRemoveAllInterceptor.class);

    /** The classes of this module that are beans. */
    static final List<Class<?>> BEANS = List.of();

    /** Just outside the interceptors of transactions, which are at 200 beyond the same. */
    static final int PRIORITY = Interceptor.Priority.PLATFORM_BEFORE + 190;

    private Annotations() {}
}
