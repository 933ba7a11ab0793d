package org.larder.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Serializable;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.annotation.GeneratedCacheKey;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.larder.LarderConfiguration;
import org.larder.MethodKey;
import org.larder.provider.Rig.Place;

/** Keys made of the parameters of a method, and whatever methods return, in caches that know no types. */
class MethodKeyCacheTest {

    @TempDir
    Path directory;

    private Rig rig;

    @BeforeEach
    void open() {
        rig = new Rig(Duration.ofDays(365), directory);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    /** A record that is not serializable. */
    record Point(int x, int y) {}

    /** A class of the user. */
    private static final class Customer implements Serializable {
        private static final long serialVersionUID = 1L;
        private final String name;
        private final String alias;

        Customer(String name, String alias) {
            this.name = name;
            this.alias = alias;
        }

        @Override
        public boolean equals(@Nullable Object object) {
            return object instanceof Customer other && name.equals(other.name) && alias.equals(other.alias);
        }

        @Override
        public int hashCode() {
            return Objects.hash(name, alias);
        }
    }

    /** An exception of the user. */
    private static final class NoSuchCustomer extends Exception {
        private static final long serialVersionUID = 1L;
        private final int number;

        NoSuchCustomer(int number, @Nullable Throwable cause) {
            super("there is no customer " + number, cause);
            this.number = number;
        }
    }

    /** A class that nobody can turn into bytes. */
    private static final class Connection {}

    private Cache<Object, Object> untyped(Place place) {
        return rig.create(
                "calls-" + place, MethodKeyCacheTest.<Object, Object>of(place).setTypes(Object.class, Object.class));
    }

    @SuppressWarnings("unchecked") // nothing in it depends on the types
    private static <K, V> LarderConfiguration<K, V> of(Place place) {
        return (LarderConfiguration<K, V>) (LarderConfiguration<?, ?>) place.strings();
    }

    /** Keys of which no two are equal; made anew each time. */
    private static List<MethodKey> keys() {
        return List.of(
                MethodKey.of(),
                MethodKey.of((Object) null),
                MethodKey.of(null, null),
                MethodKey.of(""),
                MethodKey.of("null"),
                MethodKey.of("some-id".toCharArray().length + "-id"),
                MethodKey.of("ab", "c"),
                MethodKey.of("a", "bc"),
                MethodKey.of("abc"),
                MethodKey.of("\uD800"),
                MethodKey.of("?"),
                MethodKey.of(1),
                MethodKey.of(1L),
                MethodKey.of((short) 1),
                MethodKey.of((byte) 1),
                MethodKey.of('1'),
                MethodKey.of(1.0),
                MethodKey.of(1.0f),
                MethodKey.of(0.0),
                MethodKey.of(-0.0),
                MethodKey.of("1"),
                MethodKey.of(true),
                MethodKey.of(new BigDecimal("1.0")),
                MethodKey.of(new BigDecimal("1.00")),
                MethodKey.of(DayOfWeek.MONDAY),
                MethodKey.of("MONDAY"),
                MethodKey.of(new UUID(1, 2)),
                MethodKey.of(Instant.ofEpochSecond(1)),
                MethodKey.of(LocalDate.of(2026, 3, 1)),
                MethodKey.of(Duration.ofSeconds(1)),
                MethodKey.of(Optional.empty()),
                MethodKey.of(Optional.of("a")),
                MethodKey.of(Double.NaN),
                MethodKey.of(Float.NaN),
                MethodKey.of((Object) new Object[] {new ArrayList<>()}),
                MethodKey.of(Arrays.asList("p", "q", "r").subList(0, 2)),
                MethodKey.of(Optional.of(List.of("p"))),
                MethodKey.of(MethodKey.of()),
                MethodKey.of(List.of()),
                MethodKey.of(new Point(1, 2)),
                MethodKey.of(new Point(2, 1)),
                MethodKey.of(1, 2),
                MethodKey.of((Object) new int[] {1, 2}),
                MethodKey.of((Object) new long[] {1, 2}),
                MethodKey.of((Object) new int[][] {{1, 2}}),
                MethodKey.of(List.of(), List.of(List.of())),
                MethodKey.of(List.of(List.of()), List.of()),
                MethodKey.of(Arrays.asList("a", null)),
                MethodKey.of(new ArrayList<>(List.of("x", "y"))),
                MethodKey.of(new LinkedHashSet<>(List.of("x", "y", "z"))),
                MethodKey.of(new HashMap<>(Map.of("x", 1, "y", 2))),
                MethodKey.of(new Customer("n", "n"), "n"),
                MethodKey.of(new Customer("n", "m"), "n"),
                MethodKey.of(new Point(1, 2), new Point(1, 2), MethodKey.of(new Point(1, 2))));
    }

    /** Keys that equal some of those above without having been made in the same way. */
    private static Map<MethodKey, MethodKey> equals() {
        return Map.of(
                MethodKey.of(new LinkedHashSet<>(List.of("z", "y", "x"))),
                MethodKey.of(Set.of("x", "y", "z")),
                MethodKey.of(List.of("x", "y")),
                MethodKey.of(new ArrayList<>(List.of("x", "y"))),
                MethodKey.of(List.of(1, 2)),
                MethodKey.of((Object) new int[] {1, 2}),
                MethodKey.of(new Customer(copy("n"), copy("n")), copy("n")),
                MethodKey.of(new Customer("n", "n"), "n"),
                new MethodKey(new ArrayList<>(List.of("ab", "c"))),
                MethodKey.of("ab", "c"),
                MethodKey.of(Double.longBitsToDouble(0x7ff0_0000_0000_0001L)),
                MethodKey.of(Double.NaN),
                MethodKey.of(Collections.unmodifiableList(List.of(List.of()))),
                MethodKey.of((Object) new Object[] {new ArrayList<>()}),
                MethodKey.of(new CopyOnWriteArrayList<>(List.of("p", "q"))),
                MethodKey.of(Arrays.asList("p", "q", "r").subList(0, 2)),
                MethodKey.of(Optional.of(new CopyOnWriteArrayList<>(List.of("p")))),
                MethodKey.of(Optional.of(List.of("p"))));
    }

    private static String copy(String text) {
        return new String(text.toCharArray());
    }

    @ParameterizedTest
    @EnumSource
    void everyKeyIsFoundByAnEqualOneAndByNoOther(Place place) {
        assertEachIsItsOwn(untyped(place));
    }

    @ParameterizedTest
    @EnumSource
    void soItIsInACacheOfGeneratedKeys(Place place) {
        assertEachIsItsOwn(rig.create(
                "calls",
                MethodKeyCacheTest.<GeneratedCacheKey, Object>of(place)
                        .setTypes(GeneratedCacheKey.class, Object.class)));
    }

    @SuppressWarnings("unchecked") // its keys are of all these types
    private static void assertEachIsItsOwn(Cache<?, Object> of) {
        Cache<Object, Object> cache = (Cache<Object, Object>) of;
        List<MethodKey> keys = keys();
        for (int i = 0; i < keys.size(); i++) {
            assertThat(cache.getAndPut(keys.get(i), i)).as("%s", keys.get(i)).isNull();
        }
        List<MethodKey> again = keys();
        for (int i = 0; i < again.size(); i++) {
            assertThat(cache.get(again.get(i))).as("%s", again.get(i)).isEqualTo(i);
        }
        equals().forEach((one, other) -> {
            assertThat(one).isEqualTo(other);
            assertThat(cache.get(one)).as("%s", one).isNotNull().isEqualTo(cache.get(other));
        });
        assertThat(Rig.listOf(cache).stream().map(Cache.Entry::getKey)).containsExactlyInAnyOrderElementsOf(keys);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ANY, names = ".*FILES")
    void keysAreFoundAfterARestart(Place place) {
        Cache<Object, Object> cache = untyped(place);
        keys().forEach(key -> cache.put(key, key.toString()));
        cache.close();
        Cache<Object, Object> again = untyped(place);
        assertThat(keys()).allSatisfy(key -> assertThat(again.get(key)).isEqualTo(key.toString()));
    }

    static Stream<Object> unsuitable() {
        return Stream.of(new Connection(), List.of("a", new Connection()), new Thread("t"));
    }

    @ParameterizedTest
    @MethodSource("unsuitable")
    void parameterThatCannotBePartOfAKeyIsNamed(Object parameter) {
        Cache<Object, Object> cache = untyped(Place.BY_VALUE);
        Class<?> type = parameter instanceof Thread ? Thread.class : Connection.class;
        assertThatThrownBy(() -> cache.get(MethodKey.of("id", parameter)))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("cache 'calls-BY_VALUE'")
                .hasMessageContaining(type.getName())
                .hasMessageContaining("implement java.io.Serializable")
                .hasMessageContaining("key of type org.larder.MethodKey cannot be encoded: parameter 2: a");
    }

    static Stream<Object> values() {
        return Stream.of(
                "text",
                7,
                7L,
                1.5,
                true,
                DayOfWeek.MONDAY,
                new UUID(1, 2),
                Instant.ofEpochSecond(1),
                new Point(1, 2),
                List.of("a", 1, new Point(1, 2)),
                new ArrayList<>(Arrays.asList("a", null)),
                Map.of("a", List.of(1)),
                Set.of(1, 2),
                new Customer("n", "n"),
                List.of(new Customer("n", "n")),
                Optional.of(new Point(1, 2)));
    }

    @ParameterizedTest
    @MethodSource("values")
    void whatMethodsReturnIsStoredAsItIs(Object value) {
        for (Place place : Place.values()) {
            Cache<Object, Object> cache = untyped(place);
            cache.put(MethodKey.of("id"), value);
            assertThat(cache.get(MethodKey.of("id"))).isEqualTo(value).hasSameClassAs(value);
            cache.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatMethodsThrowIsStoredToo(Place place) {
        Cache<Object, Object> cache = untyped(place);
        NoSuchCustomer thrown = new NoSuchCustomer(7, new IllegalStateException("the cause"));
        thrown.addSuppressed(new NoSuchCustomer(8, null));
        cache.put(MethodKey.of(7), thrown);
        assertThat(cache.get(MethodKey.of(7))).isInstanceOfSatisfying(NoSuchCustomer.class, found -> {
            assertThat(found.number).isEqualTo(7);
            assertThat(found)
                    .hasMessage("there is no customer 7")
                    .hasRootCauseMessage("the cause")
                    .hasSuppressedException(thrown.getSuppressed()[0]);
            assertThat(found.getStackTrace()).isEqualTo(thrown.getStackTrace());
        });
    }

    @Test
    void arraysAreStoredByTheirElements() {
        Cache<Object, Object> cache = untyped(Place.BY_VALUE);
        cache.put(MethodKey.of("bytes"), new byte[] {1, 2});
        cache.put(MethodKey.of("texts"), new String[] {"a"});
        assertThat(cache.get(MethodKey.of("bytes"))).isEqualTo(new byte[] {1, 2});
        assertThat(cache.get(MethodKey.of("texts"))).isEqualTo(new String[] {"a"});
    }
}
