package org.larder.cdi.method;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.cache.annotation.CacheKey;
import javax.cache.annotation.CacheValue;
import org.jspecify.annotations.Nullable;

/**
 * Which parameters of a method are its key and which is its value, by their positions from 0.
 *
 * @param count how many parameters there are
 * @param keys the positions of those that are the key, in their order
 * @param value the position of the one that is the value, -1 for none
 */
public record ParameterRoles(int count, List<Integer> keys, int value) {

    /** Copies the list. */
    public ParameterRoles {
        keys = List.copyOf(keys);
    }

    /** Whether the key is all parameters. */
    public boolean allAreKeys() {
        return keys.size() == count;
    }

    /** The roles where no parameter is the value: the parameters marked as keys, else all. */
    static ParameterRoles ofKeys(Method method) {
        return withValue(method, -1);
    }

    /** The roles where one parameter, marked or the only one that is no key, is the value; null if there is no such. */
    static @Nullable ParameterRoles ofKeysAndValue(Method method) {
        List<Integer> values = marked(method, CacheValue.class);
        if (values.isEmpty()) {
            List<Integer> keys = marked(method, CacheKey.class);
            values = IntStream.range(0, method.getParameterCount())
                    .filter(position -> !keys.contains(position))
                    .boxed()
                    .toList();
        }
        return values.size() == 1 ? withValue(method, values.get(0)) : null;
    }

    private static ParameterRoles withValue(Method method, int value) {
        int count = method.getParameterCount();
        List<Integer> marked = marked(method, CacheKey.class);
        List<Integer> keys = marked.isEmpty()
                ? IntStream.range(0, count)
                        .filter(position -> position != value)
                        .boxed()
                        .toList()
                : marked;
        return new ParameterRoles(count, keys, value);
    }

    /** The positions of the parameters with an annotation. */
    static List<Integer> marked(Method method, Class<? extends Annotation> mark) {
        List<Integer> positions = new ArrayList<>();
        for (int i = 0; i < method.getParameterCount(); i++) {
            if (method.getParameters()[i].isAnnotationPresent(mark)) {
                positions.add(i);
            }
        }
        return positions;
    }
}
