package org.larder.provider.chronicle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.larder.provider.store.Condition;
import org.larder.provider.store.EntryStore.Item;
import org.larder.provider.store.Reply;
import org.larder.provider.store.Stored;

/**
 * Four threads in a store much too small for what they put into it. Each key has one writer, whose versions only grow,
 * so that any reader can tell a value that should not be there any more. {@code -Dlarder.stress=100} makes it a hundred
 * times as long.
 */
class ConcurrentStoreTest {

    private static final int TIMES = Integer.getInteger("larder.stress", 1);
    private static final int THREADS = 4;
    private static final int KEYS = 200;

    @Test
    void storeBoundByChunksNeverGivesWhatWasOverwritten() throws Exception {
        run(new Geometry(3, 64, 512, 256), Long.MAX_VALUE, 5_000);
    }

    @Test
    void storeBoundByEntriesNeverGivesWhatWasOverwritten() throws Exception {
        run(new Geometry(3, 64, 1_024, 256), 30, 300);
    }

    @Test
    void storeOfOneEntryNeverGivesWhatWasOverwritten() throws Exception {
        run(new Geometry(2, 64, 64, 16), 1, 300);
    }

    private static void run(Geometry geometry, long maxEntries, int maxValueBytes) throws Exception {
        try (OpenStore open = new OpenStore(geometry, maxEntries, false)) {
            AtomicIntegerArray replied = new AtomicIntegerArray(KEYS);
            inAllThreads(thread -> {
                Worker worker = new Worker(thread, open, replied, maxValueBytes);
                for (int i = 0; i < 8_000 * TIMES; i++) {
                    worker.step();
                    assertThat(open.accounts.entries()).isLessThanOrEqualTo(maxEntries);
                }
            });
            open.audit();
            assertThat(open.store.evictions()).isPositive();
        }
    }

    @Test
    void everyChangeIfUnchangedCountsOnce() throws Exception {
        int rounds = 3_000;
        try (OpenStore open = new OpenStore(new Geometry(2, 64, 1_024, 256), Long.MAX_VALUE, true)) {
            inAllThreads(thread -> {
                for (int i = 0; i < rounds; i++) {
                    increment(open, i % 3);
                }
            });
            int sum = 0;
            for (int key = 0; key < 3; key++) {
                sum += ByteBuffer.wrap(Objects.requireNonNull(open.get(key))).getInt();
            }
            assertThat(sum).isEqualTo(THREADS * rounds);
        }
    }

    private static void increment(OpenStore open, int key) {
        boolean applied;
        do {
            Stored<byte[]> seen = open.store.read(key);
            int count = seen == null ? 0 : ByteBuffer.wrap(seen.value()).getInt();
            byte[] next = ByteBuffer.allocate(4 + count % 100).putInt(count + 1).array();
            Condition<byte[]> condition = seen == null ? Condition.absent() : Condition.unchangedSince(seen);
            applied = open.store
                    .set(key, condition, next, Stored.NEVER, Stored.NEVER, false)
                    .applied();
        } while (!applied);
    }

    private static void inAllThreads(IntConsumer task) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> tasks = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int thread = i;
                tasks.add(threads.submit(() -> task.accept(thread)));
            }
            for (Future<?> each : tasks) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static final class Worker {
        private final int thread;
        private final Random random;
        private final OpenStore open;
        private final AtomicIntegerArray replied;
        private final int maxValueBytes;
        private int version;

        Worker(int thread, OpenStore open, AtomicIntegerArray replied, int maxValueBytes) {
            this.thread = thread;
            this.random = new Random(thread);
            this.open = open;
            this.replied = replied;
            this.maxValueBytes = maxValueBytes;
        }

        void step() {
            int key = random.nextInt(KEYS);
            int kind = random.nextInt(1_000);
            if (kind < 400) {
                set(key - key % THREADS + thread);
            } else if (kind < 700) {
                int atLeast = replied.get(key);
                assertValid(key, atLeast, open.get(key));
            } else if (kind < 850) {
                int atLeast = replied.get(key);
                Stored<byte[]> stored = open.store.read(key);
                if (stored != null) {
                    assertValid(key, atLeast, stored.value());
                    open.store.touch(key, stored, random.nextBoolean() ? Stored.NEVER : open.nowMillis.get() + 3);
                }
            } else if (kind < 980) {
                open.store.delete(key, Condition.any(), false);
                open.nowMillis.incrementAndGet();
            } else if (kind < 995) {
                for (Iterator<Item<Integer, byte[]>> items = open.store.iterator(); items.hasNext(); ) {
                    Item<Integer, byte[]> item = items.next();
                    assertValid(item.key(), 0, item.stored().value());
                }
            } else {
                open.store.clear();
            }
        }

        private void set(int key) {
            version++;
            Stored<byte[]> seen = open.store.read(key);
            Condition<byte[]> condition =
                    seen == null || random.nextBoolean() ? Condition.any() : Condition.unchangedSince(seen);
            int bytes = 8 + random.nextInt(maxValueBytes);
            Reply<byte[]> reply = open.store.set(
                    key, condition, OpenStore.valueOf(key, version, bytes), Stored.NEVER, Stored.NEVER, true);
            assertValid(key, 0, reply.previous());
            if (reply.applied()) {
                replied.set(key, version);
            }
        }

        private static void assertValid(int key, int atLeast, byte @Nullable [] value) {
            if (value == null) {
                return;
            }
            ByteBuffer bytes = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
            assertThat(bytes.getInt()).isEqualTo(key);
            int found = bytes.getInt();
            assertThat(found).isGreaterThanOrEqualTo(atLeast);
            assertThat(value).isEqualTo(OpenStore.valueOf(key, found, value.length));
        }
    }
}
