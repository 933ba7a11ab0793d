package org.larder.cdi.intercept;

import jakarta.interceptor.Interceptor;
import javax.cache.annotation.CachePut;

/** Carries out {@link CachePut}. */
@Interceptor
@CachePut
public class CachePutInterceptor extends CallInterceptor {
    private static final long serialVersionUID = 1L;

    /** Creates an interceptor for one instance of a bean. */
    public CachePutInterceptor() {
        super(CachePut.class);
    }
}
