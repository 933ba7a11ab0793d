package org.larder.benchmarks.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.larder.benchmarks.workload.DataKind;

class PeersTest {

    private static final int ENTRIES = 1_000;

    static Stream<Arguments> peersAndKinds() {
        return Peers.names().stream().flatMap(name -> DataKind.names().stream().map(kind -> Arguments.of(name, kind)));
    }

    @ParameterizedTest
    @MethodSource("peersAndKinds")
    void everyOperationDoesWhatItSays(String name, String kind) {
        check(name, DataKind.named(kind));
    }

    private static <K, V> void check(String name, DataKind<K, V> data) {
        try (Contestant<K, V> contestant = Peers.open(name, data, ENTRIES)) {
            Peers.fill(contestant, data, ENTRIES);
            K absent = data.key(ENTRIES);
            assertThat(contestant.get(absent)).isNull();

            contestant.put(data.key(1), data.value(7));
            assertThat(contestant.get(data.key(1))).isEqualTo(data.value(7));

            assertThat(contestant.putIfAbsent(data.key(1), data.value(8))).isFalse();
            assertThat(contestant.get(data.key(1))).isEqualTo(data.value(7));
            assertThat(contestant.putIfAbsent(absent, data.value(8))).isTrue();
            assertThat(contestant.get(absent)).isEqualTo(data.value(8));

            Map<K, V> found =
                    contestant.getAll(new HashSet<>(List.of(data.key(2), data.key(3), data.key(ENTRIES + 1))));
            assertThat(found).containsOnlyKeys(data.key(2), data.key(3));
            assertThat(found.get(data.key(3))).isEqualTo(data.value(3));

            checkInvoke(name, contestant, data);
            checkCopies(name, contestant, data);
        }
    }

    private static <K, V> void checkInvoke(String name, Contestant<K, V> contestant, DataKind<K, V> data) {
        if (name.equals("ohc")) {
            assertThatThrownBy(() -> contestant.invoke(data.key(1), data.value(9)))
                    .isInstanceOf(UnsupportedOperationException.class);
            return;
        }
        assertThat(contestant.invoke(data.key(1), data.value(9))).isTrue();
        assertThat(contestant.get(data.key(1))).isEqualTo(data.value(9));
        assertThat(contestant.invoke(data.key(ENTRIES + 2), data.value(10))).isFalse();
        assertThat(contestant.get(data.key(ENTRIES + 2))).isEqualTo(data.value(10));
    }

    /** Everybody but the ceiling hands out another object, unless nobody could tell. */
    private static <K, V> void checkCopies(String name, Contestant<K, V> contestant, DataKind<K, V> data) {
        V got = contestant.get(data.key(5));
        assertThat(got).isEqualTo(data.value(5));
        if (name.equals("hashmap")) {
            assertThat(got).isSameAs(data.value(5));
        } else if (!data.immutableValues()) {
            assertThat(got).isNotSameAs(data.value(5)).isNotSameAs(contestant.get(data.key(5)));
        }
    }

    @ParameterizedTest
    @MethodSource("boundedByEntries")
    void setUpFailsWhenAnEntryWasLost(String name) {
        DataKind<?, ?> data = DataKind.named("bytes");
        assertThatThrownBy(() -> overfill(name, data))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("of 20000 entries")
                .hasMessageContaining("was lost or changed");
    }

    static List<String> boundedByEntries() {
        return List.of("larder", "ehcache-heap", "caffeine", "cache2k", "infinispan");
    }

    private static <K, V> void overfill(String name, DataKind<K, V> data) {
        try (Contestant<K, V> small = Peers.open(name, data, ENTRIES)) {
            Peers.fill(small, data, 20 * ENTRIES);
        }
    }

    @Test
    void setUpFailsWhenAnEntryWasChanged() {
        DataKind<String, byte[]> data = bytes();
        try (Contestant<String, byte[]> forgetful = new Contestant<>() {
            @Override
            public byte[] get(String key) {
                return data.value(0);
            }

            @Override
            public void put(String key, byte[] value) {}

            @Override
            public boolean putIfAbsent(String key, byte[] value) {
                return true;
            }

            @Override
            public boolean invoke(String key, byte[] value) {
                return true;
            }

            @Override
            public void close() {}
        }) {
            assertThatThrownBy(() -> Peers.fill(forgetful, data, 2)).hasMessageContaining("lost or changed");
        }
    }

    @SuppressWarnings("unchecked") // the kind of that name
    private static DataKind<String, byte[]> bytes() {
        return (DataKind<String, byte[]>) DataKind.named("bytes");
    }

    @Test
    void unknownContestantIsRefusedWithTheNamesOfAll() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Peers.open("memcached", bytes(), 1))
                .withMessageContaining("'memcached'")
                .withMessageContaining("raw, larder, ehcache");
    }
}
