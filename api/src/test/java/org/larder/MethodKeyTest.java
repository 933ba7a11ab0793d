package org.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.cache.annotation.GeneratedCacheKey;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MethodKeyTest {

    private static void assertEqual(MethodKey one, MethodKey other) {
        assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
    }

    @Test
    void equalParametersInTheSameOrderMakeEqualKeys() {
        assertEqual(MethodKey.of("id", 1), MethodKey.of("id", 1));
        assertEqual(MethodKey.of(1, 2, 3, 4), MethodKey.of(1, 2, 3, 4));
        assertEqual(MethodKey.of(), MethodKey.of());
        assertThat(MethodKey.of("id", 1))
                .isNotEqualTo(MethodKey.of(1, "id"))
                .isNotEqualTo(MethodKey.of("id"))
                .isNotEqualTo(MethodKey.of("id", 1L))
                .isNotEqualTo(MethodKey.of("id", 1, null));
        assertThat(MethodKey.of("id")).isInstanceOf(GeneratedCacheKey.class);
    }

    @Test
    void nullIsAParameterAsAnyOther() {
        assertEqual(MethodKey.of("id", null), MethodKey.of("id", null));
        assertEqual(MethodKey.of((Object) null), MethodKey.of((Object) null));
        assertThat(MethodKey.of((Object) null)).isNotEqualTo(MethodKey.of()).isNotEqualTo(MethodKey.of(null, null));
    }

    @Test
    void arraysAreEqualByTheirElements() {
        assertEqual(MethodKey.of("a", new int[] {1, 2}), MethodKey.of("a", new int[] {1, 2}));
        assertEqual(MethodKey.of((Object) new String[] {"a", null}), MethodKey.of((Object) new String[] {"a", null}));
        assertThat(MethodKey.of((Object) new int[] {1, 2})).isNotEqualTo(MethodKey.of((Object) new int[] {2, 1}));
        assertThat(MethodKey.of((Object) new int[] {1})).isNotEqualTo(MethodKey.of((Object) new long[] {1}));
        assertThat(MethodKey.of((Object) new Object[] {"a"})).isNotEqualTo(MethodKey.of("a"));
    }

    @Test
    void arraysInArraysToo() {
        assertEqual(MethodKey.of((Object) new Object[] {new byte[][] {{1}, {2, 3}}, "x"}), MethodKey.of((Object)
                new Object[] {new byte[][] {{1}, {2, 3}}, "x"}));
        assertThat(MethodKey.of((Object) new int[][] {{1}, {2, 3}})).isNotEqualTo(MethodKey.of((Object)
                new int[][] {{1, 2}, {3}}));
    }

    @Test
    void arraysOfArraysMayBeAllThereIs() {
        int[][] rows = {{1}, {2, 3}};
        assertEqual(MethodKey.of((Object[]) rows), MethodKey.of(new int[] {1}, new int[] {2, 3}));
        assertThat(rows).isDeepEqualTo(new int[][] {{1}, {2, 3}});
        assertEqual(new MethodKey(List.of((Object) new String[] {"a"})), MethodKey.of((Object) new String[] {"a"}));
        assertEqual(new MethodKey(new Rows(rows)), MethodKey.of(new int[] {1}, new int[] {2, 3}));
    }

    /** A list whose array is one of arrays. */
    private static final class Rows extends AbstractList<Object> {
        private final int[][] rows;

        Rows(int[][] rows) {
            this.rows = rows;
        }

        @Override
        public Object get(int index) {
            return rows[index];
        }

        @Override
        public int size() {
            return rows.length;
        }

        @Override
        public Object[] toArray() {
            return rows;
        }
    }

    @Test
    void everyPrimitiveTypeMayBeInAnArray() {
        MethodKey key = MethodKey.of(
                new boolean[] {true},
                new byte[] {1},
                new char[] {'c'},
                new short[] {2},
                new int[] {3},
                new long[] {4},
                new float[] {5},
                new double[] {6});
        assertThat(key.parameters())
                .containsExactly(
                        List.of(true),
                        List.of((byte) 1),
                        List.of('c'),
                        List.of((short) 2),
                        List.of(3),
                        List.of(4L),
                        List.of(5f),
                        List.of(6.0));
    }

    @Test
    void changesOfWhatItWasMadeOfDoNotReachIt() {
        @Nullable Object[] parameters = {"a", new int[] {1}, "b"};
        MethodKey key = MethodKey.of(parameters);
        ((int[]) parameters[1])[0] = 2;
        parameters[0] = "c";
        assertThat(key).isEqualTo(MethodKey.of("a", new int[] {1}, "b"));
        List<@Nullable Object> list = new ArrayList<>(List.of("a"));
        MethodKey ofList = new MethodKey(list);
        list.add("b");
        assertThat(ofList).isEqualTo(MethodKey.of("a"));
    }

    @Test
    void itsListCannotBeChanged() {
        for (MethodKey key : List.of(MethodKey.of("a"), MethodKey.of("a", null), new MethodKey(Arrays.asList("a")))) {
            assertThatThrownBy(() -> key.parameters().set(0, "b")).isInstanceOf(UnsupportedOperationException.class);
        }
    }

    @Test
    void aKeyMadeOfAListIsThatOfItsElements() {
        assertEqual(new MethodKey(Arrays.asList("a", null, new int[] {1})), MethodKey.of("a", null, new int[] {1}));
        assertEqual(new MethodKey(List.of("a")), MethodKey.of("a"));
    }

    @Test
    void itIsSerializable() throws Exception {
        MethodKey key = MethodKey.of("id", null, new int[] {1, 2}, 3L);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(key);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).isEqualTo(key);
        }
    }

    @Test
    @SuppressWarnings("NullAway") // that is what is tested
    void nullIsNoListOfParameters() {
        assertThatThrownBy(() -> MethodKey.of((Object[]) null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> new MethodKey(null)).isInstanceOf(NullPointerException.class);
    }
}
