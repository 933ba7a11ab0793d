package org.larder.provider.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Currency;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.cache.CacheException;
import org.junit.jupiter.api.Test;

/** Collections and maps that are whole keys and values, and those in records whose class is declared. */
@SuppressWarnings("JdkObsolete") // what users should rather not use must do, too
final class CollectionCodecTest {

    private record Item(String name, int count) {}

    @SuppressWarnings("ArrayRecordComponent") // what the codec must take as it is declared
    private record Named(String... names) {}

    private record Listed(List<String> list) {}

    private record Concrete(
            ArrayList<String> list,
            LinkedHashSet<String> linked,
            TreeSet<String> sorted,
            HashMap<String, Integer> map,
            SortedMap<String, Item> sortedMap) {}

    private record Flags(EnumSet<Role> roles) {}

    private final CodecRegistry registry =
            new CodecRegistry("collections", CollectionCodecTest.class.getClassLoader(), null, Map.of());
    private final PayloadCodec<Object> values = registry.valueCodec(Object.class, null);
    private final PayloadCodec<Object> keys = registry.keyCodec(Object.class, null);

    @Test
    void collectionsOfRecordsComeBackAsWhatTheyWere() {
        Item item = new Item("a", 1);
        for (Object value : List.of(
                List.of(item),
                new ArrayList<>(List.of(item, item)),
                Set.of(item),
                new HashSet<>(Set.of(item)),
                Map.of("k", item),
                new TreeMap<>(Map.of("k", List.of(item))),
                List.of(List.of(Optional.of(item))),
                List.of())) {
            assertThat(Bytes.read(values, Bytes.of(values, value)))
                    .isEqualTo(value)
                    .hasSameClassAs(value);
        }
    }

    @Test
    void configuredTypesAreKept() {
        Item item = new Item("a", 1);
        assertKept(registry.valueCodec(List.class, null), List.of(item));
        assertKept(registry.valueCodec(ArrayList.class, null), new ArrayList<>(List.of(item)));
        assertKept(registry.keyCodec(ArrayList.class, null), new ArrayList<>(List.of("a")));
        assertKept(registry.valueCodec(AbstractList.class, null), (AbstractList<?>) Arrays.asList("a"));
        assertKept(registry.valueCodec(Optional.class, null), Optional.of(item));
    }

    private static <T> void assertKept(PayloadCodec<T> codec, T value) {
        Object copy = Bytes.read(codec, Bytes.of(codec, value));
        assertThat(copy).isEqualTo(value);
    }

    @Test
    void objectsThatNeedAStreamShareOne() {
        List<Object> currencies = new ArrayList<>(Currency.getAvailableCurrencies());
        byte[] bytes = Bytes.of(values, currencies);
        assertThat(bytes[0]).isEqualTo((byte) BuiltIn.SERIALIZED_ID);
        assertThat(Bytes.read(values, bytes)).isEqualTo(currencies);
        List<Object> endless = new ArrayList<>();
        endless.add(endless);
        assertThat(Bytes.read(values, Bytes.of(values, endless))).isInstanceOf(ArrayList.class);
    }

    @Test
    void equalCollectionsAreTheSameKey() {
        for (List<Object> equal : List.of(
                List.<Object>of(
                        List.of("a", "b"),
                        new ArrayList<>(List.of("a", "b")),
                        new LinkedList<>(List.of("a", "b")),
                        Arrays.asList("a", "b"),
                        List.of("x", "a", "b").subList(1, 3),
                        Collections.unmodifiableList(new LinkedList<>(List.of("a", "b"))),
                        Stream.of("a", "b").toList()),
                List.<Object>of(
                        Set.of("a", "b"),
                        new HashSet<>(List.of("b", "a")),
                        new LinkedHashSet<>(List.of("b", "a")),
                        new TreeSet<>(List.of("b", "a"))),
                List.<Object>of(
                        Map.of("a", 1, "b", List.of()),
                        new HashMap<>(Map.of("a", 1, "b", new ArrayList<>())),
                        new TreeMap<>(Map.of("a", 1, "b", new LinkedList<>()))))) {
            byte[] first = Bytes.of(keys, equal.get(0));
            for (Object key : equal) {
                assertThat(Bytes.of(keys, key))
                        .as(key.getClass().getName())
                        .isEqualTo(first)
                        .isNotEqualTo(Bytes.of(keys, List.of("a", "c")));
                assertThat(Bytes.read(keys, first)).isEqualTo(key);
            }
        }
        assertThat(Bytes.of(keys, List.of(1))).isNotEqualTo(Bytes.of(keys, List.of(1L)));
    }

    @Test
    void declaredClassesComeBackInKeysAndValues() {
        Concrete concrete = new Concrete(
                new ArrayList<>(List.of("a")),
                new LinkedHashSet<>(List.of("b")),
                new TreeSet<>(List.of("c")),
                new HashMap<>(Map.of("k", 1)),
                new TreeMap<>(Map.of("k", new Item("a", 1))));
        assertThat(Bytes.read(values, Bytes.of(values, concrete))).isEqualTo(concrete);
        assertThat(Bytes.read(keys, Bytes.of(keys, concrete))).isEqualTo(concrete);
    }

    @Test
    void aDeclaredClassThatAKeyCannotComeBackAsIsRefusedByName() {
        Flags flags = new Flags(EnumSet.of(Role.KEY));
        assertThat(Bytes.read(values, Bytes.of(values, flags))).isEqualTo(flags);
        assertThatExceptionOfType(CacheException.class)
                .isThrownBy(() -> Bytes.of(keys, flags))
                .withMessageContainingAll("component 'roles'", "java.util.EnumSet", "declare a Set");
    }

    @Test
    void aRecordOfAnyNumberOfComponentsInOneComesBack() {
        PayloadCodec<Named> codec = registry.valueCodec(Named.class, null);
        assertThat(Bytes.read(codec, Bytes.of(codec, new Named("a", "b"))).names)
                .containsExactly("a", "b");
    }

    @Test
    void aListThatThrowsIsAClearError() {
        List<String> broken = new AbstractList<>() {
            @Override
            public String get(int index) {
                throw new UnsupportedOperationException("broken");
            }

            @Override
            public int size() {
                return 1;
            }
        };
        assertThatExceptionOfType(CacheException.class)
                .isThrownBy(() -> Bytes.of(values, new Listed(broken)))
                .withMessageContainingAll("cache 'collections'", "broken");
    }
}
