package org.larder.cdi;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.AnnotatedMember;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.inject.spi.BeforeShutdown;
import jakarta.enterprise.inject.spi.Decorator;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.InterceptionType;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import jakarta.enterprise.inject.spi.ProcessBean;
import jakarta.enterprise.inject.spi.ProcessBeanAttributes;
import jakarta.enterprise.inject.spi.ProcessManagedBean;
import jakarta.enterprise.inject.spi.WithAnnotations;
import jakarta.enterprise.util.AnnotationLiteral;
import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.Interceptor;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.cache.CacheManager;
import javax.cache.annotation.CacheDefaults;
import javax.cache.annotation.CacheKey;
import javax.cache.annotation.CachePut;
import javax.cache.annotation.CacheRemove;
import javax.cache.annotation.CacheRemoveAll;
import javax.cache.annotation.CacheResult;
import javax.cache.annotation.CacheValue;
import javax.cache.spi.CachingProvider;
import org.jspecify.annotations.Nullable;
import org.larder.annotation.CacheSettings;
import org.larder.annotation.CachesNull;
import org.larder.annotation.LoadsCache;
import org.larder.annotation.LoadsData;
import org.larder.annotation.WithoutSingleFlight;
import org.larder.cdi.cache.ApplicationCaches;
import org.larder.cdi.intercept.CachedCalls;

/**
 * Finds and starts the caching of an application in containers with portable extensions; {@link LarderLiteExtension} does
 * in the others.
 */
public class LarderExtension implements Extension {

    private final Set<Class<?>> annotated = ConcurrentHashMap.newKeySet();
    private final Set<Class<?>> found = ConcurrentHashMap.newKeySet();
    private final Set<Class<?>> brought = ConcurrentHashMap.newKeySet();
    private @Nullable Deployment deployment;
    private @Nullable ApplicationCaching caching;

    /** Called by the container. */
    public LarderExtension() {}

    void declare(@Observes BeforeBeanDiscovery discovery) {
        Deployment begun = Deployment.begin();
        deployment = begun;
        if (begun.settings().enabled()) {
            PriorityLiteral priority = new PriorityLiteral(begun.settings().priority());
            Annotations.INTERCEPTED.forEach((annotation, interceptor) -> {
                discovery
                        .configureInterceptorBinding(annotation)
                        .methods()
                        .forEach(member -> member.add(Nonbinding.Literal.INSTANCE));
                discovery.addAnnotatedType(interceptor, interceptor.getName()).add(priority);
            });
        }
        Annotations.BEANS.forEach(type -> discovery.addAnnotatedType(type, type.getName()));
    }

    void replace(@Observes @WithAnnotations(Interceptor.class) ProcessAnnotatedType<?> interceptor) {
        if (deployment().settings().enabled()
                && Rivals.isReplaced(interceptor.getAnnotatedType().getJavaClass())) {
            interceptor.veto();
        }
    }

    void replace(@Observes ProcessBeanAttributes<?> bean) {
        if (deployment().settings().enabled()
                && bean.getAnnotated() instanceof AnnotatedMember<?> producer
                && Rivals.isReplacedOffer(
                        producer.getDeclaringType().getJavaClass().getName())
                && Annotations.OFFERED.stream()
                        .anyMatch(bean.getBeanAttributes().getTypes()::contains)) {
            bean.veto();
        }
    }

    void collect(
            @Observes
                    @WithAnnotations({
                        CacheResult.class,
                        CachePut.class,
                        CacheRemove.class,
                        CacheRemoveAll.class,
                        CacheDefaults.class,
                        CacheKey.class,
                        CacheValue.class,
                        LoadsCache.class,
                        LoadsData.class,
                        CacheSettings.class,
                        CacheSettings.All.class,
                        CachesNull.class,
                        WithoutSingleFlight.class,
                        NamedCache.class,
                        InDomain.class
                    })
                    ProcessAnnotatedType<?> type) {
        annotated.add(type.getAnnotatedType().getJavaClass());
    }

    /** Told of beans in all archives of the application, of which the manager of this one need not know. */
    void confirm(@Observes ProcessManagedBean<?> bean) {
        Class<?> beanClass = bean.getBean().getBeanClass();
        if (!serves(bean.getBean()) && (annotated.contains(beanClass) || Annotations.areAtInterfaceOf(beanClass))) {
            found.add(beanClass);
        }
    }

    /** Whether a bean is there for other beans only. */
    private static boolean serves(Bean<?> bean) {
        return bean instanceof Decorator || bean instanceof jakarta.enterprise.inject.spi.Interceptor;
    }

    /** Notices what the application brings of what would be offered. */
    void notice(@Observes ProcessBean<?> processed) {
        Bean<?> bean = processed.getBean();
        boolean isOffered = bean.getBeanClass().equals(ApplicationCaching.class);
        if (!isOffered && !serves(bean) && bean.getQualifiers().contains(Default.Literal.INSTANCE)) {
            Annotations.OFFERED.stream().filter(bean.getTypes()::contains).forEach(brought::add);
        }
    }

    void offer(@Observes AfterBeanDiscovery discovery) {
        if (!brought.contains(CacheManager.class)) {
            add(discovery, CacheManager.class, caches -> caches.manager(""));
        }
        if (!brought.contains(CachingProvider.class)) {
            add(discovery, CachingProvider.class, ApplicationCaches::provider);
        }
        discovery
                .addBean()
                .id(ApplicationCaching.class.getName())
                .beanClass(ApplicationCaching.class)
                .types(ApplicationCaching.class, CachedCalls.class)
                .scope(ApplicationScoped.class)
                .createWith(context -> caching());
    }

    private <T> void add(AfterBeanDiscovery discovery, Class<T> type, Function<ApplicationCaches, T> from) {
        discovery
                .<T>addBean()
                .id(LarderExtension.class.getName() + " " + type.getName())
                .beanClass(ApplicationCaching.class)
                .types(type, Object.class)
                .scope(Dependent.class)
                .createWith(context -> from.apply(caching().caches()));
    }

    private ApplicationCaching caching() {
        return Objects.requireNonNull(caching, "the application is not deployed yet");
    }

    /**
     * Comes last, as no container says that another extension has refused the application, and what is open then would
     * stay open. Throws what is wrong: of problems that are added to the event, OpenWebBeans passes no message on. Beans
     * that are made meanwhile, such as a manager of the application, find what is offered to them.
     */
    void start(@Observes @Priority(Integer.MAX_VALUE) AfterDeploymentValidation validated, BeanManager beans) {
        ApplicationCaching wired = deployment().wire(found, brought, beans, rivals(beans));
        caching = wired;
        Deployment.start(wired);
    }

    private List<String> rivals(BeanManager beans) {
        if (!deployment().settings().enabled()) {
            return List.of();
        }
        // The members are not binding, so that the annotation as it stands on our own interceptor finds all.
        return Annotations.INTERCEPTED.entrySet().stream()
                .flatMap(intercepted -> Stream.ofNullable(intercepted.getValue().getAnnotation(intercepted.getKey())))
                .flatMap(binding -> beans.resolveInterceptors(InterceptionType.AROUND_INVOKE, binding).stream())
                .map(interceptor -> interceptor.getBeanClass().getName())
                .filter(Rivals::isRival)
                .distinct()
                .toList();
    }

    void stop(@Observes BeforeShutdown shutdown) {
        if (caching != null) {
            caching.close();
        }
    }

    private Deployment deployment() {
        return Objects.requireNonNull(deployment, "the container has begun to discover beans");
    }

    /** {@link Priority} with a value that is known at run time only. */
    @SuppressWarnings({"ClassExplicitlyAnnotation", "BadAnnotationImplementation"}) // as the base class has it
    private static final class PriorityLiteral extends AnnotationLiteral<Priority> implements Priority {
        private static final long serialVersionUID = 1L;

        private final int value;

        PriorityLiteral(int value) {
            this.value = value;
        }

        @Override
        public int value() {
            return value;
        }
    }
}
