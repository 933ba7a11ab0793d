package org.larder.cdi;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.inject.spi.BeforeShutdown;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import jakarta.enterprise.inject.spi.WithAnnotations;
import jakarta.enterprise.util.Nonbinding;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import javax.cache.annotation.CacheKey;
import javax.cache.annotation.CachePut;
import javax.cache.annotation.CacheRemove;
import javax.cache.annotation.CacheRemoveAll;
import javax.cache.annotation.CacheResult;
import javax.cache.annotation.CacheValue;
import org.jspecify.annotations.Nullable;
import org.larder.cdi.intercept.CachedCalls;

/** Finds and starts the caching of an application in containers with portable extensions. */
public class LarderExtension implements Extension {

    private final Set<Class<?>> annotated = ConcurrentHashMap.newKeySet();
    private @Nullable ApplicationCaching caching;

    /** Called by the container. */
    public LarderExtension() {}

    void declare(@Observes BeforeBeanDiscovery discovery) {
        Annotations.INTERCEPTED.forEach((annotation, interceptor) -> {
            discovery
                    .configureInterceptorBinding(annotation)
                    .methods()
                    .forEach(member -> member.add(Nonbinding.Literal.INSTANCE));
            discovery
                    .addAnnotatedType(interceptor, interceptor.getName())
                    .add(new PriorityLiteral(Annotations.PRIORITY));
        });
        Annotations.BEANS.forEach(type -> discovery.addAnnotatedType(type, type.getName()));
    }

    void collect(
            @Observes
                    @WithAnnotations({
                        CacheResult.class,
                        CachePut.class,
                        CacheRemove.class,
                        CacheRemoveAll.class,
                        CacheKey.class,
                        CacheValue.class
                    })
                    ProcessAnnotatedType<?> type) {
        annotated.add(type.getAnnotatedType().getJavaClass());
    }

    void offer(@Observes AfterBeanDiscovery discovery) {
        discovery
                .addBean()
                .id(ApplicationCaching.class.getName())
                .beanClass(ApplicationCaching.class)
                .types(ApplicationCaching.class, CachedCalls.class)
                .scope(ApplicationScoped.class)
                .createWith(context -> Objects.requireNonNull(caching, "the application is not deployed yet"));
    }

    void start(@Observes AfterDeploymentValidation validated, BeanManager beans) {
        Set<Class<?>> beanClasses = beans.getBeans(Object.class, Any.Literal.INSTANCE).stream()
                .map(Bean::getBeanClass)
                .filter(annotated::contains)
                .collect(Collectors.toSet());
        caching = new ApplicationCaching(beanClasses, Thread.currentThread().getContextClassLoader(), beans);
        caching.start();
    }

    void stop(@Observes BeforeShutdown shutdown) {
        if (caching != null) {
            caching.close();
        }
    }

    /** {@link Priority} with a value that is known at run time only. */
    @SuppressWarnings({"ClassExplicitlyAnnotation", "BadAnnotationImplementation"}) // as the base class has it
    private static final class PriorityLiteral extends jakarta.enterprise.util.AnnotationLiteral<Priority>
            implements Priority {
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
