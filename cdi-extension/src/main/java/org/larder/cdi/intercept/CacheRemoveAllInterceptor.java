package org.larder.cdi.intercept;

import jakarta.interceptor.Interceptor;
import javax.cache.annotation.CacheRemoveAll;

/** Carries out {@link CacheRemoveAll}. */
@Interceptor
@CacheRemoveAll
public class CacheRemoveAllInterceptor extends CallInterceptor {
    private static final long serialVersionUID = 1L;

    /** Creates an interceptor for one instance of a bean. */
    public CacheRemoveAllInterceptor() {
        super(CacheRemoveAll.class);
    }
}
