package org.larder.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import javax.cache.Cache;
import javax.cache.integration.CacheWriter;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.larder.provider.Rig.Storage;

/** Many threads that write through to one external store. */
@Timeout(300)
class WriteThroughRaceTest {

    private final Rig rig = new Rig();

    @AfterEach
    void close() {
        rig.close();
    }

    @ParameterizedTest
    @EnumSource(Storage.class)
    void theExternalStoreEndsUpAsTheCacheDoes(Storage storage) throws Exception {
        ExternalStore<Integer> external = new ExternalStore<>();
        Cache<String, Integer> cache = rig.create(
                "counts",
                RaceTest.counting(storage).setWriteThrough(true).setCacheWriterFactory(Journal.one(external)));
        List<String> keys = IntStream.range(0, 4).mapToObj(n -> "k" + n).toList();
        Threads.together(RaceTest.THREADS, i -> () -> {
            Random random = new Random(i);
            for (int n = 0; n < 100; n++) {
                String key = keys.get(random.nextInt(keys.size()));
                String other = keys.get(random.nextInt(keys.size()));
                int value = i * 1_000 + n;
                switch (random.nextInt(6)) {
                    case 0 -> cache.remove(key);
                    case 1 -> cache.putIfAbsent(key, value);
                    case 2 -> cache.putAll(key.equals(other) ? Map.of(key, value) : Map.of(key, value, other, value));
                    case 3 -> cache.invoke(key, RaceTest.INCREMENT);
                    case 4 -> cache.removeAll(Set.copyOf(List.of(key, other)));
                    default -> cache.put(key, value);
                }
            }
            return null;
        });
        for (String key : keys) {
            assertThat(cache.get(key)).isEqualTo(external.rows.get(key));
        }
    }

    @ParameterizedTest
    @EnumSource(Storage.class)
    void aPutWaitsForABulkWriteOfItsKey(Storage storage) throws Exception {
        List<String> writes = new CopyOnWriteArrayList<>();
        AtomicReference<Thread> putting = new AtomicReference<>();
        CacheWriter<String, Integer> writer = new CacheWriter<>() {
            @Override
            public void write(Cache.Entry<? extends String, ? extends Integer> entry) {
                writes.add("put");
            }

            @Override
            public void writeAll(Collection<Cache.Entry<? extends String, ? extends Integer>> entries) {
                putting.get().start();
                Awaitility.await().until(() -> Threads.isWaitingOrDone(putting.get()));
                writes.add("putAll");
                entries.clear();
            }

            @Override
            public void delete(Object key) {}

            @Override
            public void deleteAll(Collection<?> keys) {}
        };
        Cache<String, Integer> cache = rig.create(
                "counts", RaceTest.counting(storage).setWriteThrough(true).setCacheWriterFactory(Journal.one(writer)));
        putting.set(new Thread(() -> cache.put("k1", 2)));
        cache.putAll(Map.of("k0", 1, "k1", 1, "k2", 1));
        putting.get().join(60_000);
        assertThat(writes).containsExactly("putAll", "put");
        assertThat(cache.get("k1")).isEqualTo(2);
    }
}
