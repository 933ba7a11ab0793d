package org.larder.cdi;

import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.DeploymentException;
import java.lang.System.Logger.Level;
import java.lang.reflect.Method;
import java.util.ArrayList;
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
import org.larder.cdi.intercept.CallResources;
import org.larder.cdi.intercept.Computations;
import org.larder.cdi.intercept.UserObjects;
import org.larder.cdi.method.CachedMethod;
import org.larder.cdi.method.SharedCaches;

/**
 * All that this module does for one application, wired together: made by an extension, started when the application is
 * deployed, closed when it is stopped. A bean in application scope. Thread-safe.
 */
public class ApplicationCaching implements CachedCalls, AutoCloseable {

    private static final System.Logger LOGGER = System.getLogger(ApplicationCaching.class.getName());

    private final List<Class<?>> types;
    private final boolean intercepting;
    private final @Nullable CallResources resources;
    private final ConcurrentMap<Class<?>, BeanCalls> calls = new ConcurrentHashMap<>();

    /** For the proxies of containers. */
    protected ApplicationCaching() {
        types = List.of();
        intercepting = false;
        resources = null;
    }

    /**
     * Wires the caching of an application.
     *
     * @param types the classes of its beans that have an annotation of this module
     * @param loader its class loader
     * @param intercepting whether the interceptors of this module act, or let all calls pass
     * @param beans its beans
     */
    ApplicationCaching(Collection<Class<?>> types, ClassLoader loader, boolean intercepting, Instance<Object> beans) {
        CdiSettings settings = CdiSettings.read(loader);
        this.types = List.copyOf(types);
        this.intercepting = intercepting;
        this.resources = new CallResources(
                new ApplicationCaches(loader, settings, null, null),
                new Computations(),
                new UserObjects(beans),
                settings.singleFlight());
    }

    /**
     * Checks what is annotated and makes what is declared.
     *
     * @throws DeploymentException if that cannot be; it tells of all that is wrong
     */
    void start() {
        List<String> problems = new ArrayList<>();
        List<CachedMethod> methods = new ArrayList<>();
        for (Class<?> type : types) {
            Map<Method, CachedMethod> cached = CachedMethod.of(type, problems::add, ApplicationCaching::warn);
            calls.put(type, new BeanCalls(intercepting ? cached : Map.of(), resources(), problems::add));
            methods.addAll(cached.values());
        }
        SharedCaches.warn(methods, ApplicationCaching::warn);
        if (!problems.isEmpty()) {
            throw new DeploymentException(String.join(System.lineSeparator(), problems));
        }
    }

    private static void warn(String warning) {
        LOGGER.log(Level.WARNING, warning);
    }

    @Override
    public BeanCalls of(Class<?> beanClass) {
        BeanCalls known = calls.get(beanClass);
        return known == null ? calls.computeIfAbsent(beanClass, this::read) : known;
    }

    /** Does nothing: a container makes what its proxy stands for when this is called. */
    public void awake() {
        resources();
    }

    /** Reads a class that is no bean of its own but the origin of one, as of one that a producer makes. */
    private BeanCalls read(Class<?> beanClass) {
        return new BeanCalls(
                intercepting
                        ? CachedMethod.of(beanClass, ApplicationCaching::refuse, ApplicationCaching::warn)
                        : Map.of(),
                resources(),
                ApplicationCaching::refuse);
    }

    private static void refuse(String problem) {
        throw new IllegalStateException(problem);
    }

    /** What interceptors work with. */
    CallResources resources() {
        if (resources == null) {
            throw new IllegalStateException("this is a proxy, whose calls its container should have passed on");
        }
        return resources;
    }

    @Override
    public void close() {
        resources().objects().close();
        resources().caches().close();
    }
}
