package org.larder.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.cache.Cache;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.larder.LarderConfiguration;

/** Records through a cache by value; none of them is serializable. */
class RecordsInACacheTest {

    private record Place(String town, Set<String> streets) {}

    private record Visit(int number, List<Place> places) {}

    /** Uses the cache whenever it is taken apart or put together. */
    record Nosy(int number) {
        private static @Nullable Cache<Object, Object> cache;

        Nosy {
            use(number);
        }

        @Override
        public int number() {
            use(number);
            return number;
        }

        private static void use(int number) {
            if (cache != null) {
                cache.put("used", "x".repeat(100 + number));
                assertThat(cache.get("used")).isEqualTo("x".repeat(100 + number));
            }
        }
    }

    private final Rig rig = new Rig();

    @AfterEach
    void close() {
        Nosy.cache = null;
        rig.close();
    }

    private static Place place(int number, boolean backwards) {
        List<String> streets = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            streets.add(backwards ? 0 : streets.size(), "street " + i);
        }
        return new Place("town " + number, backwards ? new HashSet<>(streets) : Set.copyOf(streets));
    }

    private void useAsKeysAndValues(LarderConfiguration<Object, Object> configuration) {
        Cache<Object, Object> cache = rig.create("visits", configuration);
        for (int i = 0; i < 500; i++) {
            cache.put(place(i, false), new Visit(i, List.of(place(i, true))));
        }
        for (int i = 0; i < 500; i++) {
            Place key = place(i, true);
            Visit visit = new Visit(i, List.of(place(i, false)));
            assertThat(cache.get(key)).isEqualTo(visit);
            assertThat(cache.replace(key, visit, new Visit(-i, List.of()))).isTrue();
            assertThat(cache.putIfAbsent(key, visit)).isFalse();
        }
        Map<Object, Object> all = new HashMap<>();
        cache.forEach(entry -> all.put(entry.getKey(), entry.getValue()));
        assertThat(all).hasSize(500).containsEntry(place(7, false), new Visit(-7, List.of()));
        cache.forEach(entry -> assertThat(cache.remove(entry.getKey())).isTrue());
        assertThat(cache).isEmpty();
    }

    @Test
    @SuppressWarnings({"unchecked", "rawtypes"}) // so that one test does for both configurations
    void recordsAreKeysAndValuesOfDeclaredTypes() {
        useAsKeysAndValues(new LarderConfiguration().setTypes(Place.class, Visit.class));
    }

    @Test
    void recordsAreKeysAndValuesOfOpenTypes() {
        useAsKeysAndValues(new LarderConfiguration<>());
    }

    @Test
    void accessorsAndConstructorsMayUseTheCache() {
        Cache<Object, Object> cache = rig.create("nosy", new LarderConfiguration<>());
        Nosy.cache = cache;
        for (int i = 0; i < 100; i++) {
            cache.put(new Nosy(i), new Nosy(i + 1));
            assertThat(cache.get(new Nosy(i))).isEqualTo(new Nosy(i + 1));
            assertThat(cache.getAndPut(new Nosy(i), new Nosy(i + 2))).isEqualTo(new Nosy(i + 1));
        }
        cache.forEach(entry -> assertThat(entry.getValue()).isNotNull());
        assertThat(cache.get("used")).isInstanceOf(String.class);
    }
}
