package org.larder.cdi;

import static java.util.Objects.requireNonNull;

import jakarta.enterprise.inject.spi.BeanContainer;
import jakarta.enterprise.inject.spi.DeploymentException;
import java.lang.System.Logger.Level;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import javax.cache.CacheManager;
import javax.cache.spi.CachingProvider;
import org.jspecify.annotations.Nullable;
import org.larder.cdi.bean.BeanMethods;
import org.larder.cdi.bean.BeanReferences;
import org.larder.cdi.cache.ApplicationCaches;
import org.larder.cdi.cache.CacheCatalog;
import org.larder.cdi.cache.CdiSettings;
import org.larder.cdi.intercept.BeanCalls;
import org.larder.cdi.intercept.CachedCalls;
import org.larder.cdi.intercept.CallResources;
import org.larder.cdi.intercept.Computations;
import org.larder.cdi.intercept.UserObjects;
import org.larder.cdi.loader.BeanLoaders;
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
    private final ClassLoader loader;
    private final @Nullable BeanReferences references;
    private final @Nullable CallResources resources;
    private final ConcurrentMap<Class<?>, BeanCalls> calls = new ConcurrentHashMap<>();

    /** For the proxies of containers. */
    protected ApplicationCaching() {
        types = List.of();
        intercepting = false;
        loader = ApplicationCaching.class.getClassLoader();
        references = null;
        resources = null;
    }

    /**
     * Wires the caching of an application. Its provider can be had from now on, its caches after {@link #start}.
     *
     * @param types the classes of its beans that have an annotation of this module
     * @param brought what of {@link Annotations#OFFERED} it brings itself
     * @param loader its class loader
     * @param beans its beans
     * @param settings what its configuration says
     * @param intercepting whether the interceptors of this module act, or let all calls pass
     */
    ApplicationCaching(
            Collection<Class<?>> types,
            Collection<Class<?>> brought,
            ClassLoader loader,
            BeanContainer beans,
            CdiSettings settings,
            boolean intercepting) {
        this.types =
                types.stream().filter(type -> !Annotations.BEANS.contains(type)).toList();
        this.intercepting = intercepting;
        this.loader = loader;
        BeanReferences own = new BeanReferences(beans);
        this.references = own;
        this.resources = new CallResources(
                new ApplicationCaches(
                        loader,
                        settings,
                        brought.contains(CachingProvider.class) ? () -> own.of(CachingProvider.class) : null,
                        brought.contains(CacheManager.class) ? () -> own.of(CacheManager.class) : null),
                new Computations(),
                new UserObjects(own),
                settings.singleFlight());
    }

    /**
     * Checks what is annotated and makes what is declared.
     *
     * @throws DeploymentException if that cannot be; it tells of all that is wrong
     */
    void start() {
        List<String> problems = new ArrayList<>();
        List<CachedMethod> cachedMethods = new ArrayList<>();
        CacheDeclarations declarations = new CacheDeclarations(
                CacheCatalog.builder(caches().settings(), problems::add, ApplicationCaching::warn),
                new BeanLoaders(requireNonNull(references), loader, problems::add),
                problems::add);
        for (Class<?> type : types) {
            Map<Method, CachedMethod> cached = cachedMethodsOf(type, problems::add);
            calls.put(type, new BeanCalls(intercepted(cached), resources(), problems::add));
            cachedMethods.addAll(intercepted(cached).values());
            declarations.read(type, new BeanMethods(type).all(), cached);
        }
        SharedCaches.warn(cachedMethods, ApplicationCaching::warn);
        CacheCatalog catalog = declarations.catalog();
        if (problems.isEmpty() && !types.isEmpty()) {
            caches().start(catalog, problems::add);
        }
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

    /** Reads a class that is no bean of its own but the origin of one, as of one that a producer makes. */
    private BeanCalls read(Class<?> beanClass) {
        return new BeanCalls(
                intercepted(cachedMethodsOf(beanClass, ApplicationCaching::refuse)),
                resources(),
                ApplicationCaching::refuse);
    }

    /** Read also where nothing is intercepted: settings stand at these methods, and name their caches by them. */
    private Map<Method, CachedMethod> cachedMethodsOf(Class<?> beanClass, Consumer<String> problems) {
        return intercepting
                ? CachedMethod.of(beanClass, problems, ApplicationCaching::warn)
                : CachedMethod.of(beanClass, problem -> {}, warning -> {});
    }

    private Map<Method, CachedMethod> intercepted(Map<Method, CachedMethod> cached) {
        return intercepting ? cached : Map.of();
    }

    private static void refuse(String problem) {
        throw new IllegalStateException(problem);
    }

    /** Does nothing: a container makes what its proxy stands for when this is called. */
    public void awake() {
        resources();
    }

    /** The caches of the application, for the beans of this module. */
    public ApplicationCaches caches() {
        return resources().caches();
    }

    /** What interceptors work with. */
    private CallResources resources() {
        if (resources == null) {
            throw new IllegalStateException("this is a proxy, whose calls its container should have passed on");
        }
        return resources;
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
