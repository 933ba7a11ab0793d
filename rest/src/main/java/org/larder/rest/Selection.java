package org.larder.rest;

import java.util.Collection;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which keys of a cache a refresh means.
 *
 * @param <K> the type of the keys
 */
@FunctionalInterface
interface Selection<K> {

    /**
     * The keys; null for all that the cache has when the load begins.
     *
     * @throws IllegalArgumentException if the parameters mean nothing
     */
    @Nullable
    Collection<? extends K> keys(RefreshParameters parameters, Caller caller);

    /** All keys, and no parameters. */
    static <K> Selection<K> all() {
        return (parameters, caller) -> {
            if (!parameters.isEmpty()) {
                String first = parameters.toMap().keySet().iterator().next();
                throw new InvalidParameterException(first, "This resource has no parameters.");
            }
            return null;
        };
    }

    /** All keys if there are no parameters, and otherwise those that they mean. */
    static <K> Selection<K> of(
            String title, Function<? super RefreshParameters, ? extends Collection<? extends K>> keys) {
        return (parameters, caller) -> parameters.isEmpty() ? null : given(title, keys.apply(parameters));
    }

    /** The keys that parameters, if there are any, mean for somebody. */
    static <K> Selection<K> of(
            String title,
            BiFunction<? super RefreshParameters, ? super Caller, ? extends Collection<? extends K>> keys) {
        return (parameters, caller) -> given(title, keys.apply(parameters, caller));
    }

    private static <K> Collection<? extends K> given(String title, @Nullable Collection<? extends K> keys) {
        if (keys == null) {
            throw new IllegalStateException(
                    "the function from parameters to keys of resource '%s' returned null; where there are no keys, it must return an empty collection, or throw an IllegalArgumentException"
                            .formatted(title));
        }
        return keys;
    }
}
