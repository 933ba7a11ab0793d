package org.larder.cdi.cache;

/**
 * The types of keys and values that one place says a cache has, each {@code Object} if it leaves that open.
 *
 * @param place where
 */
record TypesSaid(Class<?> keyType, Class<?> valueType, String place) {

    /** Whether a type is not left open. */
    static boolean isKnown(Class<?> type) {
        return !type.equals(Object.class);
    }

    /** Whether two types may be those of one cache. */
    static boolean agree(Class<?> one, Class<?> other) {
        return one.equals(other) || !isKnown(one) || !isKnown(other);
    }

    boolean agreesWith(TypesSaid other) {
        return agree(keyType, other.keyType) && agree(valueType, other.valueType);
    }

    @Override
    public String toString() {
        return "%s and %s at %s".formatted(keyType.getName(), valueType.getName(), place);
    }
}
