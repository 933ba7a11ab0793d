package org.larder.cdi;

import static java.util.Objects.requireNonNull;

import jakarta.enterprise.inject.spi.BeanContainer;
import jakarta.enterprise.inject.spi.DeploymentException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.larder.cdi.cache.ApplicationCaches;
import org.larder.cdi.cache.CacheCatalog;
import org.larder.cdi.cache.CdiSettings;
import org.larder.cdi.intercept.BeanCalls;
import org.larder.cdi.intercept.CachedCalls;
import org.larder.cdi.loader.BeanLoaders;
import org.larder.cdi.loader.BeanReferences;
import org.larder.cdi.method.CachedMethod;

/**
 * All that this module does for one application, wired together: made by an extension, started when the application is
 * deployed, closed when it is stopped. A bean in application scope. Thread-safe.
 */
public class ApplicationCaching implements CachedCalls, AutoCloseable {

    private final List<Class<?>> types;
    private final boolean intercepting;
    private final @Nullable ApplicationCaches caches;
    private final @Nullable BeanReferences references;
    private final ClassLoader loader;
    private final ConcurrentMap<Class<?>, BeanCalls> calls = new ConcurrentHashMap<>();

    /** For the proxies of containers. */
    protected ApplicationCaching() {
        types = List.of();
        intercepting = false;
        caches = null;
        references = null;
        loader = ApplicationCaching.class.getClassLoader();
    }

    /**
     * Wires the caching of an application.
     *
     * @param types the classes of its beans that have an annotation of this module
     * @param loader its class loader
     * @param beans its beans
     * @param intercepting whether the interceptors of this module act, or let all calls pass
     */
    ApplicationCaching(Collection<Class<?>> types, ClassLoader loader, BeanContainer beans, boolean intercepting) {
        this.types =
                types.stream().filter(type -> !Annotations.BEANS.contains(type)).toList();
        CdiSettings settings = CdiSettings.read(loader);
        this.intercepting = intercepting && settings.enabled();
        this.loader = loader;
        this.references = new BeanReferences(beans);
        this.caches = new ApplicationCaches(loader, settings, null, null);
    }

    /**
     * Checks what is annotated and makes what is declared.
     *
     * @throws DeploymentException if anything is wrong; the message lists all
     */
    void start() {
        List<String> problems = new ArrayList<>();
        CacheDeclarations declarations = new CacheDeclarations(
                CacheCatalog.builder(caches().settings(), problems::add),
                new BeanLoaders(requireNonNull(references), loader, problems::add),
                problems::add);
        for (Class<?> type : types) {
            Map<Method, CachedMethod> methods = intercepting ? CachedMethod.of(type) : Map.of();
            calls.put(type, new BeanCalls(methods, caches()));
            declarations.read(type, methodsOf(type), methods);
        }
        CacheCatalog catalog = declarations.catalog();
        if (problems.isEmpty() && !types.isEmpty()) {
            caches().start(catalog, problems::add);
        }
        if (!problems.isEmpty()) {
            throw new DeploymentException(String.join("\n", problems));
        }
    }

    /** The methods of a class, its own and those that it inherits. */
    private static List<Method> methodsOf(Class<?> beanClass) {
        Map<String, Method> methods = new LinkedHashMap<>();
        for (Class<?> type = beanClass; type != null; type = type.getSuperclass()) {
            for (Method method : type.getDeclaredMethods()) {
                if (!method.isSynthetic()) {
                    methods.putIfAbsent(method.getName() + Arrays.toString(method.getParameterTypes()), method);
                }
            }
        }
        return List.copyOf(methods.values());
    }

    @Override
    public BeanCalls of(Class<?> beanClass) {
        return calls.computeIfAbsent(beanClass, type -> new BeanCalls(Map.of(), caches()));
    }

    /** Does nothing: a container makes what its proxy stands for when this is called. */
    public void awake() {
        caches();
    }

    /** The caches of the application, for the beans of this module. */
    public ApplicationCaches caches() {
        if (caches == null) {
            throw new IllegalStateException("this is a proxy, whose calls its container should have passed on");
        }
        return caches;
    }

    @Override
    public void close() {
        try {
            caches().close();
        } finally {
            requireNonNull(references).close();
        }
    }
}
