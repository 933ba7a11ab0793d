package org.larder.cdi.intercept;

import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.larder.cdi.method.CachedMethod;
import org.larder.cdi.method.CachedPut;
import org.larder.cdi.method.CachedRemoval;
import org.larder.cdi.method.CachedResult;
import org.larder.cdi.method.MethodSite;

/** The calls of the cached methods of one bean. Immutable and thread-safe. */
public final class BeanCalls {

    private final Map<Method, Call> calls = new HashMap<>();

    /**
     * Prepares the calls of the cached methods of a bean.
     *
     * @param problems is told, in sentences, of what is missing for them
     */
    public BeanCalls(Map<Method, CachedMethod> methods, CallResources resources, Consumer<String> problems) {
        Map<CachedMethod, Call> prepared = new HashMap<>(); // a bridge shares those of its target
        methods.forEach((method, cached) -> calls.put(method, prepared.computeIfAbsent(cached, each -> {
            check(each.site(), resources.objects(), problems);
            return callOf(each, resources);
        })));
    }

    private static Call callOf(CachedMethod method, CallResources resources) {
        if (method instanceof CachedResult result) {
            return new ResultCall(result, resources);
        }
        return method instanceof CachedPut put
                ? Changes.of(put, resources)
                : Changes.of((CachedRemoval) method, resources);
    }

    private static void check(MethodSite site, UserObjects objects, Consumer<String> problems) {
        check(site, "cacheKeyGenerator", site.keyGenerator(), objects, problems);
        check(site, "cacheResolverFactory", site.resolverFactory(), objects, problems);
    }

    private static void check(
            MethodSite site, String member, @Nullable Class<?> type, UserObjects objects, Consumer<String> problems) {
        String obstacle = type == null ? null : objects.obstacle(type);
        if (obstacle != null) {
            problems.accept("%s: its %s cannot be made: %s".formatted(site.description(), member, obstacle));
        }
    }

    @Nullable
    Call of(Method method) {
        return calls.get(method);
    }
}
