package org.larder;

import static java.util.Objects.requireNonNull;

import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import javax.cache.annotation.GeneratedCacheKey;
import org.jspecify.annotations.Nullable;

/**
 * A key made of the parameters of a method, in their order. Arrays among them become lists of their elements, so that keys
 * of equal contents are equal. Immutable if the parameters are.
 *
 * @param parameters the parameters, null among them, in a list that cannot be changed
 * @since 0.1
 */
public record MethodKey(List<@Nullable Object> parameters) implements GeneratedCacheKey {

    /** Copies the list, with arrays in it as lists. */
    public MethodKey {
        parameters = areAllPlain(requireNonNull(parameters, "the list of parameters must not be null"))
                ? List.copyOf(parameters)
                : listOf(parameters.toArray());
    }

    /**
     * A key of parameters.
     *
     * @param parameters in the order of the method; each may be null
     */
    public static MethodKey of(@Nullable Object... parameters) {
        requireNonNull(
                parameters, "the array of parameters must not be null; one parameter that is null is cast to Object");
        return new MethodKey(areAllPlain(parameters) ? List.of(parameters) : listOf(parameters));
    }

    /** Whether nothing in a list needs a form of its own; {@link List#copyOf} then copies only what may change. */
    private static boolean areAllPlain(List<@Nullable Object> list) {
        for (int i = 0; i < list.size(); i++) { // no iterator: keys are made for every call of a method
            if (!isPlain(list.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean areAllPlain(@Nullable Object[] array) {
        for (Object each : array) {
            if (!isPlain(each)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPlain(@Nullable Object parameter) {
        return parameter != null && !parameter.getClass().isArray();
    }

    /** The elements of an array as a list that cannot be changed. */
    private static List<@Nullable Object> listOf(@Nullable Object[] array) {
        @Nullable Object[] own = Arrays.copyOf(array, array.length, Object[].class); // one of arrays could hold no list
        boolean plain = true;
        for (int i = 0; i < own.length; i++) {
            Object each = own[i];
            if (each != null && each.getClass().isArray()) {
                own[i] = listOfArray(each);
            }
            plain &= each != null;
        }
        return plain ? List.of(own) : Collections.unmodifiableList(Arrays.asList(own));
    }

    private static List<@Nullable Object> listOfArray(Object array) {
        if (array instanceof Object[] objects) {
            return listOf(objects);
        }
        @Nullable Object[] own = new Object[Array.getLength(array)];
        for (int i = 0; i < own.length; i++) {
            own[i] = Array.get(array, i);
        }
        return listOf(own);
    }
}
