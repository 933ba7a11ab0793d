package org.larder.cdi;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.larder.cdi.cache.ApplicationCaches;
import org.larder.cdi.cache.CdiSettings;
import org.larder.cdi.intercept.BeanCalls;
import org.larder.cdi.intercept.CachedCalls;
import org.larder.cdi.method.CachedMethod;

/**
 * All that this module does for one application, wired together: made by an extension, started when the application is
 * deployed, closed when it is stopped. A bean in application scope. Thread-safe.
 */
public class ApplicationCaching implements CachedCalls, AutoCloseable {

    private final List<Class<?>> types;
    private final boolean intercepting;
    private final @Nullable ApplicationCaches caches;
    private final ConcurrentMap<Class<?>, BeanCalls> calls = new ConcurrentHashMap<>();

    /** For the proxies of containers. */
    protected ApplicationCaching() {
        types = List.of();
        intercepting = false;
        caches = null;
    }

    /**
     * Wires the caching of an application.
     *
     * @param types the classes of its beans that have an annotation of this module
     * @param loader its class loader
     * @param intercepting whether the interceptors of this module act, or let all calls pass
     */
    ApplicationCaching(Collection<Class<?>> types, ClassLoader loader, boolean intercepting) {
        this.types = List.copyOf(types);
        this.intercepting = intercepting;
        this.caches = new ApplicationCaches(loader, CdiSettings.read(loader), null, null);
    }

    /** Checks what is annotated and makes what is declared. */
    void start() {
        types.forEach(this::of);
    }

    @Override
    public BeanCalls of(Class<?> beanClass) {
        return calls.computeIfAbsent(
                beanClass, type -> new BeanCalls(intercepting ? CachedMethod.of(type) : Map.of(), caches()));
    }

    /** Does nothing: a container makes what its proxy stands for when this is called. */
    public void awake() {
        caches();
    }

    private ApplicationCaches caches() {
        if (caches == null) {
            throw new IllegalStateException("this is a proxy, whose calls its container should have passed on");
        }
        return caches;
    }

    @Override
    public void close() {
        caches().close();
    }
}
