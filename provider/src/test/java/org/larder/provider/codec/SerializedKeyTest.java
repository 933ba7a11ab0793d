package org.larder.provider.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.Serializable;
import java.math.BigDecimal;
import java.net.URI;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.Vector;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.TimeUnit;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class SerializedKeyTest {

    // Classes, because records are written by their components.

    @SuppressWarnings("serial") // what it holds is for the tests to choose
    static final class Pair implements Serializable {
        private static final long serialVersionUID = 1L;

        private final Object first;
        private final Object second;

        Pair(Object first, Object second) {
            this.first = first;
            this.second = second;
        }

        Object first() {
            return first;
        }

        Object second() {
            return second;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Pair that
                    && Objects.equals(first, that.first)
                    && Objects.equals(second, that.second);
        }

        @Override
        public int hashCode() {
            return Objects.hash(first, second);
        }

        @Override
        public String toString() {
            return "Pair[first=" + first + ", second=" + second + "]";
        }
    }

    private static final class Point implements Serializable {
        private static final long serialVersionUID = 1L;

        private final int x;
        private final int y;

        Point(int x, int y) {
            this.x = x;
            this.y = y;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Point that && x == that.x && y == that.y;
        }

        @Override
        public int hashCode() {
            return Objects.hash(x, y);
        }

        @Override
        public String toString() {
            return "Point[x=" + x + ", y=" + y + "]";
        }
    }

    /** Writes another object of its own class in its place. */
    private static final class Renewed implements Serializable {
        private static final long serialVersionUID = 1L;
        private final String text;

        Renewed(String text) {
            this.text = text;
        }

        private Object writeReplace() {
            return new Renewed(text);
        }
    }

    /** Leads back to itself. */
    private static final class Ring implements Serializable {
        private static final long serialVersionUID = 1L;
        private @Nullable Ring next;

        static Ring of(int size) {
            Ring first = new Ring();
            Ring last = first;
            for (int i = 1; i < size; i++) {
                last.next = new Ring();
                last = last.next;
            }
            last.next = first;
            return first;
        }
    }

    private final PayloadCodec<Object> codec = new CodecRegistry(
                    "keys", SerializedKeyTest.class.getClassLoader(), null, Map.of())
            .keyCodec(Object.class, null);

    /** Equal keys, of which the first holds one object twice and the second two equal ones. */
    static List<Pair> sharedAndSeparate() {
        String text = "text";
        Long number = 1_000L;
        BigDecimal decimal = new BigDecimal("1.50");
        LocalDate date = LocalDate.of(2026, 1, 2);
        Point point = new Point(1, 2);
        List<Integer> list = List.of(1, 2);
        String signature = "Ljava/lang/Object;";
        Renewed renewed = new Renewed("a");
        int[] array = {1, 2};
        return List.of(
                new Pair(new Pair(text, text), new Pair(copy(text), copy(text))),
                new Pair(new Pair(number, number), new Pair(Long.parseLong("1000"), Long.parseLong("1000"))),
                new Pair(new Pair(decimal, decimal), new Pair(new BigDecimal("1.50"), new BigDecimal("1.50"))),
                new Pair(new Pair(date, date), new Pair(LocalDate.ofYearDay(2026, 2), LocalDate.of(2026, 1, 2))),
                new Pair(new Pair(point, point), new Pair(new Point(1, 2), new Point(1, 2))),
                new Pair(new Pair(list, list), new Pair(List.of(1, 2), List.of(1, 2))),
                new Pair(new Pair(array, array), new Pair(array.clone(), array.clone())),
                new Pair(new Pair(renewed, renewed), new Pair(new Renewed("a"), new Renewed("a"))),
                // The stream writes the names of field types itself and would refer to them.
                new Pair(new Pair(signature, 1), new Pair(copy(signature), 1)),
                new Pair(
                        new Pair(new Pair(point, text), new Pair(point, text)),
                        new Pair(new Pair(new Point(1, 2), copy(text)), new Pair(new Point(1, 2), copy(text)))),
                new Pair(
                        new ArrayList<>(Arrays.asList(text, number, text, null, number)),
                        new ArrayList<>(Arrays.asList(copy(text), 1_000L, copy(text), null, 1_000L))));
    }

    @ParameterizedTest
    @MethodSource("sharedAndSeparate")
    void equalKeysHaveEqualBytesWhetherPartsAreSharedOrNot(Pair keys) {
        byte[] bytes = Bytes.of(codec, keys.first());
        assertThat(Bytes.of(codec, keys.second())).isEqualTo(bytes);
        assertThat(Bytes.of(codec, Bytes.read(codec, bytes))).isEqualTo(bytes);
    }

    @Test
    void randomEqualKeysHaveEqualBytesAndOthersDiffer() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            long keySeed = random.nextLong();
            Object key = tree(new Random(keySeed), 4, new ArrayList<>());
            Object equal = tree(new Random(keySeed), 4, null);
            assertThat(equal).as("seed %d", seed).isEqualTo(key);
            byte[] bytes = Bytes.of(codec, key);
            assertThat(Bytes.of(codec, equal)).as("seed %d, key %s", seed, key).isEqualTo(bytes);
            assertThat(Bytes.read(codec, bytes)).as("seed %d", seed).isEqualTo(key);
            assertThat(Bytes.of(codec, new Pair(key, 1))).isNotEqualTo(Bytes.of(codec, new Pair(key, 2)));
        }
    }

    @Test
    void recordsComeBackAndDifferByComponent() {
        PayloadCodec<Point> points =
                new CodecRegistry("keys", getClass().getClassLoader(), null, Map.of()).keyCodec(Point.class, null);
        assertThat(Bytes.read(points, Bytes.of(points, new Point(1, 2)))).isEqualTo(new Point(1, 2));
        assertThat(Bytes.of(points, new Point(1, 2)))
                .isEqualTo(Bytes.of(points, new Point(1, 2)))
                .isNotEqualTo(Bytes.of(points, new Point(2, 1)));
    }

    @Test
    void orderedPartsAreAccepted() {
        EnumMap<TimeUnit, String> enumMap = new EnumMap<>(Map.of(TimeUnit.DAYS, "d"));
        for (Object part : List.of(
                new TreeMap<>(Map.of("a", 1, "b", 2)),
                new TreeSet<>(Set.of("a", "b")),
                enumMap,
                EnumSet.of(TimeUnit.DAYS),
                List.of("a", "b"),
                List.of(),
                Arrays.asList("a", null),
                Collections.singleton("a"),
                Collections.emptyMap(),
                URI.create("http://localhost/"),
                TimeUnit.DAYS)) {
            assertThat(Bytes.read(codec, Bytes.of(codec, part))).isEqualTo(part);
            Pair key = new Pair("x", part);
            assertThat(Bytes.read(codec, Bytes.of(codec, key))).isEqualTo(key);
        }
        Pair wrapped = new Pair("x", Collections.unmodifiableSet(new TreeSet<>(Set.of("a"))));
        assertThat(Bytes.read(codec, Bytes.of(codec, wrapped))).isEqualTo(wrapped);
        byte[] array = Bytes.of(codec, new String[] {"a"});
        assertThat(array).isEqualTo(Bytes.of(codec, new String[] {"a"}));
    }

    @SuppressWarnings({"JdkObsolete", "IdentityHashMapUsage"}) // types that users may still have in their keys
    static List<Object> unstableParts() throws Exception {
        Map<String, Integer> map = Map.of("a", 1, "b", 2);
        return List.of(
                new HashMap<>(map),
                new LinkedHashMap<>(map),
                new Hashtable<>(map),
                new Properties(),
                new IdentityHashMap<>(map),
                new ConcurrentHashMap<>(map),
                new HashSet<>(map.keySet()),
                new LinkedHashSet<>(map.keySet()),
                ConcurrentHashMap.newKeySet(),
                new CopyOnWriteArraySet<>(map.keySet()),
                Collections.unmodifiableMap(new HashMap<>(map)),
                Collections.synchronizedSet(new HashSet<>()),
                Set.of("a"),
                Set.of("a", "b", "c"),
                map,
                Map.of("a", 1),
                new Vector<>(List.of(1)),
                URI.create("http://localhost/").toURL());
    }

    @ParameterizedTest
    @MethodSource("unstableParts")
    void partsWithoutAnOrderAreRefusedByNameWithTheWayOut(Object part) {
        for (Object key : List.of(new Pair("x", part), new Pair(1, List.of(List.of(part))), new Object[] {part})) {
            assertThatExceptionOfType(CacheException.class)
                    .isThrownBy(() -> Bytes.of(codec, key))
                    .withMessageContaining(
                            "cache 'keys': key of type " + key.getClass().getName() + " cannot be encoded: ")
                    .withMessageContaining("use a sorted collection")
                    .withMessageContaining("LarderConfiguration.setKeyCodecFactory");
        }
        assertThatExceptionOfType(CacheException.class)
                .isThrownBy(() -> Bytes.of(codec, new Pair("x", new HashMap<>())))
                .withMessageContaining("in a java.util.HashMap differs");
    }

    @Test
    void whatIsNotSerializableIsRefusedWithTheWaysOut() {
        for (Object key : List.of(new Object(), new Pair("x", new Object()))) {
            assertThatExceptionOfType(CacheException.class)
                    .isThrownBy(() -> Bytes.of(codec, key))
                    .withMessageContaining(
                            "cache 'keys': key of type " + key.getClass().getName())
                    .withMessageContaining("not serializable")
                    .withMessageContaining("LarderConfiguration.setKeyCodecFactory, or store by reference");
        }
    }

    @Test
    void keysThatLeadBackToThemselvesComeToAnEnd() {
        assertThat(Bytes.of(codec, Ring.of(20))).isEqualTo(Bytes.of(codec, Ring.of(20)));
        assertThat(Bytes.read(codec, Bytes.of(codec, Ring.of(20)))).isInstanceOf(Ring.class);
    }

    @Test
    void keysThatWouldTakeForeverAreRefused() {
        Object nested = "end";
        for (int i = 0; i < 40; i++) {
            nested = List.of(nested);
        }
        Object key = new Pair("x", nested);
        assertThatExceptionOfType(CacheException.class)
                .isThrownBy(() -> Bytes.of(codec, key))
                .withMessageContaining("cache 'keys'")
                .withMessageContaining("more than " + KeySerializer.MAX_PARTS + " parts")
                .withMessageContaining("setKeyCodecFactory");
    }

    private static String copy(String text) {
        return new String(text.toCharArray());
    }

    /** A random tree; the same for the same random numbers, made of shared parts if there is a list to keep them in. */
    private static Object tree(Random random, int depth, @Nullable List<Object> shared) {
        int n = random.nextInt(3);
        Object made = switch (random.nextInt(depth == 0 ? 4 : 7)) {
            case 0 -> copy("text" + n);
            case 1 -> Long.parseLong("100" + n);
            case 2 -> new Point(n, n);
            case 3 -> LocalDate.of(2026, 1, 1 + n);
            case 4 -> new Pair(tree(random, depth - 1, shared), tree(random, depth - 1, shared));
            case 5 -> List.of(tree(random, depth - 1, shared), tree(random, depth - 1, shared));
            default -> new ArrayList<>(List.of(tree(random, depth - 1, shared)));
        };
        if (shared == null) {
            return made;
        }
        int known = shared.indexOf(made);
        if (known >= 0 && shared.get(known).getClass() == made.getClass()) {
            return shared.get(known);
        }
        shared.add(made);
        return made;
    }
}
