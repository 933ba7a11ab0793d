package org.larder.benchmarks.cdi;

import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import org.jspecify.annotations.Nullable;

/** Lets every call pass. */
@Interceptor
@Unchanged
@Priority(Interceptor.Priority.APPLICATION)
public class UnchangedInterceptor {

    /** Called by the container. */
    public UnchangedInterceptor() {}

    @AroundInvoke
    @Nullable
    Object pass(InvocationContext invocation) throws Exception {
        return invocation.proceed();
    }
}
