package org.larder.provider.chronicle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.larder.provider.store.Reply.Effect;

class ManyThreadsTest {

    private static final Geometry GEOMETRY = new Geometry(4, 64, 4_096, 1_024);

    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

    @Test
    void threadsThatAreGoneLeaveNothingBehind() throws InterruptedException {
        try (OpenStore open = new OpenStore(GEOMETRY, 500, false)) {
            for (int i = 0; i < 2_000; i++) {
                int key = i;
                Thread thread = new Thread(() -> use(open, key));
                thread.start();
                thread.join();
            }
            assertThat(open.map.allContexts()).hasSizeLessThan(10);
            open.audit();
        }
        assertThat(failures).isEmpty();
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void virtualThreadsUseTheStore() throws Exception {
        try (OpenStore open = new OpenStore(GEOMETRY, 500, false)) {
            CountDownLatch start = new CountDownLatch(1);
            CountDownLatch done = new CountDownLatch(1_000);
            for (int i = 0; i < 1_000; i++) {
                int key = i;
                startVirtual(() -> {
                    try {
                        start.await();
                        for (int j = 0; j < 20; j++) {
                            use(open, key);
                        }
                    } catch (InterruptedException e) {
                        failures.add(e);
                    } finally {
                        done.countDown();
                    }
                });
            }
            start.countDown();
            assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
            open.audit();
        }
        assertThat(failures).isEmpty();
    }

    private void use(OpenStore open, int key) {
        try {
            assertThat(open.put(key, OpenStore.valueOf(key, 1, 100))).isIn(Effect.CREATED, Effect.UPDATED);
            byte[] value = open.get(key);
            assertThat(value == null || Arrays.equals(value, OpenStore.valueOf(key, 1, 100)))
                    .isTrue();
        } catch (RuntimeException | Error e) {
            failures.add(e);
        }
    }

    /** By reflection, as the tests are compiled for a Java that has no such threads. */
    private static void startVirtual(Runnable task) throws ReflectiveOperationException {
        Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
    }
}
