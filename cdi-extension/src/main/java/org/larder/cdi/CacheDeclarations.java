package org.larder.cdi;

import jakarta.enterprise.inject.Stereotype;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.annotation.CacheRemoveAll;
import javax.cache.annotation.GeneratedCacheKey;
import org.jspecify.annotations.Nullable;
import org.larder.CachedData;
import org.larder.DataCache;
import org.larder.MethodKey;
import org.larder.annotation.CacheSettings;
import org.larder.annotation.LoadsCache;
import org.larder.annotation.LoadsData;
import org.larder.cdi.bean.Place;
import org.larder.cdi.cache.CacheCatalog;
import org.larder.cdi.cache.SettingsReader;
import org.larder.cdi.loader.BeanLoaders;
import org.larder.cdi.loader.GenericTypes;
import org.larder.cdi.method.CachedMethod;

/** What the beans of an application say of its caches, collected. Not thread-safe. */
final class CacheDeclarations {

    private final CacheCatalog.Builder catalog;
    private final BeanLoaders loaders;
    private final Consumer<String> problems;

    /**
     * Starts with nothing said.
     *
     * @param problems told what is wrong
     */
    CacheDeclarations(CacheCatalog.Builder catalog, BeanLoaders loaders, Consumer<String> problems) {
        this.catalog = catalog;
        this.loaders = loaders;
        this.problems = problems;
    }

    /** Reads a bean. */
    void read(Class<?> beanClass, Collection<Method> methods, Map<Method, CachedMethod> cached) {
        cached.forEach((method, description) -> {
            boolean isFoundByName = description.site().resolverFactory() == null;
            if (isFoundByName && !(description.annotation() instanceof CacheRemoveAll)) {
                catalog.keyedByMethod(
                        description.cacheName(),
                        description.site().keyGenerator() == null ? MethodKey.class : GeneratedCacheKey.class,
                        Place.of(method, beanClass));
            }
        });
        loaders.add(beanClass, methods);
        new SettingsReader(catalog, problems, type -> settingsOfStereotypes(type, new HashSet<>()))
                .read(beanClass, methods, element -> cacheName(element, cached));
        GenericTypes types = new GenericTypes(beanClass);
        SettingsReader.elements(beanClass, methods).forEach(element -> readInjected(element, types));
    }

    /** Ends. */
    CacheCatalog catalog() {
        loaders.declare(catalog);
        return catalog.build();
    }

    /** The settings of the stereotypes of a class or stereotype, and of theirs where they have none of their own. */
    private static List<CacheSettings> settingsOfStereotypes(Class<?> type, Set<Class<?>> visited) {
        return Stream.of(type.getDeclaredAnnotations())
                .<Class<?>>map(Annotation::annotationType)
                .filter(each -> each.isAnnotationPresent(Stereotype.class) && visited.add(each))
                .flatMap(stereotype -> {
                    List<CacheSettings> own = List.of(stereotype.getDeclaredAnnotationsByType(CacheSettings.class));
                    return (own.isEmpty() ? settingsOfStereotypes(stereotype, visited) : own).stream();
                })
                .toList();
    }

    private static @Nullable String cacheName(AnnotatedElement element, Map<Method, CachedMethod> cached) {
        CachedMethod description = element instanceof Method method ? cached.get(method) : null;
        if (description != null) {
            return description.cacheName();
        }
        LoadsCache ofCache = element.getAnnotation(LoadsCache.class);
        if (ofCache != null) {
            return ofCache.value();
        }
        LoadsData ofData = element.getAnnotation(LoadsData.class);
        if (ofData != null) {
            return ofData.dataType();
        }
        NamedCache injected = element.getAnnotation(NamedCache.class);
        return injected == null ? null : injected.value();
    }

    private void readInjected(AnnotatedElement element, GenericTypes types) {
        InDomain domain = element.getAnnotation(InDomain.class);
        if (domain != null) {
            catalog.domain(domain.value(), Place.of(element));
        }
        NamedCache named = element.getAnnotation(NamedCache.class);
        Type type = typeOf(element);
        if (named == null || type == null) {
            return;
        }
        if (named.value().isEmpty()) {
            problems.accept("%s has @NamedCache without a name; give that of the cache".formatted(Place.of(element)));
        } else if (types.classOf(type).equals(Cache.class)) {
            catalog.types(named.value(), types.argument(type, 0), types.argument(type, 1), Place.of(element));
        } else if (types.classOf(type).equals(DataCache.class)) {
            catalog.types(named.value(), String.class, CachedData.class, Place.of(element));
            catalog.dataCache(named.value(), Place.of(element));
        }
    }

    /** The type of an injection point; null for what is none. */
    private static @Nullable Type typeOf(AnnotatedElement element) {
        if (element instanceof Field field) {
            return field.getGenericType();
        }
        if (element instanceof Parameter parameter) {
            return parameter.getParameterizedType();
        }
        return null;
    }
}
