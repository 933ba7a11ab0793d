package org.larder.cdi.method;

import java.lang.reflect.TypeVariable;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.cache.annotation.CacheResult;
import org.jspecify.annotations.Nullable;

/**
 * Finds methods of {@code @CacheResult} that get each other's results or exceptions, as they share a cache and the form of
 * its keys.
 */
public final class SharedCaches {

    private SharedCaches() {}

    /**
     * Warns of such methods.
     *
     * @param methods all cached methods of an application
     * @param warnings is told of those of each cache, in a sentence
     */
    public static void warn(Collection<CachedMethod> methods, Consumer<String> warnings) {
        warn(
                methods,
                CachedResult::cacheName,
                SharedCaches::mayCollide,
                "%s share the cache '%s' and the form of its keys, so that each returns what another one kept; give each a cacheName of its own",
                warnings);
        warn(
                methods,
                CachedResult::exceptionCacheName,
                (one, other) -> !one.cacheName().equals(other.cacheName()),
                "%s share the cache '%s' for their exceptions and the form of its keys, so that each throws what another one kept; give each an exceptionCacheName of its own",
                warnings);
    }

    private static void warn(
            Collection<CachedMethod> methods,
            Function<CachedResult, @Nullable String> nameOf,
            BiPredicate<CachedResult, CachedResult> mayCollide,
            String warning,
            Consumer<String> warnings) {
        Map<String, Map<List<?>, Set<CachedResult>>> byKeys = new TreeMap<>();
        for (CachedMethod method : methods) {
            String name = method instanceof CachedResult result && hasPlainKeys(result) ? nameOf.apply(result) : null;
            if (name != null) {
                byKeys.computeIfAbsent(name, each -> new HashMap<>())
                        .computeIfAbsent(keyTypesOf(method), types -> new HashSet<>())
                        .add((CachedResult) method);
            }
        }
        byKeys.forEach((name, groups) -> groups.values().forEach(group -> {
            Set<String> colliding = group.stream()
                    .filter(one -> group.stream().anyMatch(other -> mayCollide.test(one, other)))
                    .map(one -> one.site().description())
                    .collect(Collectors.toCollection(TreeSet::new));
            if (!colliding.isEmpty()) {
                warnings.accept(warning.formatted(String.join(" and ", colliding), name));
            }
        }));
    }

    private static boolean mayCollide(CachedResult one, CachedResult other) {
        if (one.method().equals(other.method())) { // of a class that both beans extend, with types of their own
            return one.shape().type() instanceof TypeVariable<?>
                    && !one.site().beanClass().equals(other.site().beanClass());
        }
        return !one.shape().type().equals(other.shape().type()) || shareByDefault(one, other);
    }

    private static boolean hasPlainKeys(CachedResult method) {
        return method.site().keyGenerator() == null && method.site().resolverFactory() == null;
    }

    private static List<? extends Class<?>> keyTypesOf(CachedMethod method) {
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
