package org.larder.cdi.cache;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.larder.annotation.CacheSettings;
import org.larder.cdi.bean.Place;

/**
 * Reads the {@link CacheSettings} of beans into a catalog.
 *
 * @param catalog told of settings
 * @param problems told of settings that are of no cache
 * @param ofStereotypes the settings of the stereotypes of a class, which hold where the class has none
 */
public record SettingsReader(
        CacheCatalog.Builder catalog,
        Consumer<String> problems,
        Function<Class<?>, List<CacheSettings>> ofStereotypes) {

    /**
     * Reads those of one bean.
     *
     * @param methods its methods, its own and those it inherits
     * @param cacheNames the name of the cache that is used, loaded or injected at a method, a field or a parameter; null
     *     if there is none
     */
    public void read(
            Class<?> beanClass, Collection<Method> methods, Function<AnnotatedElement, @Nullable String> cacheNames) {
        elements(beanClass, methods).forEach(element -> readElement(element, cacheNames.apply(element)));
        Set<String> covered = new LinkedHashSet<>();
        for (Class<?> type = beanClass; type != null; type = type.getSuperclass()) {
            Class<?> declaring = type;
            Set<String> used = new LinkedHashSet<>();
            methods.stream()
                    .filter(method -> beanClass.equals(declaring)
                            || method.getDeclaringClass().equals(declaring))
                    .map(cacheNames)
                    .filter(name -> name != null && !covered.contains(name))
                    .forEach(used::add);
            List<CacheSettings> own = List.of(type.getDeclaredAnnotationsByType(CacheSettings.class));
            boolean isForAll = readClass(type, withThoseOfStereotypes(type, own), used);
            boolean isSaid = own.stream().anyMatch(settings -> settings.cache().isEmpty());
            if (isSaid && used.isEmpty() && declaring.equals(beanClass)) {
                problems.accept(
                        "%s has @CacheSettings that name no cache, and its methods use none; name one, as in cache = \"customers\""
                                .formatted(Place.of(beanClass)));
            }
            if (isForAll) {
                covered.addAll(used);
            }
        }
    }

    /** Methods, fields and parameters, all where settings of a bean may stand but for its class. */
    public static List<AnnotatedElement> elements(Class<?> beanClass, Collection<Method> methods) {
        List<AnnotatedElement> elements = new ArrayList<>();
        for (Method method : methods) {
            elements.add(method);
            elements.addAll(Arrays.asList(method.getParameters()));
        }
        for (Constructor<?> constructor : beanClass.getDeclaredConstructors()) {
            elements.addAll(Arrays.asList(constructor.getParameters()));
        }
        for (Class<?> type = beanClass; type != null; type = type.getSuperclass()) {
            elements.addAll(Arrays.asList(type.getDeclaredFields()));
        }
        return elements;
    }

    private void readElement(AnnotatedElement element, @Nullable String cacheName) {
        for (CacheSettings settings : element.getAnnotationsByType(CacheSettings.class)) {
            String name = settings.cache().isEmpty() ? cacheName : settings.cache();
            if (name == null) {
                problems.accept(
                        "%s has @CacheSettings that name no cache, and uses none itself; name one, as in cache = \"customers\""
                                .formatted(Place.of(element)));
            } else {
                catalog.settings(name, settings, Place.of(element));
            }
        }
    }

    /** Those of a class, and of its stereotypes those that are for other caches. */
    private List<CacheSettings> withThoseOfStereotypes(Class<?> type, List<CacheSettings> own) {
        List<CacheSettings> all = new ArrayList<>(own);
        for (CacheSettings settings : ofStereotypes.apply(type)) {
            if (own.stream().noneMatch(each -> each.cache().equals(settings.cache()))) {
                all.add(settings);
            }
        }
        return all;
    }

    /** Whether settings of a class are those of all caches that it uses. */
    private boolean readClass(Class<?> type, List<CacheSettings> ofClass, Set<String> used) {
        boolean isForAll = false;
        for (CacheSettings settings : ofClass) {
            if (!settings.cache().isEmpty()) {
                catalog.settings(settings.cache(), settings, Place.of(type));
            } else {
                isForAll = true;
                used.forEach(name -> catalog.settingsOfClass(name, settings, Place.of(type)));
            }
        }
        return isForAll;
    }
}
