package org.larder.provider.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InvalidClassException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class SerializedValueTest {

    // Classes, because records are written by their components.

    @SuppressWarnings("serial") // what it holds is for the tests to choose
    private static final class Order implements Serializable {
        private static final long serialVersionUID = 1L;

        private final String id;
        private final List<Integer> quantities;

        Order(String id, List<Integer> quantities) {
            this.id = id;
            this.quantities = quantities;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Order that
                    && Objects.equals(id, that.id)
                    && Objects.equals(quantities, that.quantities);
        }

        @Override
        public int hashCode() {
            return Objects.hash(id, quantities);
        }
    }

    @SuppressWarnings({"serial", "UnusedVariable"}) // what it holds is for the tests to choose, and only serialized
    private static final class Link implements Serializable {
        private static final long serialVersionUID = 1L;

        private final @Nullable Link next;

        Link(@Nullable Link next) {
            this.next = next;
        }
    }

    private static final class Stranger {}

    @SuppressWarnings({"serial", "UnusedVariable"}) // what it holds is for the tests to choose, and only serialized
    private static final class Holder implements Serializable {
        private static final long serialVersionUID = 1L;

        private final Object held;

        Holder(Object held) {
            this.held = held;
        }
    }

    private static final class Failing implements Serializable {
        private static final long serialVersionUID = 1L;

        private void writeObject(ObjectOutputStream out) throws IOException {
            throw new IllegalStateException("not today");
        }

        private void readObject(ObjectInputStream in) {}
    }

    private final PayloadCodec<Object> codec = codec(null);

    private static PayloadCodec<Object> codec(@Nullable String pattern) {
        return new CodecRegistry("orders", SerializedValueTest.class.getClassLoader(), pattern, Map.of())
                .valueCodec(Object.class, null);
    }

    @Test
    void serializableValuesComeBack() {
        for (Object value : List.of(
                new Order("a", List.of(1, 2)),
                new ArrayList<>(List.of(3, 4)),
                new HashMap<>(Map.of("k", new Order("b", new ArrayList<>()))),
                new HashSet<>(IntStream.range(0, 1_000).boxed().toList()),
                int.class,
                List.of(String[].class, long.class))) {
            assertThat(Bytes.read(codec, Bytes.of(codec, value))).isEqualTo(value);
        }
        Object[] arrays = {new int[] {1}, new String[][] {{"x"}, {}}, new Order[0]};
        assertThat(Arrays.deepEquals((Object[]) Bytes.read(codec, Bytes.of(codec, arrays)), arrays))
                .isTrue();
    }

    @Test
    void aFinalTypeIsWrittenWithoutATag() {
        PayloadCodec<Order> orders =
                new CodecRegistry("orders", getClass().getClassLoader(), null, Map.of()).valueCodec(Order.class, null);
        Order order = new Order("a", List.of(1));
        byte[] bytes = Bytes.of(orders, order);
        assertThat(bytes[0]).isEqualTo((byte) 0xAC);
        assertThat(Bytes.read(orders, bytes)).isEqualTo(order);
        assertThat(orders.encodingRunsUserCode(order)).isTrue();
        assertThat(orders.decodingRunsUserCode(Payload.of(bytes))).isTrue();
        assertThat(orders.bytesDecideEquality()).isFalse();
    }

    @Test
    void largeArraysAndTablesPassTheDefaultLimits() {
        long[][] arrays = {new long[2_000_000]};
        assertThat((long[][]) Bytes.read(codec, Bytes.of(codec, arrays))).isDeepEqualTo(arrays);
        Map<Integer, Boolean> map = new HashMap<>(16, 0.25f);
        for (int size = 0; size < 300; size++) {
            assertThat(Bytes.read(codec, Bytes.of(codec, map))).isEqualTo(map);
            map.put(size, true);
        }
        Object roomy = new HashMap<>(1 << 20);
        assertThat(Bytes.read(codec, Bytes.of(codec, roomy))).isEqualTo(roomy);
    }

    @Test
    void whatIsNotSerializableIsRefusedWithTheWaysOut() {
        assertThatExceptionOfType(CacheException.class)
                .isThrownBy(() -> Bytes.of(codec, new Stranger()))
                .withMessage("cache 'orders': value of type " + Stranger.class.getName()
                        + " cannot be encoded: it is not serializable; implement java.io.Serializable, give the cache a"
                        + " codec with LarderConfiguration.setValueCodecFactory, or store by reference");
        assertThatExceptionOfType(CacheException.class)
                .isThrownBy(() -> Bytes.of(codec, new Holder(new Stranger())))
                .withCauseInstanceOf(NotSerializableException.class)
                .withMessageContaining("value of type " + Holder.class.getName())
                .withMessageContaining("it holds a " + Stranger.class.getName() + ", which is not serializable;")
                .withMessageContaining("setValueCodecFactory");
    }

    @Test
    void exceptionsOfTheValuesOwnCodeAreWrapped() {
        assertThatExceptionOfType(CacheException.class)
                .isThrownBy(() -> Bytes.of(codec, new Failing()))
                .withCauseInstanceOf(IllegalStateException.class)
                .withMessageContaining("cache 'orders'")
                .withMessageContaining("not today");
    }

    @Test
    void errorsPassUnwrapped() {
        Link chain = chain(1_000_000);
        assertThatThrownBy(() -> Bytes.of(codec, chain)).isInstanceOf(StackOverflowError.class);
    }

    @Test
    void garbageIsAClearError() {
        byte[] bytes = Bytes.of(codec, new Order("a", List.of()));
        assertThatExceptionOfType(CacheException.class)
                .isThrownBy(() -> Bytes.read(codec, Arrays.copyOf(bytes, 30)))
                .withMessageContaining("cache 'orders': value of 29 bytes cannot be decoded as java.lang.Object");
        byte[] nothing = {BuiltIn.SERIALIZED_ID, (byte) 0xAC, (byte) 0xED, 0, 5, 0x70};
        assertThatExceptionOfType(CacheException.class)
                .isThrownBy(() -> Bytes.read(codec, nothing))
                .withMessageContaining("it is null");
    }

    @Test
    void deepGraphsAreRejectedBeforeTheyOverflowTheStack() {
        Link shallow = chain(480);
        assertThat(Bytes.read(codec, Bytes.of(codec, shallow))).isInstanceOf(Link.class);
        assertThatExceptionOfType(CacheException.class)
                .isThrownBy(() -> Bytes.read(codec, Bytes.of(codec, chain(520))))
                .withCauseInstanceOf(InvalidClassException.class)
                .withMessageContaining("nested deeper than 500");
    }

    @Test
    void arraysLongerThanTheirBytesAreRejected() {
        byte[] bytes = Bytes.of(codec, new long[4]);
        // The length follows the description of the class and precedes four longs.
        int lengthIndex = bytes.length - 4 * Long.BYTES - Integer.BYTES;
        bytes[lengthIndex] = 0x7f;
        assertThatExceptionOfType(CacheException.class)
                .isThrownBy(() -> Bytes.read(codec, bytes))
                .withCauseInstanceOf(InvalidClassException.class)
                .withMessageContaining("an array of " + 0x7f00_0004 + " elements is announced");
    }

    @Test
    void thePatternOfTheCacheNarrows() {
        byte[] order = Bytes.of(codec, new Order("a", new ArrayList<>()));
        byte[] bits = Bytes.of(codec, new BitSet());
        PayloadCodec<Object> narrow = codec("org.larder.**;java.util.ArrayList;!*");
        assertThat(Bytes.read(narrow, order)).isEqualTo(new Order("a", new ArrayList<>()));
        assertThatExceptionOfType(CacheException.class)
                .isThrownBy(() -> Bytes.read(narrow, bits))
                .withCauseInstanceOf(InvalidClassException.class)
                .withMessageContaining(
                        "serial filter 'org.larder.**;java.util.ArrayList;!*' rejects class java.util.BitSet")
                .withMessageContaining("setValueCodecFactory");
    }

    @Test
    void limitsInThePatternNarrowAndCannotWiden() {
        byte[] chain = Bytes.of(codec, chain(50));
        assertThatExceptionOfType(CacheException.class)
                .isThrownBy(() -> Bytes.read(codec("maxdepth=20"), chain))
                .withMessageContaining("'maxdepth=20' rejects");
        assertThatExceptionOfType(CacheException.class)
                .isThrownBy(() -> Bytes.read(codec("maxdepth=100000;*"), Bytes.of(codec, chain(520))))
                .withMessageContaining("nested deeper than 500");
    }

    @Test
    void aMalformedPatternIsRefusedWithTheNameOfTheCache() {
        assertThatExceptionOfType(CacheException.class)
                .isThrownBy(() -> codec("maxdepth=much"))
                .withMessageContaining("cache 'orders': serialFilter 'maxdepth=much' is malformed");
    }

    private static Link chain(int length) {
        Link link = new Link(null);
        for (int i = 1; i < length; i++) {
            link = new Link(link);
        }
        return link;
    }
}
