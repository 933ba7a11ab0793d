package org.larder.cdi.intercept;

import jakarta.interceptor.InvocationContext;
import java.util.function.Function;
import javax.cache.Cache;
import javax.cache.annotation.CacheResolver;
import javax.cache.annotation.CacheResolverFactory;
import org.jspecify.annotations.Nullable;
import org.larder.cdi.method.MethodSite;

/** How the calls of one method get to a cache. Thread-safe. */
final class CacheAccess {

    private final CallResources resources;
    private final MethodSite site;
    private final String name;
    private final Function<CacheResolverFactory, CacheResolver> resolverOf;
    private volatile @Nullable Cache<Object, Object> known;
    private volatile @Nullable CacheResolver resolver;

    /**
     * Prepares the access.
     *
     * @param name of the cache, if the application has no resolver for it
     * @param resolverOf how to ask a factory for the resolver
     */
    CacheAccess(
            CallResources resources,
            MethodSite site,
            String name,
            Function<CacheResolverFactory, CacheResolver> resolverOf) {
        this.resources = resources;
        this.site = site;
        this.name = name;
        this.resolverOf = resolverOf;
    }

    /**
     * The cache for a call with certain parameters. One found by its name is asked for once, and again only after it was
     * closed.
     */
    Cache<Object, Object> of(InvocationContext invocation, @Nullable Object[] parameters) {
        Class<? extends CacheResolverFactory> factory = site.resolverFactory();
        if (factory != null) {
            return resolved(factory, CallContext.of(site, invocation, parameters));
        }
        Cache<Object, Object> cache = known;
        if (cache == null || cache.isClosed()) {
            cache = resources.caches().cache(name);
            known = cache;
        }
        return cache;
    }

    private Cache<Object, Object> resolved(Class<? extends CacheResolverFactory> factory, CallContext call) {
        CacheResolver mine = resolver;
        if (mine == null) {
            mine = notNull(resolverOf.apply(resources.objects().of(factory)), factory, "resolver");
            resolver = mine;
        }
        return notNull(mine.resolveCache(call), mine.getClass(), "cache");
    }

    private <T> T notNull(@Nullable T found, Class<?> finder, String what) {
        if (found == null) {
            throw new IllegalStateException("%s: %s has no %s for it; it must return one"
                    .formatted(site.description(), finder.getName(), what));
        }
        return found;
    }
}
