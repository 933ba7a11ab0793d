package org.larder.provider.chronicle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import net.openhft.chronicle.hash.locks.InterProcessDeadLockException;
import net.openhft.chronicle.map.impl.CompiledMapIterationContext;
import org.junit.jupiter.api.Test;

/** A lock that is not to be had, as it is held by a process that stands still. */
class HeldLockTest {

    @Test
    void smallerValueThatCannotBeWrittenLeavesTheOldOneAsItWas() throws InterruptedException {
        ChronicleRuntime.waitShortlyForLocks();
        try (OpenStore open = new OpenStore(new Geometry(1, 64, 64, 64), Long.MAX_VALUE, false)) {
            byte[] large = OpenStore.valueOf(1, 1, 600);
            open.put(1, large);
            CountDownLatch held = new CountDownLatch(1);
            CountDownLatch enough = new CountDownLatch(1);
            Thread reader = new Thread(() -> {
                try (CompiledMapIterationContext<Object, Object, Object> context = open.context(0)) {
                    context.readLock().lock();
                    held.countDown();
                    enough.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            reader.start();
            held.await();
            try {
                assertThatThrownBy(() -> open.put(1, OpenStore.valueOf(1, 2, 30)))
                        .isInstanceOf(InterProcessDeadLockException.class);
                open.put(2, OpenStore.valueOf(2, 1, 300));
            } finally {
                enough.countDown();
                reader.join();
            }
            open.audit();
            assertThat(open.get(1)).isEqualTo(large);
        }
    }
}
