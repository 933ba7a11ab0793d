package org.larder.cdi.method;

import java.lang.reflect.Method;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import javax.cache.annotation.CacheResult;

/** Finds methods of {@code @CacheResult} that get each other's results, as they share a cache and the form of its keys. */
public final class SharedCaches {

    private SharedCaches() {}

    /**
     * Warns of such methods.
     *
     * @param methods all cached methods of an application
     * @param warnings is told of each pair, in a sentence
     */
    public static void warn(Collection<CachedMethod> methods, Consumer<String> warnings) {
        List<CachedResult> results = List.copyOf(new HashSet<>(methods)).stream()
                .filter(CachedResult.class::isInstance)
                .map(CachedResult.class::cast)
                .sorted((a, b) -> a.site().description().compareTo(b.site().description()))
                .toList();
        Set<Set<Method>> told = new HashSet<>();
        for (int i = 0; i < results.size(); i++) {
            for (CachedResult other : results.subList(i + 1, results.size())) {
                CachedResult one = results.get(i);
                if (mayCollide(one, other) && told.add(Set.of(one.method(), other.method()))) {
                    warnings.accept(
                            "%s and %s share the cache '%s' and the form of its keys, so that each would return what the other one kept; give one of them a cacheName of its own"
                                    .formatted(
                                            one.site().description(),
                                            other.site().description(),
                                            one.cacheName()));
                }
            }
        }
    }

    private static boolean mayCollide(CachedResult one, CachedResult other) {
        return !one.method().equals(other.method())
                && one.cacheName().equals(other.cacheName())
                && hasPlainKeys(one)
                && hasPlainKeys(other)
                && keyTypesOf(one).equals(keyTypesOf(other))
                && (!one.shape().type().equals(other.shape().type()) || shareByDefault(one, other));
    }

    private static boolean hasPlainKeys(CachedResult method) {
        return method.site().keyGenerator() == null && method.site().resolverFactory() == null;
    }

    private static List<? extends Class<?>> keyTypesOf(CachedResult method) {
        Class<?>[] types = method.method().getParameterTypes();
        return method.site().parameters().keys().stream()
                .map(position -> ValueShape.of(types[position]).rawType())
                .toList();
    }

    /**
     * Whether nobody said that these two of one class are to share their cache. A method that is always called and only
     * renews what is kept for another is meant to.
     */
    private static boolean shareByDefault(CachedResult one, CachedResult other) {
        return !one.skipGet()
                && !other.skipGet()
                && one.site().beanClass().equals(other.site().beanClass())
                && isUnnamed(one)
                && isUnnamed(other);
    }

    private static boolean isUnnamed(CachedResult method) {
        return ((CacheResult) method.annotation()).cacheName().isEmpty();
    }
}
