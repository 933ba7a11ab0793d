package org.larder.cdi.intercept;

import jakarta.interceptor.InvocationContext;
import java.lang.annotation.Annotation;
import javax.cache.annotation.CacheKeyGenerator;
import javax.cache.annotation.CacheKeyInvocationContext;
import org.jspecify.annotations.Nullable;
import org.larder.MethodKey;
import org.larder.cdi.method.MethodSite;

/** The keys of the calls of one method. Thread-safe. */
final class Keys {

    private final MethodSite site;
    private final UserObjects objects;

    /** The positions of the parameters that are the key; null if that is all of them. */
    private final int @Nullable [] positions;

    private volatile @Nullable CacheKeyGenerator known;

    Keys(MethodSite site, UserObjects objects) {
        this.site = site;
        this.objects = objects;
        this.positions = site.parameters().allAreKeys()
                ? null
                : site.parameters().keys().stream().mapToInt(Integer::intValue).toArray();
    }

    /** The key of a call with certain parameters, which others may have changed since. */
    Object of(InvocationContext invocation, @Nullable Object[] all) {
        Class<? extends CacheKeyGenerator> generator = site.keyGenerator();
        if (generator != null) {
            return generated(generator, CallContext.of(site, invocation, all));
        }
        if (positions == null) {
            return MethodKey.of(all);
        }
        @Nullable Object[] some = new Object[positions.length];
        for (int i = 0; i < some.length; i++) {
            some[i] = all[positions[i]];
        }
        return MethodKey.of(some);
    }

    private Object generated(
            Class<? extends CacheKeyGenerator> generator, CacheKeyInvocationContext<? extends Annotation> context) {
        CacheKeyGenerator mine = known;
        if (mine == null) {
            mine = objects.of(generator);
            known = mine;
        }
        Object key = mine.generateCacheKey(context);
        if (key == null) {
            throw new IllegalStateException(
                    "%s: %s made no key; it must return one".formatted(site.description(), generator.getName()));
        }
        return key;
    }
}
