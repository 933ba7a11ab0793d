package org.larder.cdi.method;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import javax.cache.annotation.CacheResult;

/** Finds methods of {@code @CacheResult} that get each other's results, as they share a cache and the form of its keys. */
public final class SharedCaches {

    private SharedCaches() {}

    /**
     * Warns of such methods.
     *
     * @param methods all cached methods of an application
     * @param warnings is told of those of each cache, in a sentence
     */
    public static void warn(Collection<CachedMethod> methods, Consumer<String> warnings) {
        Map<String, Map<List<?>, Set<CachedResult>>> byKeys = new TreeMap<>();
        for (CachedMethod method : methods) {
            if (method instanceof CachedResult result && hasPlainKeys(result)) {
                byKeys.computeIfAbsent(result.cacheName(), name -> new HashMap<>())
                        .computeIfAbsent(keyTypesOf(result), types -> new HashSet<>())
                        .add(result);
            }
        }
        byKeys.forEach((name, groups) -> groups.values().forEach(group -> warn(name, group, warnings)));
    }

    private static void warn(String cacheName, Set<CachedResult> group, Consumer<String> warnings) {
        Set<String> names = new TreeSet<>();
        for (CachedResult one : group) {
            if (group.stream().anyMatch(other -> mayCollide(one, other))) {
                names.add(one.site().description());
            }
        }
        if (!names.isEmpty()) {
            warnings.accept(
                    "%s share the cache '%s' and the form of its keys, so that each returns what another one kept; give each a cacheName of its own"
                            .formatted(String.join(" and ", names), cacheName));
        }
    }

    private static boolean mayCollide(CachedResult one, CachedResult other) {
        return !one.method().equals(other.method())
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
