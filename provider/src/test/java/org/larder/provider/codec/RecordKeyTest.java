package org.larder.provider.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Records as keys: equal bytes if and only if the records are equal. */
final class RecordKeyTest {

    enum Colour {
        RED,
        GREEN
    }

    record Any(@Nullable Object a, @Nullable Object b) {}

    record Strict(
            @Nullable String text,
            int number,
            double real,
            @Nullable List<@Nullable String> list,
            @Nullable Set<Object> set,
            @Nullable Map<String, Object> map,
            Optional<Colour> colour,
            @Nullable Any any) {}

    record Floats(float f, Float boxed) {}

    @SuppressWarnings("ArrayRecordComponent") // what the codec refuses
    record Arrayed(byte[] bytes, int @Nullable [] ints) {}

    private final CodecRegistry registry =
            new CodecRegistry("keys", RecordKeyTest.class.getClassLoader(), null, Map.of());
    private final PayloadCodec<Object> open = registry.keyCodec(Object.class, null);

    @Test
    void randomRecordsHaveEqualBytesIfAndOnlyIfTheyAreEqual() {
        PayloadCodec<Strict> declared = registry.keyCodec(Strict.class, null);
        Map<List<Byte>, Strict> byBytes = new HashMap<>();
        Map<Strict, List<Byte>> byRecord = new HashMap<>();
        for (long seed = 0; seed < 6_000; seed++) {
            Strict key = strict(new Random(seed / 2), new Random(seed));
            byte[] bytes = Bytes.of(declared, key);
            assertThat(Bytes.read(declared, bytes)).as("seed %s", seed).isEqualTo(key);
            assertThat(Bytes.of(declared, Bytes.read(declared, bytes)))
                    .as("seed %s", seed)
                    .isEqualTo(bytes);
            List<Byte> comparable = boxed(bytes);
            Strict same = byBytes.putIfAbsent(comparable, key);
            assertThat(same == null ? key : same).as("seed %s", seed).isEqualTo(key);
            List<Byte> known = byRecord.putIfAbsent(key, comparable);
            assertThat(known == null ? comparable : known)
                    .as("seed %s: %s", seed, key)
                    .isEqualTo(comparable);
        }
        assertThat(byRecord).hasSizeBetween(1_000, 3_500); // equal ones and different ones were both met
    }

    /** A record by one source of randomness, out of collections whose classes and order are by another. */
    private static Strict strict(Random content, Random form) {
        return new Strict(
                text(content),
                content.nextInt(3),
                List.of(0.0, -0.0, Double.NaN, 1.5).get(content.nextInt(4)),
                content.nextInt(4) == 0 ? null : list(content, form),
                content.nextInt(4) == 0 ? null : set(content, form, 2),
                content.nextInt(4) == 0 ? null : map(content, form, 2),
                content.nextBoolean() ? Optional.empty() : Optional.of(Colour.values()[content.nextInt(2)]),
                content.nextInt(3) == 0 ? null : new Any(any(content, form, 2), any(content, form, 2)));
    }

    private static @Nullable String text(Random content) {
        return Arrays.asList(null, "", "a", "ab", "\uD800", "\uDC00", "?", "\u0100", "a".repeat(200))
                .get(content.nextInt(9));
    }

    private static @Nullable Object any(Random content, Random form, int depth) {
        return switch (content.nextInt(depth == 0 ? 7 : 11)) {
            case 0 -> null;
            case 1 -> content.nextInt(2);
            case 2 -> (long) content.nextInt(2);
            case 3 -> text(content);
            case 4 -> Colour.values()[content.nextInt(2)];
            case 5 -> new BigDecimal(content.nextBoolean() ? "1.0" : "1.00");
            case 6 -> new UUID(0, content.nextInt(2));
            case 7 -> new Any(any(content, form, depth - 1), any(content, form, depth - 1));
            case 8 -> set(content, form, depth - 1);
            case 9 -> map(content, form, depth - 1);
            default -> Optional.ofNullable(any(content, form, depth - 1));
        };
    }

    private static List<@Nullable String> list(Random content, Random form) {
        List<@Nullable String> list = new ArrayList<>();
        for (int left = content.nextInt(3); left > 0; left--) {
            list.add(text(content));
        }
        return form.nextBoolean() ? list : Collections.unmodifiableList(list);
    }

    private static Set<Object> set(Random content, Random form, int depth) {
        List<Object> elements = new ArrayList<>();
        for (int left = content.nextInt(4); left > 0; left--) {
            elements.add(Optional.ofNullable(any(content, form, depth)));
        }
        Collections.shuffle(elements, form);
        return switch (form.nextInt(3)) {
            case 0 -> new HashSet<>(elements);
            case 1 -> new LinkedHashSet<>(elements);
            default -> Set.copyOf(elements);
        };
    }

    private static Map<String, Object> map(Random content, Random form, int depth) {
        Map<String, Object> sorted = new TreeMap<>();
        for (int left = content.nextInt(4); left > 0; left--) {
            sorted.put("k" + content.nextInt(5), Optional.ofNullable(any(content, form, depth)));
        }
        List<String> keys = new ArrayList<>(sorted.keySet());
        Collections.shuffle(keys, form);
        Map<String, Object> map = new LinkedHashMap<>();
        keys.forEach(key -> map.put(key, sorted.get(key)));
        return switch (form.nextInt(4)) {
            case 0 -> map;
            case 1 -> new HashMap<>(map);
            case 2 -> sorted;
            default -> Map.copyOf(map);
        };
    }

    private static List<Byte> boxed(byte[] bytes) {
        return IntStream.range(0, bytes.length).mapToObj(i -> bytes[i]).toList();
    }

    @Test
    void equalCollectionsOfDifferentClassesAreTheSameKey() {
        List<Object> equal = List.of(
                new Any(List.of("a", "b"), Set.of(Colour.RED, Colour.GREEN)),
                new Any(new ArrayList<>(List.of("a", "b")), EnumSet.allOf(Colour.class)),
                new Any(Arrays.asList("a", "b"), new TreeSet<>(Set.of(Colour.RED, Colour.GREEN))));
        for (Object key : equal) {
            assertThat(Bytes.of(open, key)).isEqualTo(Bytes.of(open, equal.get(0)));
        }
    }

    @Test
    void floatsAreToldApartAsEqualsDoesIt() {
        PayloadCodec<Floats> codec = registry.keyCodec(Floats.class, null);
        float otherNaN = Float.intBitsToFloat(0x7FC00001);
        assertThat(Bytes.of(codec, new Floats(Float.NaN, Float.NaN)))
                .isEqualTo(Bytes.of(codec, new Floats(otherNaN, otherNaN)));
        assertThat(Bytes.of(codec, new Floats(0f, 0f)))
                .isNotEqualTo(Bytes.of(codec, new Floats(-0f, 0f)))
                .isNotEqualTo(Bytes.of(codec, new Floats(0f, -0f)));
    }

    static Stream<Object> refused() {
        Set<String> fussy = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        fussy.add("a");
        Map<String, Integer> backwards = new TreeMap<>(Comparator.reverseOrder());
        backwards.put("a", 1);
        return Stream.of(
                fussy,
                backwards,
                new TreeSet<>(Set.of(BigDecimal.ONE)),
                Collections.newSetFromMap(new IdentityHashMap<>()),
                Collections.unmodifiableSet(fussy),
                new int[0],
                new long[0],
                new byte[0],
                new Object());
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatHasNoBytesOfItsOwnIsRefusedByName(Object part) {
        for (Object key : List.of(new Any(1, part), new Any(List.of(part), 1), new Any(1, new Any(part, 2)))) {
            assertThatExceptionOfType(CacheException.class)
                    .isThrownBy(() -> Bytes.of(open, key))
                    .withMessageContainingAll(
                            "cache 'keys': key",
                            "of record " + Any.class.getName(),
                            part.getClass().getTypeName());
        }
    }

    @Test
    void declaredArraysAreRefusedByName() {
        PayloadCodec<Arrayed> codec = registry.keyCodec(Arrayed.class, null);
        assertThatExceptionOfType(CacheException.class)
                .isThrownBy(() -> Bytes.of(codec, new Arrayed(new byte[0], null)))
                .withMessageContainingAll("component 'bytes'", "byte[]", "use a List");
    }

    @Test
    void partsThatAreSerializedAreCanonical() {
        var one = new SerializedKeyTest.Pair("x", "x");
        @SuppressWarnings("StringOperationCanBeSimplified") // an equal string that is another object
        var other = new SerializedKeyTest.Pair(new String("x"), "x");
        assertThat(Bytes.of(open, new Any(one, 1))).isEqualTo(Bytes.of(open, new Any(other, 1)));
    }
}
