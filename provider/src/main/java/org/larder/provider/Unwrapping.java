package org.larder.provider;

/** How caches and managers answer {@code unwrap}. */
final class Unwrapping {

    private Unwrapping() {}

    static <T> T unwrap(Object object, Class<T> type) {
        if (type.isInstance(object)) {
            return type.cast(object);
        }
        throw new IllegalArgumentException("%s cannot be unwrapped to %s; ask for a type that it is"
                .formatted(object.getClass().getName(), type.getName()));
    }
}
