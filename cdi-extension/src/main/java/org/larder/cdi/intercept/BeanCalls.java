package org.larder.cdi.intercept;

import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.larder.cdi.cache.ApplicationCaches;
import org.larder.cdi.method.CachedMethod;

/** The calls of the cached methods of one bean. Immutable and thread-safe. */
public final class BeanCalls {

    private final Map<Method, Call> calls = new HashMap<>();

    /** Prepares the calls of the cached methods of a bean. */
    public BeanCalls(Map<Method, CachedMethod> methods, ApplicationCaches caches) {
        methods.forEach((method, cached) -> calls.put(method, new ResultCall(cached, caches)));
    }

    @Nullable
    Call of(Method method) {
        return calls.get(method);
    }
}
