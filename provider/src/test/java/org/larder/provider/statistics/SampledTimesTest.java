package org.larder.provider.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SampledTimesTest {
    private final AtomicLong now = new AtomicLong(1);
    private final AtomicLong clockReads = new AtomicLong();
    private final AtomicInteger drawn = new AtomicInteger();
    private final SampledTimes times = new SampledTimes(
            () -> {
                clockReads.incrementAndGet();
                return now.get();
            },
            drawn::getAndIncrement);

    private void operations(int count, long micros) {
        for (int i = 0; i < count; i++) {
            long start = times.start();
            now.addAndGet(micros * 1_000);
            times.end(start);
        }
    }

    @Test
    void theFirstOnesAreAllTimed() {
        assertThat(times.meanMicros()).isZero();
        operations(1, 7);
        assertThat(times.meanMicros()).isEqualTo(7f);
        operations(SampledTimes.FIRST - 1, 7);
        assertThat(clockReads).hasValue(2 * SampledTimes.FIRST);
        assertThat(drawn).hasValue(0);
    }

    @Test
    void ofLaterOnesTheClockIsReadForTheDrawnOnly() {
        operations(SampledTimes.FIRST, 7);
        clockReads.set(0);
        operations(10 * SampledTimes.ONE_IN, 7);
        assertThat(clockReads).hasValue(2 * 10);
        assertThat(drawn).hasValue(10 * SampledTimes.ONE_IN);
        assertThat(times.meanMicros()).isEqualTo(7f);
    }

    @Test
    void theMeanIsThatOfAllOperationsWhetherFirstOrLater() {
        operations(SampledTimes.FIRST, 100);
        operations(SampledTimes.FIRST, 200);
        assertThat(times.meanMicros()).isEqualTo(150f);
    }

    @Test
    void afterAResetTheFirstOnesAreTimedAgain() {
        operations(2 * SampledTimes.FIRST, 100);
        times.reset();
        assertThat(times.meanMicros()).isZero();
        drawn.set(1);
        operations(1, 3);
        assertThat(times.meanMicros()).isEqualTo(3f);
    }

    /** Every second operation is slow: a sample of every sixteenth in a row would see only the one kind. */
    @Test
    void noPatternOfOperationsHidesFromChance() {
        SampledTimes chance =
                new SampledTimes(now::get, () -> ThreadLocalRandom.current().nextInt());
        for (int i = 0; i < 100_000; i++) {
            long start = chance.start();
            now.addAndGet(i % 2 == 0 ? 1_000 : 3_000);
            chance.end(start);
        }
        assertThat(chance.meanMicros()).isCloseTo(2f, within(0.15f)); // more than ten standard deviations
    }

    @Test
    void threadsLoseNoTime() {
        SampledTimes shared = new SampledTimes(() -> 5_000, () -> 0);
        IntStream.range(0, 8)
                .parallel()
                .forEach(thread -> IntStream.range(0, 1_000).forEach(n -> shared.end(1_000)));
        assertThat(shared.meanMicros()).isEqualTo(4f);
    }
}
