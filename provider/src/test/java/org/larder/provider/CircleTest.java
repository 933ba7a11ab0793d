package org.larder.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.larder.LarderConfiguration;
import org.larder.provider.Rig.Storage;
import org.larder.provider.Threads.Kind;

/** Threads in code of the user for one key each that need the next one's key, all around. */
@Timeout(300)
class CircleTest {

    private final Rig rig = new Rig();

    @AfterEach
    void close() {
        rig.close();
    }

    /** The code that is at work on a key when it needs the next one. */
    enum Code {
        PROCESSOR,
        LOADER,
        WRITER
    }

    static Stream<Arguments> circles() {
        return Stream.of(Storage.values())
                .flatMap(storage -> Kind.here().stream()
                        .flatMap(kind -> Stream.of(Code.values())
                                .flatMap(code -> IntStream.of(2, 3)
                                        .mapToObj(length -> Arguments.of(storage, kind, code, length)))));
    }

    @ParameterizedTest
    @MethodSource("circles")
    void aCircleOfKeysInTwoCachesEnds(Storage storage, Kind kind, Code code, int length) throws Exception {
        Circle circle = new Circle(code, length);
        circle.caches = List.of(create("one", storage, circle), create("two", storage, circle));
        Threads.together(kind, length, i -> () -> {
            circle.enter(i);
            return null;
        });
        assertThat(circle.entered).hasValueGreaterThanOrEqualTo(length);
        for (int i = 0; i < length; i++) {
            Cache<String, String> cache = circle.cache(i);
            String key = "k" + i;
            assertThat(cache.containsKey(key)).isTrue();
            assertThat(Threads.elsewhere(() -> cache.remove(key)))
                    .as("nothing is locked")
                    .isTrue();
        }
    }

    private Cache<String, String> create(String name, Storage storage, Circle circle) {
        LarderConfiguration<String, String> configuration = storage.strings();
        switch (circle.code) {
            case PROCESSOR -> {}
            case LOADER -> configuration.setReadThrough(true).setCacheLoaderFactory(Journal.one(circle));
            case WRITER ->
                configuration.setWriteThrough(true).setCacheWriterFactory(Journal.one(new CircleWriter(circle)));
        }
        return rig.create(name, configuration);
    }

    /** What the threads do: each, with the lock of its key, waits for the others and then puts the key of the next. */
    private static final class Circle implements CacheLoader<String, String> {
        private final Code code;
        private final int length;
        private final CyclicBarrier allInside;
        private final AtomicInteger entered = new AtomicInteger();
        private List<Cache<String, String>> caches = List.of();

        Circle(Code code, int length) {
            this.code = code;
            this.length = length;
            this.allInside = new CyclicBarrier(length);
        }

        Cache<String, String> cache(int i) {
            return caches.get(i % 2);
        }

        void enter(int i) {
            String key = "k" + i;
            switch (code) {
                case PROCESSOR ->
                    cache(i).invoke(key, (entry, none) -> {
                        inside(i);
                        entry.setValue("outer");
                        return null;
                    });
                case LOADER -> assertThat(cache(i).get(key)).isNotNull();
                case WRITER -> cache(i).put(key, "outer");
            }
        }

        void inside(int i) {
            if (entered.incrementAndGet() <= length) { // code that runs again does not meet the others
                Threads.await(allInside);
            }
            int next = (i + 1) % length;
            cache(next).put("k" + next, "inner");
        }

        @Override
        public String load(String key) {
            inside(Integer.parseInt(key.substring(1)));
            return "outer";
        }

        @Override
        public Map<String, String> loadAll(Iterable<? extends String> keys) {
            return Map.of();
        }
    }

    /** Is inside when it writes what a thread of the circle puts. */
    private record CircleWriter(Circle circle) implements CacheWriter<String, String> {
        @Override
        public void write(Cache.Entry<? extends String, ? extends String> entry) {
            if (entry.getValue().equals("outer")) {
                circle.inside(Integer.parseInt(entry.getKey().substring(1)));
            }
        }

        @Override
        public void writeAll(Collection<Cache.Entry<? extends String, ? extends String>> entries) {
            entries.clear();
        }

        @Override
        public void delete(Object key) {}

        @Override
        public void deleteAll(Collection<?> keys) {}
    }
}
