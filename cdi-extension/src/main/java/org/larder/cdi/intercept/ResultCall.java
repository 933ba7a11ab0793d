package org.larder.cdi.intercept;

import jakarta.interceptor.InvocationContext;
import java.lang.annotation.Annotation;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.cache.Cache;
import javax.cache.annotation.CacheResult;
import org.jspecify.annotations.Nullable;
import org.larder.cdi.method.CachedResult;

/**
 * {@link CacheResult}: the result is taken from the cache, or kept there. A hit makes no object but the key, which is why
 * all that a miss needs is in {@link Attempt}.
 */
final class ResultCall implements Call {

    private final Results results;
    private final Keys keys;
    private final Computations computations;
    private final boolean skipGet;
    private final boolean isShared;
    private final boolean isStaged;

    ResultCall(CachedResult method, CallResources resources) {
        this.results = new Results(method, resources);
        this.keys = new Keys(method.site(), resources.objects());
        this.computations = resources.computations();
        this.skipGet = method.skipGet();
        this.isShared = method.singleFlight() && resources.singleFlight() && !skipGet;
        this.isStaged = method.shape().staged();
    }

    @Override
    public Class<? extends Annotation> annotation() {
        return CacheResult.class;
    }

    @Override
    public @Nullable Object around(InvocationContext invocation) throws Exception {
        Object key = keys.of(invocation, invocation.getParameters());
        Cache<Object, Object> cache = results.cache(invocation);
        long keptCount = computations.keptCount();
        Object kept = skipGet ? null : cache.get(key);
        if (kept != null) {
            Object result = results.resultOf(kept);
            return isStaged ? ended(result, null) : result;
        }
        Attempt attempt = new Attempt(results, computations, invocation, key, cache, isShared, keptCount);
        Throwable exception = skipGet ? null : attempt.keptException();
        if (exception != null) {
            return isStaged ? ended(null, exception) : raise(exception);
        }
        return isStaged ? attempt.start() : attempt.run();
    }

    /** A stage that has ended already, a {@link CompletableFuture}, as methods may declare it. */
    private static CompletionStage<@Nullable Object> ended(@Nullable Object result, @Nullable Throwable failure) {
        return failure == null ? CompletableFuture.completedFuture(result) : CompletableFuture.failedFuture(failure);
    }

    private static Object raise(Throwable exception) throws Exception {
        throw Failures.raise(exception);
    }
}
