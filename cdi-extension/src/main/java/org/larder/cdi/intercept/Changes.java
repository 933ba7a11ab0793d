package org.larder.cdi.intercept;

import jakarta.interceptor.InvocationContext;
import javax.cache.Cache;
import org.jspecify.annotations.Nullable;
import org.larder.cdi.method.CachedMethod;
import org.larder.cdi.method.CachedPut;
import org.larder.cdi.method.CachedRemoval;
import org.larder.cdi.method.MethodSite;

/** What the calls of one method change in its cache. Thread-safe. */
final class Changes {

    private final Computations computations;
    private final Keys keys;
    private final CacheAccess caches;

    private Changes(CachedMethod method, CallResources resources) {
        MethodSite site = method.site();
        this.computations = resources.computations();
        this.keys = new Keys(site, resources.objects());
        this.caches = new CacheAccess(
                resources,
                site,
                site.cacheName(),
                factory -> factory.getCacheResolver(new MethodDetails<>(site, site.annotation())));
    }

    /** The calls of a method that puts. */
    static Call of(CachedPut method, CallResources resources) {
        Changes changes = new Changes(method, resources);
        return new ChangeCall(
                method.site(),
                method.afterInvocation(),
                method.exceptions(),
                (invocation, parameters) -> changes.put(method, invocation, parameters));
    }

    /** The calls of a method that removes. */
    static Call of(CachedRemoval method, CallResources resources) {
        Changes changes = new Changes(method, resources);
        return new ChangeCall(
                method.site(),
                method.afterInvocation(),
                method.exceptions(),
                method.all() ? changes::removeAll : changes::remove);
    }

    private void put(CachedPut method, InvocationContext invocation, @Nullable Object[] parameters) {
        Object value = method.shape()
                .wrapping()
                .unwrap(parameters[method.site().parameters().value()]);
        Object kept = value == null && method.cachesNull() ? NoResult.NONE : value;
        if (kept == null) {
            remove(invocation, parameters); // what there was is no longer the value
            return;
        }
        Object key = keys.of(invocation, parameters);
        Cache<Object, Object> cache = caches.of(invocation, parameters);
        computations.change(EntryId.of(cache, key), () -> cache.put(key, kept));
    }

    private void remove(InvocationContext invocation, @Nullable Object[] parameters) {
        Object key = keys.of(invocation, parameters);
        Cache<Object, Object> cache = caches.of(invocation, parameters);
        computations.change(EntryId.of(cache, key), () -> cache.remove(key));
    }

    private void removeAll(InvocationContext invocation, @Nullable Object[] parameters) {
        Cache<Object, Object> cache = caches.of(invocation, parameters);
        computations.removeAll(cache);
    }
}
