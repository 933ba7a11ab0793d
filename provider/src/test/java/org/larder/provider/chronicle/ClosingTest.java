package org.larder.provider.chronicle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.larder.provider.store.Condition;
import org.larder.provider.store.Stored;

/** A store closed while others are at work in it. {@code -Dlarder.stress=10} closes ten times as many. */
class ClosingTest {

    private static final int STORES = 60 * Integer.getInteger("larder.stress", 1);
    private static final Geometry GEOMETRY = new Geometry(2, 64, 512, 256);

    private final Map<String, Throwable> failures = new ConcurrentHashMap<>();

    @Test
    void threadsAtWorkAreToldThatTheStoreIsClosed() throws InterruptedException {
        for (int i = 0; i < STORES; i++) {
            closeUnder(Work::untilRefused);
        }
        assertThat(failures).containsOnlyKeys("cache 'open' is closed");
    }

    @Test
    void threadsThatComeForTheFirstTimeAreToldThatTheStoreIsClosed() throws InterruptedException {
        for (int i = 0; i < STORES; i++) {
            closeUnder(Work::inNewThreadsUntilRefused);
        }
        assertThat(failures).containsOnlyKeys("cache 'open' is closed");
    }

    @Test
    void everyCallerOfCloseFindsTheStoreClosedAfterwards() throws InterruptedException {
        for (int i = 0; i < STORES / 10; i++) {
            OpenStore open = new OpenStore(GEOMETRY, 100, false);
            List<Thread> closers = new ArrayList<>();
            List<Boolean> openAfterClose = new CopyOnWriteArrayList<>();
            for (int j = 0; j < 4; j++) {
                closers.add(new Thread(() -> {
                    open.close();
                    openAfterClose.add(open.map.isOpen());
                }));
            }
            closers.forEach(Thread::start);
            for (Thread closer : closers) {
                closer.join();
            }
            assertThat(openAfterClose).containsExactly(false, false, false, false);
        }
    }

    private void closeUnder(Consumer<Work> task) throws InterruptedException {
        OpenStore open = new OpenStore(GEOMETRY, 100, false);
        CountDownLatch working = new CountDownLatch(4);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Work work = new Work(open, new Random(i), working);
            threads.add(new Thread(() -> task.accept(work)));
        }
        threads.forEach(Thread::start);
        working.await();
        open.close();
        for (Thread thread : threads) {
            thread.join(60_000);
            assertThat(thread.isAlive()).isFalse();
        }
    }

    private final class Work {
        private final OpenStore open;
        private final Random random;
        private final CountDownLatch working;
        private volatile boolean refused;

        Work(OpenStore open, Random random, CountDownLatch working) {
            this.open = open;
            this.random = random;
            this.working = working;
        }

        void untilRefused() {
            while (!refused) {
                step();
                working.countDown();
            }
        }

        void inNewThreadsUntilRefused() {
            while (!refused) {
                Thread thread = new Thread(this::step);
                thread.start();
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                working.countDown();
            }
        }

        private void step() {
            try {
                operate();
            } catch (RuntimeException | Error e) {
                refused = true;
                failures.putIfAbsent(
                        e instanceof IllegalStateException ? String.valueOf(e.getMessage()) : e.toString(), e);
            }
        }

        private void operate() {
            int key = random.nextInt(300);
            switch (random.nextInt(10)) {
                case 0, 1, 2 -> open.put(key, OpenStore.valueOf(key, 1, 1 + random.nextInt(600)));
                case 3, 4, 5 -> open.get(key);
                case 6 -> open.store.delete(key, Condition.any(), true);
                case 7 -> {
                    Stored<byte[]> seen = open.store.read(key);
                    if (seen != null) {
                        open.store.touch(key, seen, 5_000);
                    }
                }
                case 8 -> open.store.count();
                default ->
                    open.store
                            .iterator()
                            .forEachRemaining(item -> assertThat(item.key()).isLessThan(300));
            }
        }
    }
}
