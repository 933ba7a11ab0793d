package org.larder.cdi;

import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
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
import org.larder.annotation.CacheSettings;
import org.larder.annotation.CachesNull;
import org.larder.annotation.LoadsCache;
import org.larder.annotation.LoadsData;
import org.larder.annotation.WithoutSingleFlight;
import org.larder.cdi.bean.BeanMethods;
import org.larder.cdi.intercept.CachePutInterceptor;
import org.larder.cdi.intercept.CacheRemoveAllInterceptor;
import org.larder.cdi.intercept.CacheRemoveInterceptor;
import org.larder.cdi.intercept.CacheResultInterceptor;

/** What the extensions tell their containers of. */
final class Annotations {

    /** The annotations that interceptors carry out, and these. */
    static final Map<Class<? extends Annotation>, Class<?>> INTERCEPTED = Map.of(
            CacheResult.class, CacheResultInterceptor.class,
            CachePut.class, CachePutInterceptor.class,
            CacheRemove.class, CacheRemoveInterceptor.class,
            CacheRemoveAll.class, CacheRemoveAllInterceptor.class);

    /** All annotations that this module reads: a class that has one of them anywhere is looked at. */
    static final Set<Class<? extends Annotation>> READ = Set.of(
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
            InDomain.class);

    /** The names of {@link #READ}. */
    static final Set<String> NAMES_READ = READ.stream().map(Class::getName).collect(Collectors.toUnmodifiableSet());

    /** The classes of this module that are beans. */
    static final List<Class<?>> BEANS = List.of(CacheProducers.class);

    /** What is offered as a bean without qualifiers unless the application brings one, and then taken from it. */
    static final List<Class<?>> OFFERED = List.of(CachingProvider.class, CacheManager.class);

    private Annotations() {}

    /** Whether a method of an interface of a class has one, which means nothing there and is to be told of. */
    static boolean areAtInterfaceOf(Class<?> type) {
        return BeanMethods.interfacesOf(type).stream()
                .flatMap(each -> Stream.of(each.getDeclaredMethods()))
                .flatMap(method -> Stream.of(method.getAnnotations()))
                .anyMatch(annotation -> READ.contains(annotation.annotationType()));
    }
}
