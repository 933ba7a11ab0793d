package org.larder.provider.chronicle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.larder.provider.store.Condition;
import org.larder.provider.store.Stored;

/**
 * Bounds that a user sets, against full scans while several threads put values of any size, from one byte to more than
 * is allowed. {@code -Dlarder.stress=100} makes it a hundred times as long.
 */
class BoundsTest {

    private static final int TIMES = Integer.getInteger("larder.stress", 1);
    private static final int THREADS = 3;
    private static final int STEPS = 2_000 * TIMES;

    @ParameterizedTest
    @CsvSource({
        "65536,,", // the least memory
        "300000,,100",
        "2000000,,",
        "2000000,,20",
        "2000000,1,",
        "2000000,50,",
        "2000000,3000,100",
        "4000000,20,",
        ",1000,300",
    })
    void boundsHoldForAnyMixtureOfSizes(@Nullable Long maxBytes, @Nullable Long maxEntries, @Nullable Integer typical)
            throws Exception {
        Geometry geometry = Geometry.of("bound", maxBytes, maxEntries, typical, 1 << 20);
        long mostEntries = maxEntries == null ? Long.MAX_VALUE : maxEntries;
        try (OpenStore open = new OpenStore(geometry, mostEntries, false)) {
            ExecutorService threads = Executors.newFixedThreadPool(THREADS);
            try {
                List<Future<?>> tasks = new ArrayList<>();
                for (int i = 0; i < THREADS; i++) {
                    Random random = new Random(i);
                    tasks.add(threads.submit(() -> use(open, random, mostEntries)));
                }
                for (Future<?> task : tasks) {
                    task.get();
                }
            } finally {
                threads.shutdownNow();
            }
            open.audit();
            assertThat(open.store.evictions()).isPositive();
            assertThat(open.store.count()).isLessThanOrEqualTo(mostEntries);
            long bytes = open.map.offHeapMemoryUsed() + StateBlock.bytes(geometry);
            assertThat(bytes).isLessThanOrEqualTo(geometry.totalBytes());
            assertThat(geometry.totalBytes()).isLessThanOrEqualTo(maxBytes == null ? Long.MAX_VALUE : maxBytes);
        }
    }

    private static void use(OpenStore open, Random random, long mostEntries) {
        for (int step = 0; step < STEPS; step++) {
            int key = random.nextInt(5_000);
            int kind = random.nextInt(20);
            if (kind == 0) {
                open.store.delete(key, Condition.any(), false);
            } else if (kind == 1) {
                open.store.set(key, Condition.any(), new byte[10], 1_001, 1_001, false);
                open.nowMillis.set(1_000 + random.nextInt(3));
            } else {
                // Each order of magnitude is as likely as the others.
                double bytes = Math.pow(1.1 * open.geometry.maxEntryBytes(), random.nextDouble());
                open.store.set(key, Condition.any(), new byte[(int) bytes], Stored.NEVER, Stored.NEVER, false);
            }
            assertThat(open.accounts.entries()).isLessThanOrEqualTo(mostEntries);
            if (step % 100 == 0) {
                int entries = open.auditBooks(random.nextInt(open.geometry.segments()))
                        .size();
                assertThat((long) entries).isLessThanOrEqualTo(mostEntries);
            }
        }
    }
}
