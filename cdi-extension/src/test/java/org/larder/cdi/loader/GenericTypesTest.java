package org.larder.cdi.loader;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GenericTypesTest {

    @SuppressWarnings("unused") // looked at by reflection
    static class Root<K, V extends Number, M extends Map<K, V>> {
        K key(K key) {
            return key;
        }

        List<V> values() {
            return List.of();
        }

        V[] array() {
            return null;
        }

        Map<? extends K, ? super V> map() {
            return Map.of();
        }

        M ofVariable() {
            return null;
        }

        List<?> anything() {
            return List.of();
        }

        @SuppressWarnings("rawtypes") // what is tested
        Map raw() {
            return Map.of();
        }
    }

    static class Middle<V extends Number> extends Root<String, V, Map<String, V>> {}

    static class Leaf extends Middle<Long> {}

    private static Method method(String name) {
        for (Method each : Root.class.getDeclaredMethods()) {
            if (each.getName().equals(name)) {
                return each;
            }
        }
        throw new AssertionError(name);
    }

    private static Class<?> result(Class<?> in, String method) {
        return new GenericTypes(in).classOf(method(method).getGenericReturnType());
    }

    private static Class<?> argument(Class<?> in, String method, int index) {
        return new GenericTypes(in).argument(method(method).getGenericReturnType(), index);
    }

    @Test
    void variablesAreWhatSubclassesSay() {
        assertThat(result(Leaf.class, "key")).isEqualTo(String.class);
        assertThat(argument(Leaf.class, "values", 0)).isEqualTo(Long.class);
        assertThat(result(Leaf.class, "array")).isEqualTo(Long[].class);
        assertThat(argument(Leaf.class, "map", 0)).isEqualTo(String.class);
        assertThat(result(Leaf.class, "ofVariable")).isEqualTo(Map.class);
        assertThat(argument(Leaf.class, "ofVariable", 1)).isEqualTo(Long.class);
    }

    @Test
    void variablesThatNobodySaysAreTheirBounds() {
        assertThat(result(Root.class, "key")).isEqualTo(Object.class);
        assertThat(argument(Middle.class, "values", 0)).isEqualTo(Number.class);
        assertThat(argument(Middle.class, "anything", 0)).isEqualTo(Object.class);
    }

    @Test
    void aRawTypeHasArgumentsOfAnyType() {
        assertThat(result(Root.class, "raw")).isEqualTo(Map.class);
        assertThat(argument(Root.class, "raw", 0)).isEqualTo(Object.class);
    }
}
