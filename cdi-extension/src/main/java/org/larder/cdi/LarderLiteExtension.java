package org.larder.cdi;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Stereotype;
import jakarta.enterprise.inject.build.compatible.spi.AnnotationBuilder;
import jakarta.enterprise.inject.build.compatible.spi.BeanInfo;
import jakarta.enterprise.inject.build.compatible.spi.BuildCompatibleExtension;
import jakarta.enterprise.inject.build.compatible.spi.ClassConfig;
import jakarta.enterprise.inject.build.compatible.spi.Discovery;
import jakarta.enterprise.inject.build.compatible.spi.Enhancement;
import jakarta.enterprise.inject.build.compatible.spi.InterceptorInfo;
import jakarta.enterprise.inject.build.compatible.spi.MetaAnnotations;
import jakarta.enterprise.inject.build.compatible.spi.Parameters;
import jakarta.enterprise.inject.build.compatible.spi.Registration;
import jakarta.enterprise.inject.build.compatible.spi.ScannedClasses;
import jakarta.enterprise.inject.build.compatible.spi.SkipIfPortableExtensionPresent;
import jakarta.enterprise.inject.build.compatible.spi.Synthesis;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticBeanBuilder;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticBeanCreator;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticBeanDisposer;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticComponents;
import jakarta.enterprise.inject.spi.BeanContainer;
import jakarta.enterprise.lang.model.AnnotationInfo;
import jakarta.enterprise.lang.model.AnnotationTarget;
import jakarta.enterprise.lang.model.declarations.ClassInfo;
import jakarta.enterprise.util.Nonbinding;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.cache.CacheManager;
import javax.cache.spi.CachingProvider;
import org.jspecify.annotations.Nullable;
import org.larder.cdi.cache.CdiSettings;
import org.larder.cdi.intercept.CachePutInterceptor;
import org.larder.cdi.intercept.CacheRemoveAllInterceptor;
import org.larder.cdi.intercept.CacheRemoveInterceptor;
import org.larder.cdi.intercept.CacheResultInterceptor;
import org.larder.cdi.intercept.CachedCalls;

/**
 * Finds the caching of an application in containers that run build compatible extensions only, perhaps while the
 * application is built, so that nothing is read and started before it runs; {@link LarderExtension} does in the others.
 */
@SkipIfPortableExtensionPresent(LarderExtension.class)
public class LarderLiteExtension implements BuildCompatibleExtension {
    private static final String TYPES = "types";
    private static final String BROUGHT = "brought";
    private static final String RIVALS = "rivals";

    private final CdiSettings settings = Deployment.begin().settings();
    private final Map<String, ClassInfo> found = new LinkedHashMap<>();
    private final Set<Class<?>> brought = new LinkedHashSet<>();
    private final Set<Class<?>> replaced = new LinkedHashSet<>();
    private final Set<String> rivals = new TreeSet<>();

    /** Called by the container. */
    public LarderLiteExtension() {}

    /** Adds the interceptors, what they are bound to, and the beans of this module. */
    @Discovery
    public void declare(ScannedClasses scanned, MetaAnnotations annotations) {
        if (settings.enabled()) {
            Annotations.INTERCEPTED.forEach((annotation, interceptor) -> {
                annotations
                        .addInterceptorBinding(annotation)
                        .methods()
                        .forEach(member -> member.addAnnotation(Nonbinding.class));
                scanned.add(interceptor.getName());
            });
        }
        Annotations.BEANS.forEach(type -> scanned.add(type.getName()));
        scanned.add(LiteStart.class.getName());
    }

    /** Puts the interceptors of this module in their place among others. */
    @Enhancement(
            types = {
                CacheResultInterceptor.class,
                CachePutInterceptor.class,
                CacheRemoveInterceptor.class,
                CacheRemoveAllInterceptor.class
            })
    public void place(ClassConfig interceptor) {
        interceptor.addAnnotation(
                AnnotationBuilder.of(Priority.class).value(settings.priority()).build());
    }

    /** Collects the beans whose classes have an annotation of this module. */
    @Registration(types = Object.class)
    public void collect(BeanInfo bean) {
        ClassInfo type = bean.declaringClass();
        if (bean.isClassBean() && !serves(type) && isRead(type)) {
            found.put(type.name(), type);
        }
    }

    /** Collects the interceptors of others for the same annotations. */
    @Registration(types = Object.class)
    public void collect(InterceptorInfo interceptor) {
        String name = interceptor.declaringClass().name();
        if (Rivals.isRival(name)
                && interceptor.interceptorBindings().stream()
                        .anyMatch(binding -> Annotations.INTERCEPTED.keySet().stream()
                                .anyMatch(annotation -> annotation.getName().equals(binding.name())))) {
            rivals.add(name);
        }
    }

    /** Notices what the application brings of what would be offered. */
    @Registration(types = {CacheManager.class, CachingProvider.class})
    public void notice(BeanInfo bean) {
        List<String> qualifiers =
                bean.qualifiers().stream().map(AnnotationInfo::name).toList();
        boolean isDefault = qualifiers.contains(Default.class.getName())
                || List.of(Any.class.getName(), Named.class.getName()).containsAll(qualifiers);
        boolean isForOthers = bean.isClassBean() && serves(bean.declaringClass());
        boolean isReplaced = settings.enabled()
                && Rivals.isReplacedOffer(bean.declaringClass().name());
        Annotations.OFFERED.stream()
                .filter(type -> isDefault
                        && !isForOthers
                        && bean.types().stream()
                                .anyMatch(each -> each.isClass()
                                        && each.asClass().declaration().name().equals(type.getName())))
                .forEach((isReplaced ? replaced : brought)::add);
    }

    /** Adds what is wired together when the application runs. */
    @Synthesis
    public void offer(SyntheticComponents components) {
        offer(components, CacheManager.class, ManagerCreator.class);
        offer(components, CachingProvider.class, ProviderCreator.class);
        components
                .addBean(Wiring.class)
                .type(Wiring.class)
                .scope(Singleton.class)
                .withParam(TYPES, found.values().toArray(new ClassInfo[0]))
                .withParam(BROUGHT, brought.toArray(new Class<?>[0]))
                .withParam(RIVALS, rivals.toArray(new String[0]))
                .createWith(WiringCreator.class)
                .disposeWith(Disposer.class);
        components
                .addBean(ApplicationCaching.class)
                .type(ApplicationCaching.class)
                .type(CachedCalls.class)
                .scope(ApplicationScoped.class)
                .createWith(Creator.class);
    }

    private <T> void offer(
            SyntheticComponents components, Class<T> type, Class<? extends SyntheticBeanCreator<T>> creator) {
        if (!brought.contains(type)) {
            SyntheticBeanBuilder<T> bean =
                    components.addBean(type).type(type).scope(Dependent.class).createWith(creator);
            if (replaced.contains(type)) { // and cannot be taken out here; an alternative goes before it
                bean.alternative(true).priority(Interceptor.Priority.LIBRARY_BEFORE);
            }
        }
    }

    /** By the annotations: decorators are no part of what these containers must have, and Weld denies interceptors. */
    private static boolean serves(ClassInfo type) {
        return type.hasAnnotation(Interceptor.class)
                || type.hasAnnotation(annotation -> annotation.name().equals("jakarta.decorator.Decorator"));
    }

    private static boolean isRead(ClassInfo type) {
        // Weld fails when it is asked for the parameters of methods of interfaces.
        return isAnnotated(type)
                || Stream.of(type.constructors(), type.methods())
                        .flatMap(Collection::stream)
                        .anyMatch(method -> isAnnotated(method)
                                || (!method.declaringClass().isInterface()
                                        && method.parameters().stream().anyMatch(LarderLiteExtension::isAnnotated)))
                || type.fields().stream().anyMatch(LarderLiteExtension::isAnnotated);
    }

    private static boolean isAnnotated(AnnotationTarget target) {
        return target.hasAnnotation(LarderLiteExtension::isRead);
    }

    private static boolean isRead(AnnotationInfo annotation) {
        return Annotations.NAMES_READ.contains(annotation.name())
                || (annotation.declaration().hasAnnotation(Stereotype.class) && isAnnotated(annotation.declaration()));
    }

    /**
     * The caching from before it is started, for beans that are made meanwhile, until all beans of the application are gone,
     * which may use it in the end. Thread-safe.
     */
    public static final class Wiring {
        private final ApplicationCaching caching;
        private boolean begun;
        private @Nullable RuntimeException failure;

        Wiring(ApplicationCaching caching) {
            this.caching = caching;
        }

        /** Starts the caching once; whoever asks while it is started, in the same thread, gets it as it is. */
        synchronized ApplicationCaching started() {
            if (!begun) {
                begun = true;
                try {
                    Deployment.start(caching);
                } catch (RuntimeException e) {
                    failure = e;
                }
            }
            if (failure != null) {
                throw failure;
            }
            return caching;
        }
    }

    /** Wires the caching. */
    public static final class WiringCreator implements SyntheticBeanCreator<Wiring> {

        /** Called by the container. */
        public WiringCreator() {}

        @Override
        public Wiring create(Instance<Object> beans, Parameters parameters) {
            return new Wiring(Deployment.begin()
                    .wire(
                            List.of(parameters.get(TYPES, Class[].class)),
                            List.of(parameters.get(BROUGHT, Class[].class)),
                            beans.select(BeanContainer.class).get(),
                            List.of(parameters.get(RIVALS, String[].class))));
        }
    }

    /** Starts the caching when it is first asked for. */
    public static final class Creator implements SyntheticBeanCreator<ApplicationCaching> {

        /** Called by the container. */
        public Creator() {}

        @Override
        public ApplicationCaching create(Instance<Object> beans, Parameters parameters) {
            return beans.select(Wiring.class).get().started();
        }
    }

    /** Offers the manager of the application. */
    public static final class ManagerCreator implements SyntheticBeanCreator<CacheManager> {

        /** Called by the container. */
        public ManagerCreator() {}

        @Override
        public CacheManager create(Instance<Object> beans, Parameters parameters) {
            return beans.select(ApplicationCaching.class).get().caches().manager("");
        }
    }

    /** Offers the provider of the application, also to a manager of it that is made while the caching is started. */
    public static final class ProviderCreator implements SyntheticBeanCreator<CachingProvider> {

        /** Called by the container. */
        public ProviderCreator() {}

        @Override
        public CachingProvider create(Instance<Object> beans, Parameters parameters) {
            return beans.select(Wiring.class).get().caching.caches().provider();
        }
    }

    /** Closes the caching with the application. */
    public static final class Disposer implements SyntheticBeanDisposer<Wiring> {

        /** Called by the container. */
        public Disposer() {}

        @Override
        public void dispose(Wiring wiring, Instance<Object> beans, Parameters parameters) {
            wiring.caching.close();
        }
    }
}
