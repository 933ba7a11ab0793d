package org.larder.cdi.intercept;

import jakarta.interceptor.Interceptor;
import javax.cache.annotation.CacheResult;

/** Carries out {@link CacheResult}. */
@Interceptor
@CacheResult
public class CacheResultInterceptor extends CallInterceptor {
    private static final long serialVersionUID = 1L;

    /** Creates an interceptor for one instance of a bean. */
    public CacheResultInterceptor() {
        super(CacheResult.class);
    }
}
