package org.larder.cdi;

import java.lang.reflect.Type;
import org.larder.cdi.loader.GenericTypes;

/** The types of keys and values that a cache is injected with. */
record CacheTypes<K, V>(Class<K> keyType, Class<V> valueType) {

    /** Those of an injection point of type {@code Cache}. */
    @SuppressWarnings("unchecked") // which is what the container matched the injection point by
    static <K, V> CacheTypes<K, V> of(Type type) {
        return new CacheTypes<>((Class<K>) argument(type, 0), (Class<V>) argument(type, 1));
    }

    private static Class<?> argument(Type type, int index) {
        return new GenericTypes(Object.class).argument(type, index);
    }
}
