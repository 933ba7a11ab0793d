package fish.payara.cdi.jsr107;

import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import javax.cache.annotation.CacheResult;

/** Stands in for the interceptor that Payara has under this name. */
@Interceptor
@CacheResult
@Priority(Interceptor.Priority.PLATFORM_BEFORE)
public class CacheResultInterceptor {

    @AroundInvoke
    Object mark(InvocationContext invocation) throws Exception {
        return "payara " + invocation.proceed();
    }
}
