package org.larder.cdi.method;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.cache.annotation.CachePut;
import javax.cache.annotation.CacheRemove;
import javax.cache.annotation.CacheRemoveAll;
import javax.cache.annotation.CacheResult;
import org.jspecify.annotations.Nullable;

/** Finds annotations of a class or method: its own, and those of its stereotypes and interceptor bindings in turn. */
final class AnnotationSearch {

    private static final List<Class<? extends Annotation>> CACHE_ANNOTATIONS =
            List.of(CacheResult.class, CachePut.class, CacheRemove.class, CacheRemoveAll.class);

    /** What makes an annotation hand on its own; by name, as this package knows no container. */
    private static final Set<String> CARRIERS =
            Set.of("jakarta.enterprise.inject.Stereotype", "jakarta.interceptor.InterceptorBinding");

    private AnnotationSearch() {}

    /** The cache annotations of a class or method, at most one of each type. */
    static List<Annotation> cacheAnnotationsOf(AnnotatedElement element) {
        List<Annotation> found = new ArrayList<>();
        for (Class<? extends Annotation> type : CACHE_ANNOTATIONS) {
            Annotation annotation = find(element, type);
            if (annotation != null) {
                found.add(annotation);
            }
        }
        return found;
    }

    static <A extends Annotation> @Nullable A find(AnnotatedElement element, Class<A> type) {
        return find(element, type, new HashSet<>());
    }

    private static <A extends Annotation> @Nullable A find(
            AnnotatedElement element, Class<A> type, Set<Class<?>> visited) {
        A own = element.getAnnotation(type);
        if (own != null) {
            return own;
        }
        for (Annotation each : element.getAnnotations()) {
            Class<? extends Annotation> carrier = each.annotationType();
            if (isCarrier(carrier) && visited.add(carrier)) {
                A carried = find(carrier, type, visited);
                if (carried != null) {
                    return carried;
                }
            }
        }
        return null;
    }

    private static boolean isCarrier(Class<? extends Annotation> type) {
        for (Annotation each : type.getAnnotations()) {
            if (CARRIERS.contains(each.annotationType().getName())) {
                return true;
            }
        }
        return false;
    }
}
