package org.larder.cdi.intercept;

import jakarta.interceptor.Interceptor;
import javax.cache.annotation.CacheRemove;

/** Carries out {@link CacheRemove}. */
@Interceptor
@CacheRemove
public class CacheRemoveInterceptor extends CallInterceptor {
    private static final long serialVersionUID = 1L;

    /** Creates an interceptor for one instance of a bean. */
    public CacheRemoveInterceptor() {
        super(CacheRemove.class);
    }
}
