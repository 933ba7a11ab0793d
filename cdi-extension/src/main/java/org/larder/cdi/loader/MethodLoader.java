package org.larder.cdi.loader;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import javax.cache.integration.CacheLoader;
import org.jspecify.annotations.Nullable;

/**
 * A loader made of a method that takes one key, one that takes several, or both.
 *
 * @param one null if there is none
 * @param several null if there is none
 */
record MethodLoader(@Nullable BeanMethod one, @Nullable BeanMethod several) implements CacheLoader<Object, Object> {

    @Override
    public @Nullable Object load(Object key) {
        return one != null ? one.call(key) : fromSeveral(Set.of(key)).get(key);
    }

    @Override
    public Map<Object, Object> loadAll(Iterable<?> keys) {
        Set<Object> asked = new LinkedHashSet<>();
        keys.forEach(asked::add);
        if (several != null) {
            return fromSeveral(asked);
        }
        Map<Object, Object> found = new HashMap<>();
        for (Object key : asked) {
            Object value = load(key);
            if (value != null) {
                found.put(key, value);
            }
        }
        return found;
    }

    /** What the method returns. */
    private Map<Object, Object> fromSeveral(Set<Object> asked) {
        Map<Object, Object> found = new HashMap<>();
        if (requireNonNull(several).call(asked) instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                if (value != null) {
                    found.put(key, value);
                }
            });
        }
        return found;
    }
}
