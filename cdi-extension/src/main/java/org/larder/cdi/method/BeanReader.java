package org.larder.cdi.method;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.cache.annotation.CacheKey;
import javax.cache.annotation.CacheValue;
import org.jspecify.annotations.Nullable;
import org.larder.cdi.bean.BeanMethods;
import org.larder.cdi.bean.Place;

/** Reads the cache annotations of one bean class. */
final class BeanReader {

    private final Class<?> beanClass;
    private final Consumer<String> problems;
    private final Consumer<String> warnings;
    private final List<Annotation> ofClass;

    BeanReader(Class<?> beanClass, Consumer<String> problems, Consumer<String> warnings) {
        this.beanClass = beanClass;
        this.problems = problems;
        this.warnings = warnings;
        this.ofClass = AnnotationSearch.cacheAnnotationsOf(beanClass);
    }

    Map<Method, CachedMethod> read() {
        if (ofClass.size() > 1) {
            problems.accept(
                    "%s has %s: a class may have one of them, its own or of a stereotype; put the others at methods"
                            .formatted(beanClass.getName(), namesOf(ofClass)));
            return Map.of();
        }
        BeanMethods methods = new BeanMethods(beanClass);
        Map<Method, CachedMethod> found = new HashMap<>();
        for (Method method : methods.all()) {
            CachedMethod cached = read(method);
            if (cached != null) {
                found.put(method, cached);
            }
        }
        warnOfInterfaces(found);
        Set<Method> cached = new LinkedHashSet<>(found.keySet());
        for (Method bridge : methods.bridges()) {
            CachedMethod target = found.get(BeanMethods.targetOf(bridge, cached));
            if (target != null) {
                found.put(bridge, target);
            }
        }
        return found;
    }

    private @Nullable CachedMethod read(Method method) {
        List<Annotation> ofMethod = AnnotationSearch.cacheAnnotationsOf(method);
        if (ofMethod.size() > 1) {
            problems.accept(
                    "%s has %s: a method may have one of them; put the others at methods that it calls on another bean"
                            .formatted(Place.of(method, beanClass), namesOf(ofMethod)));
            return null;
        }
        if (ofMethod.isEmpty()) {
            return readClassLevel(method);
        }
        String modifier = BeanMethods.obstacleOf(method, beanClass);
        if (modifier != null) {
            problems.accept("@%s %s: the method is %s, and containers do not intercept such; make it a plain method"
                    .formatted(
                            ofMethod.get(0).annotationType().getSimpleName(), Place.of(method, beanClass), modifier));
            return null;
        }
        return new MethodReader(beanClass, method, ofMethod.get(0), problems, warnings).read();
    }

    /** An annotation of the class means those of its methods that it can mean something for. */
    private @Nullable CachedMethod readClassLevel(Method method) {
        if (!ofClass.isEmpty() && BeanMethods.obstacleOf(method, beanClass) == null && !method.isSynthetic()) {
            MethodReader reader = new MethodReader(beanClass, method, ofClass.get(0), problems, warnings);
            return reader.hasMeaning() ? reader.read() : null;
        }
        if (ofClass.isEmpty()
                && !(ParameterRoles.marked(method, CacheKey.class).isEmpty()
                        && ParameterRoles.marked(method, CacheValue.class).isEmpty())) {
            problems.accept(
                    "%s has @CacheKey or @CacheValue at a parameter, but no cache annotation; give it one, or take them away"
                            .formatted(Place.of(method, beanClass)));
        }
        return null;
    }

    private void warnOfInterfaces(Map<Method, CachedMethod> found) {
        for (Class<?> type : BeanMethods.interfacesOf(beanClass)) {
            for (Method declared : type.getDeclaredMethods()) {
                List<Annotation> annotations = AnnotationSearch.cacheAnnotationsOf(declared);
                if (!annotations.isEmpty()
                        && found.keySet().stream().noneMatch(method -> BeanMethods.implementsIt(method, declared))) {
                    warnings.accept(
                            "%s of the interface method %s has no effect at %s, as containers look at classes only; put it at the method of the class"
                                    .formatted(namesOf(annotations), Place.of(declared), beanClass.getName()));
                }
            }
        }
    }

    private static String namesOf(List<Annotation> annotations) {
        return annotations.stream()
                .map(annotation -> "@" + annotation.annotationType().getSimpleName())
                .collect(Collectors.joining(" and "));
    }
}
