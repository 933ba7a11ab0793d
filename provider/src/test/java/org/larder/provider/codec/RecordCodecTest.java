package org.larder.provider.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.larder.codec.Codec;

/** Records as values. None of them is serializable unless it says so. */
// what users should rather not declare must come back, too
@SuppressWarnings({"ArrayRecordComponent", "Incomparable", "JdkObsolete", "NullableOptional"})
final class RecordCodecTest {

    enum Colour {
        RED,
        GREEN {
            @Override
            public String toString() {
                return "a constant with a class of its own";
            }
        }
    }

    record Numbers(int i, long l, short s, byte b, char c, boolean z, double d, float f) {}

    record Boxes(
            @Nullable Integer i,
            @Nullable Long l,
            @Nullable String s,
            @Nullable BigDecimal decimal,
            @Nullable UUID id,
            @Nullable Instant at,
            @Nullable Colour colour) {}

    record Pair<A, B>(A a, B b) {}

    record Empty() {}

    record Node(String name, List<Node> children) {}

    record Containers(
            @Nullable List<@Nullable String> list, @Nullable Set<Pair<String, Integer>> set, Map<Colour, Node> map) {}

    record Optionals(
            @Nullable Optional<Empty> o,
            OptionalInt i,
            @Nullable OptionalLong l,
            OptionalDouble d,
            Optional<?> any) {}

    record Arrayed(int[] ints, float[] floats, boolean[] bits, byte[] bytes, String[] texts, Empty[][] records) {}

    record Concrete(ArrayList<Node> list, TreeMap<String, Empty> sorted, LinkedList<String> linked, Object any) {}

    sealed interface Shape {}

    record Circle(double radius) implements Shape {}

    record Square(double side) implements Shape {}

    record Drawing(List<Shape> shapes, Shape last) {}

    record Positive(int number) {
        Positive {
            if (number <= 0) {
                throw new IllegalArgumentException(number + " is not positive");
            }
        }
    }

    record Moody(int number) {
        @Override
        public int number() {
            throw new IllegalStateException("not in the mood");
        }
    }

    record Connection(String name, @Nullable Socket socket) {}

    record Money(long cents) {}

    record Bill(Money total, List<Money> items, Object tip) {}

    /** Puts a mark before what it writes. */
    private static final class MoneyCodec implements Codec<Money> {
        @Override
        public byte[] encode(Money value) {
            return ("EUR" + value.cents).getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public Money decode(byte[] bytes) {
            return new Money(Long.parseLong(new String(bytes, StandardCharsets.US_ASCII).substring(3)));
        }
    }

    private static CodecRegistry registry(@Nullable String filter, Map<Class<?>, Codec<?>> codecs) {
        return new CodecRegistry("records", RecordCodecTest.class.getClassLoader(), filter, codecs);
    }

    @SuppressWarnings("unchecked") // the class of a value is that of its type
    private static <T> T copied(T value) {
        CodecRegistry registry = registry(null, Map.of());
        PayloadCodec<T> declared = registry.valueCodec((Class<T>) value.getClass(), null);
        T copy = Bytes.read(declared, Bytes.of(declared, value));
        PayloadCodec<Object> open = registry.valueCodec(Object.class, null);
        Object other = Bytes.read(open, Bytes.of(open, value));
        assertThat(other).hasSameClassAs(copy).hasToString(copy.toString());
        return copy;
    }

    private static void assertComesBack(Object record) {
        assertThat(copied(record)).isEqualTo(record);
    }

    @Test
    void componentsOfBuiltInTypesComeBack() {
        assertComesBack(new Numbers(-1, Long.MIN_VALUE, (short) -2, (byte) -3, '\uD800', true, -0.0, Float.NaN));
        assertComesBack(new Numbers(0, 0, (short) 0, (byte) 0, 'a', false, Double.NaN, -0.0f));
        assertComesBack(new Boxes(1, 2L, "ü\uDC00", new BigDecimal("1.50"), new UUID(1, 2), Instant.MAX, Colour.GREEN));
        assertComesBack(new Boxes(null, null, null, null, null, null, null));
        assertComesBack(new Boxes(0, 0L, "", BigDecimal.ZERO, new UUID(0, 0), Instant.EPOCH, Colour.RED));
        assertComesBack(new Boxes(0, 0L, "x".repeat(100_000), BigDecimal.ZERO, new UUID(0, 0), Instant.EPOCH, null));
        assertComesBack(new Empty());
    }

    @Test
    void genericComponentsComeBackAsWhatTheyWere() {
        List<Object> parts = Arrays.asList(
                null,
                1,
                1L,
                "1",
                Colour.GREEN,
                new Empty(),
                List.of(1),
                Set.of("a"),
                Map.of("k", new Empty()),
                Optional.of(new Circle(1)),
                new BigDecimal("1.0"),
                new LinkedList<>(List.of(1)),
                OptionalInt.of(3));
        for (Object one : parts) {
            for (Object other : parts) {
                assertComesBack(new Pair<>(one, new Pair<>(other, one)));
            }
        }
    }

    @Test
    void containersComeBackInOrderAndAsModifiableAsTheyWere() {
        Pair<String, Integer> pair = new Pair<>("a", 1);
        Node node = new Node("n", List.of());
        for (List<String> list : Arrays.<List<String>>asList(
                null, List.of(), List.of("a", "b"), new ArrayList<>(List.of("b")), Arrays.asList("c", null))) {
            for (Set<Pair<String, Integer>> set : Arrays.<Set<Pair<String, Integer>>>asList(
                    null, Set.of(pair), new HashSet<>(Set.of(pair)), new LinkedHashSet<>(Set.of(pair)))) {
                assertComesBack(new Containers(list, set, Map.of(Colour.RED, node)));
            }
        }
        List<Pair<String, Integer>> many =
                IntStream.range(0, 100).mapToObj(i -> new Pair<>("p" + i, i)).toList();
        Containers ordered =
                copied(new Containers(null, Collections.unmodifiableSet(new LinkedHashSet<>(many)), new HashMap<>()));
        assertThat(ordered.set).containsExactlyElementsOf(many);
        assertThat(ordered.map).isExactlyInstanceOf(HashMap.class);
        Map<Colour, Node> linked = new LinkedHashMap<>();
        linked.put(Colour.GREEN, node);
        linked.put(null, null);
        Containers modifiable = copied(new Containers(new ArrayList<>(List.of("x")), new TreeSet<>(), linked));
        assertThat(modifiable.list).isExactlyInstanceOf(ArrayList.class);
        assertThat(modifiable.set).isExactlyInstanceOf(TreeSet.class);
        assertThat(modifiable.map).isExactlyInstanceOf(LinkedHashMap.class).isEqualTo(linked);
        assertThat(copied(new Node("n", Collections.nCopies(2, node))).children).hasSize(2);
    }

    @Test
    void componentsOfConcreteContainersComeBack() {
        Concrete concrete = new Concrete(
                new ArrayList<>(List.of(new Node("n", List.of()))),
                new TreeMap<>(Map.of("b", new Empty(), "a", new Empty())),
                new LinkedList<>(List.of("x")),
                EnumSet.of(Colour.GREEN));
        assertComesBack(concrete);
        assertThat(copied(concrete).any).isInstanceOf(EnumSet.class);
        Map<String, Integer> reversed = new TreeMap<>(Collections.reverseOrder());
        reversed.put("a", 1);
        reversed.put("b", 2);
        assertThat(((Map<?, ?>) copied(new Pair<>(reversed, 0)).a).toString()).isEqualTo("{b=2, a=1}");
    }

    @Test
    void optionalsComeBack() {
        assertComesBack(new Optionals(
                Optional.of(new Empty()),
                OptionalInt.of(1),
                OptionalLong.empty(),
                OptionalDouble.of(-0.0),
                Optional.of(1)));
        assertComesBack(new Optionals(
                Optional.empty(),
                OptionalInt.empty(),
                null,
                OptionalDouble.of(Double.NaN),
                Optional.of(Optional.empty())));
        PayloadCodec<Object> open = registry(null, Map.of()).valueCodec(Object.class, null);
        assertThat(Bytes.read(open, Bytes.of(open, Optional.of("x")))).isEqualTo(Optional.of("x"));
    }

    @Test
    void arraysComeBack() {
        Arrayed arrays = new Arrayed(
                new int[] {1, -1},
                new float[] {0.5f},
                new boolean[] {true, false},
                new byte[] {1, 2},
                new String[] {"a", null},
                new Empty[][] {{new Empty()}, {}, null});
        CodecRegistry registry = registry(null, Map.of());
        PayloadCodec<Arrayed> codec = registry.valueCodec(Arrayed.class, null);
        assertThat(Bytes.read(codec, Bytes.of(codec, arrays)))
                .usingRecursiveComparison()
                .isEqualTo(arrays);
    }

    @Test
    void sealedInterfacesAndTreesComeBack() {
        assertComesBack(new Drawing(List.of(new Circle(1), new Square(2), new Circle(3)), new Square(4)));
        Node tree = new Node("leaf", List.of());
        for (int depth = 0; depth < 100; depth++) {
            tree = new Node("n" + depth, List.of(tree, new Node("x", List.of())));
        }
        assertComesBack(tree);
    }

    @Test
    void aTypeIsDefinedOnceInAValue() {
        PayloadCodec<Drawing> codec = registry(null, Map.of()).valueCodec(Drawing.class, null);
        int one = Bytes.of(codec, new Drawing(List.of(new Circle(1)), new Circle(1))).length;
        int two = Bytes.of(codec, new Drawing(List.of(new Circle(1), new Circle(2)), new Circle(1))).length;
        assertThat(two - one).isEqualTo(1 + 1 + Double.BYTES);
    }

    @Test
    void whatIsTooDeepOrLeadsBackToItselfIsAClearError() {
        List<Object> endless = new ArrayList<>();
        endless.add(endless);
        assertRefused(new Pair<>(endless, 1), "nested deeper than 500");
    }

    @Test
    void aComponentThatCannotBeStoredIsNamedWithTheWayOut() {
        assertRefused(
                new Pair<>("x", new Connection("c", new Socket())),
                "cache 'records'",
                "component 'socket' of record " + Connection.class.getName(),
                "java.net.Socket",
                "LarderConfiguration.addCodec(Socket.class, ...)");
        assertComesBack(new Connection("c", null));
    }

    @Test
    void anAccessorThatThrowsIsAClearError() {
        assertRefused(new Moody(1), "component 'number' of record " + Moody.class.getName(), "not in the mood");
    }

    @Test
    void aConstructorThatRefusesIsAClearError() {
        PayloadCodec<Positive> codec = registry(null, Map.of()).valueCodec(Positive.class, null);
        byte[] bytes = Bytes.of(codec, new Positive(1));
        bytes[bytes.length - 4] = 0;
        assertThatExceptionOfType(CacheException.class)
                .isThrownBy(() -> Bytes.read(codec, bytes))
                .withMessageContainingAll("cache 'records'", Positive.class.getName(), "0 is not positive")
                .withCauseInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void damagedBytesAreAClearErrorAndNothingElse() {
        PayloadCodec<Object> open = registry(null, Map.of()).valueCodec(Object.class, null);
        byte[] bytes = Bytes.of(open, new Drawing(List.of(new Circle(1), new Square(2)), new Square(4)));
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatExceptionOfType(CacheException.class).isThrownBy(() -> Bytes.read(open, cut));
        }
        for (int i = 0; i < bytes.length; i++) {
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                byte[] flipped = bytes.clone();
                flipped[i] ^= (byte) (1 << bit);
                try {
                    Bytes.read(open, flipped);
                } catch (CacheException e) {
                    assertThat(e).hasMessageContaining("cache 'records'");
                }
            }
        }
    }

    @Test
    void classesThatTheFilterRefusesAreNotMade() {
        byte[] bytes = Bytes.of(registry(null, Map.of()).valueCodec(Object.class, null), new Pair<>(new Empty(), 1));
        PayloadCodec<Object> narrow =
                registry("!" + Empty.class.getName(), Map.of()).valueCodec(Object.class, null);
        assertThatExceptionOfType(CacheException.class)
                .isThrownBy(() -> Bytes.read(narrow, bytes))
                .withMessageContainingAll(
                        "component 'a' of record", "serial filter", "rejects class " + Empty.class.getName());
    }

    @Test
    void aCodecOfATypeIsUsedWhereverTheTypeIs() {
        CodecRegistry registry = registry(null, Map.of(Money.class, new MoneyCodec()));
        Bill bill = new Bill(new Money(7), List.of(new Money(8)), new Money(9));
        for (PayloadCodec<Object> codec :
                List.of(registry.valueCodec(Object.class, null), tagless(registry.valueCodec(Bill.class, null)))) {
            byte[] bytes = Bytes.of(codec, bill);
            assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).contains("EUR7", "EUR8", "EUR9");
            assertThat(Bytes.read(codec, bytes)).isEqualTo(bill);
        }
        PayloadCodec<Object> open = registry.valueCodec(Object.class, null);
        byte[] alone = Bytes.of(open, new Money(5));
        assertThat(new String(alone, StandardCharsets.ISO_8859_1)).contains("EUR5");
        assertThat(Bytes.read(open, alone)).isEqualTo(new Money(5));
        assertThat(open.encodingRunsUserCode(new Money(5))).isTrue();
        assertThat(open.decodingRunsUserCode(Payload.of(alone))).isTrue();
        assertThatExceptionOfType(CacheException.class)
                .isThrownBy(() -> Bytes.read(registry(null, Map.of()).valueCodec(Object.class, null), alone))
                .withMessageContaining("no codec for " + Money.class.getName());
    }

    @Test
    void recordsMayRunCodeOfTheUser() {
        PayloadCodec<Empty> codec = registry(null, Map.of()).valueCodec(Empty.class, null);
        assertThat(codec.encodingRunsUserCode(new Empty())).isTrue();
        assertThat(codec.decodingRunsUserCode(new Payload(0))).isTrue();
        assertThat(codec.bytesDecideEquality()).isFalse();
        assertThat(registry(null, Map.of()).keyCodec(Empty.class, null).bytesDecideEquality())
                .isTrue();
    }

    @SuppressWarnings("unchecked") // the test hands it values of its own type only
    private static PayloadCodec<Object> tagless(PayloadCodec<?> codec) {
        return (PayloadCodec<Object>) codec;
    }

    private static void assertRefused(Object record, String... parts) {
        PayloadCodec<Object> open = registry(null, Map.of()).valueCodec(Object.class, null);
        assertThatExceptionOfType(CacheException.class)
                .isThrownBy(() -> Bytes.of(open, record))
                .withMessageContainingAll(parts);
    }
}
