package org.larder.provider;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import javax.cache.Cache;
import javax.cache.integration.CacheWriter;
import javax.cache.processor.EntryProcessor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.larder.LarderConfiguration;
import org.larder.codec.Codec;
import org.larder.provider.Rig.Storage;

/** Entries that are evicted while code of the user runs for them, beside many that are written and evicted, too. */
@Timeout(300)
class EvictionMeanwhileTest {

    private final Rig rig = new Rig();

    @AfterEach
    void close() {
        rig.close();
    }

    @ParameterizedTest
    @EnumSource(Storage.class)
    void evictionAloneMakesNoProcessorRunAgain(Storage storage) {
        Cache<Integer, Integer> cache = rig.create("orders", storage.apply(small()));
        cache.put(0, 5);
        List<@Nullable Integer> met = new ArrayList<>();
        cache.invoke(0, adding(1, met, () -> evict(cache)));
        assertThat(met).containsExactly(5);
        assertThat(cache.get(0)).isEqualTo(6);
    }

    static List<Named<Function<Cache<Integer, Integer>, @Nullable Object>>> changes() {
        return List.of(
                Named.of("replace", cache -> cache.replace(0, 6)),
                Named.of("replaceEqual", cache -> cache.replace(0, 5, 6)),
                Named.of("getAndReplace", cache -> cache.getAndReplace(0, 6)),
                Named.of("getAndPut", cache -> cache.getAndPut(0, 6)),
                Named.of("invoke", cache -> cache.invoke(0, adding(1, new ArrayList<>(), () -> {}))),
                Named.of("remove", cache -> cache.remove(0)),
                Named.of("getAndRemove", cache -> cache.getAndRemove(0)));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void evictionWhileTheWriterIsAtWorkIsNoReasonToCallItAgain(
            Function<Cache<Integer, Integer>, @Nullable Object> change) {
        AtomicBoolean evicting = new AtomicBoolean();
        List<Cache<Integer, Integer>> caches = new ArrayList<>();
        EvictingWriter writer = new EvictingWriter(() -> {
            if (evicting.getAndSet(false)) {
                evict(caches.get(0));
            }
        });
        Cache<Integer, Integer> cache =
                rig.create("orders", small().setWriteThrough(true).setCacheWriterFactory(() -> writer));
        caches.add(cache);
        cache.put(0, 5);
        writer.told.clear();
        evicting.set(true);
        assertThat(change.apply(cache)).isIn(true, 5);
        assertThat(evicting).isFalse();
        assertThat(writer.told).containsAnyOf("0=6", "0 deleted").hasSize(1);
    }

    /** It had begun when nobody had the lock of the key, and what it wrote is gone when the processor is done. */
    @Test
    void changeThatHadBegunBeforeIsNotForgottenWithItsEntry() throws Exception {
        SlowCodec codec = new SlowCodec();
        LarderConfiguration<Integer, Slow> configuration = new LarderConfiguration<Integer, Slow>()
                .setTypes(Integer.class, Slow.class)
                .setMaxEntries(100)
                .addCodec(Slow.class, () -> codec);
        Cache<Integer, Slow> cache = rig.create("orders", configuration);
        cache.put(0, new Slow(1));
        FutureTask<Slow> put = Threads.start(() -> cache.getAndPut(0, new Slow(SlowCodec.HELD)));
        codec.arrived.await();
        List<@Nullable Slow> met = new ArrayList<>();
        cache.invoke(0, (entry, none) -> {
            met.add(entry.getValue());
            if (met.size() == 1) {
                codec.goOn.countDown();
                assertThat(join(put)).isEqualTo(new Slow(1));
                evict(cache, Slow::new);
            }
            entry.setValue(new Slow(3));
            return null;
        });
        assertThat(met).containsExactly(new Slow(1), null);
    }

    private static LarderConfiguration<Integer, Integer> small() {
        return new LarderConfiguration<Integer, Integer>()
                .setTypes(Integer.class, Integer.class)
                .setMaxEntries(100);
    }

    private static EntryProcessor<Integer, Integer, @Nullable Object> adding(
            int summand, List<@Nullable Integer> met, Runnable meanwhile) {
        return (entry, none) -> {
            Integer before = entry.getValue();
            met.add(before);
            meanwhile.run();
            entry.setValue(before == null ? summand : before + summand);
            return before;
        };
    }

    private static void evict(Cache<Integer, Integer> cache) {
        evict(cache, value -> value);
    }

    /** Puts and uses many other entries, in another thread, until that of 0 is gone. */
    private static <V> void evict(Cache<Integer, V> cache, Function<Integer, V> value) {
        join(Threads.start(() -> {
            for (int next = 1_000; cache.containsKey(0); next += 1_000) {
                for (int other = next; other < next + 1_000; other++) {
                    cache.put(other, value.apply(other));
                    for (int use = 0; use < 5; use++) {
                        cache.get(other);
                    }
                }
            }
            return null;
        }));
    }

    private static <T> T join(FutureTask<T> task) {
        try {
            return task.get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private record Slow(int number) {}

    /** Holds up one number until it is told to go on. */
    private static final class SlowCodec implements Codec<Slow> {
        static final int HELD = 2;

        final CountDownLatch arrived = new CountDownLatch(1);
        final CountDownLatch goOn = new CountDownLatch(1);

        @Override
        public byte[] encode(Slow value) {
            if (value.number == HELD) {
                arrived.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
            return Integer.toString(value.number).getBytes(US_ASCII);
        }

        @Override
        public Slow decode(byte[] bytes) {
            return new Slow(Integer.parseInt(new String(bytes, US_ASCII)));
        }
    }

    /** Notes what it is told of the key 0, after something else. */
    private static final class EvictingWriter implements CacheWriter<Integer, Integer> {
        final List<String> told = new ArrayList<>();
        private final Runnable first;

        EvictingWriter(Runnable first) {
            this.first = first;
        }

        private void note(Object key, String what) {
            if (key.equals(0)) {
                told.add(what);
                first.run();
            }
        }

        @Override
        public void write(Cache.Entry<? extends Integer, ? extends Integer> entry) {
            note(entry.getKey(), entry.getKey() + "=" + entry.getValue());
        }

        @Override
        public void delete(Object key) {
            note(key, key + " deleted");
        }

        @Override
        public void writeAll(Collection<Cache.Entry<? extends Integer, ? extends Integer>> entries) {
            throw new UnsupportedOperationException("nobody writes several");
        }

        @Override
        public void deleteAll(Collection<?> keys) {
            throw new UnsupportedOperationException("nobody deletes several");
        }
    }
}
