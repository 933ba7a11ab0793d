package org.larder.provider.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CountersTest {
    private final AtomicLong evicted = new AtomicLong(100);
    private final Counters counters = new Counters(evicted::get, true);
    private final StatisticsBean bean = new StatisticsBean(counters);

    private static void times(int count, Runnable counted) {
        for (int i = 0; i < count; i++) {
            counted.run();
        }
    }

    @Test
    void countsAppearInTheBean() {
        times(3, counters::hit);
        times(1, counters::miss);
        times(5, counters::put);
        times(7, counters::removal);
        evicted.addAndGet(7);
        assertThat(bean.getCacheHits()).isEqualTo(3);
        assertThat(bean.getCacheMisses()).isEqualTo(1);
        assertThat(bean.getCacheGets()).isEqualTo(4);
        assertThat(bean.getCacheHitPercentage()).isEqualTo(75f);
        assertThat(bean.getCacheMissPercentage()).isEqualTo(25f);
        assertThat(bean.getCachePuts()).isEqualTo(5);
        assertThat(bean.getCacheRemovals()).isEqualTo(7);
        assertThat(bean.getCacheEvictions()).isEqualTo(7);
    }

    @Test
    void withoutOperationsEverythingIsZero() {
        assertThat(List.of(
                        bean.getCacheHitPercentage(),
                        bean.getCacheMissPercentage(),
                        bean.getAverageGetTime(),
                        bean.getAveragePutTime(),
                        bean.getAverageRemoveTime()))
                .containsOnly(0f);
        assertThat(bean.getCacheEvictions()).isZero();
    }

    @Test
    void timesAreMeansInMicrosecondsPerKind() {
        long now = System.nanoTime();
        counters.endGet(now - 1_000_000_000L);
        counters.endGet(now - 3_000_000_000L);
        counters.endPut(now - 4_000_000_000L);
        counters.endRemove(now - 5_000_000_000L);
        float sinceMicros = (System.nanoTime() - now) / 1_000f + 1; // a float has seven digits
        assertThat(bean.getAverageGetTime()).isBetween(2_000_000f, 2_000_000f + sinceMicros);
        assertThat(bean.getAveragePutTime()).isBetween(4_000_000f, 4_000_000f + sinceMicros);
        assertThat(bean.getAverageRemoveTime()).isBetween(5_000_000f, 5_000_000f + sinceMicros);
    }

    @Test
    void nothingIsCountedNorTimedWhileOff() {
        counters.setEnabled(false);
        long start = counters.startGet();
        assertThat(start).isZero();
        counters.hit();
        counters.miss();
        counters.put();
        counters.removal();
        evicted.addAndGet(5);
        counters.endGet(start);
        counters.setEnabled(true);
        counters.endGet(start);
        assertThat(counters.startGet()).isNotZero();
        assertThat(bean.getCacheGets() + bean.getCachePuts() + bean.getCacheRemovals() + bean.getCacheEvictions())
                .isZero();
        assertThat(bean.getAverageGetTime()).isZero();
    }

    @Test
    void whatWasCountedStaysWhileOff() {
        counters.hit();
        evicted.addAndGet(2);
        counters.setEnabled(false);
        counters.setEnabled(false);
        evicted.addAndGet(10);
        assertThat(bean.getCacheHits()).isEqualTo(1);
        assertThat(bean.getCacheEvictions()).isEqualTo(2);
        counters.setEnabled(true);
        counters.setEnabled(true);
        evicted.addAndGet(3);
        assertThat(bean.getCacheEvictions()).isEqualTo(5);
    }

    @Test
    void clearSetsEverythingToZeroAndCountsOn() {
        counters.hit();
        counters.miss();
        counters.put();
        counters.removal();
        counters.endGet(counters.startGet());
        counters.endPut(counters.startPut());
        counters.endRemove(counters.startRemove());
        evicted.addAndGet(2);
        bean.clear();
        assertThat(bean.getCacheGets() + bean.getCachePuts() + bean.getCacheRemovals() + bean.getCacheEvictions())
                .isZero();
        assertThat(bean.getAverageGetTime() + bean.getAveragePutTime() + bean.getAverageRemoveTime())
                .isZero();
        counters.hit();
        evicted.addAndGet(1);
        assertThat(bean.getCacheHits()).isEqualTo(1);
        assertThat(bean.getCacheEvictions()).isEqualTo(1);
    }

    @Test
    void noCountIsLostBetweenThreads() {
        IntStream.range(0, 8)
                .parallel()
                .forEach(thread -> IntStream.range(0, 10_000).forEach(n -> counters.hit()));
        assertThat(bean.getCacheHits()).isEqualTo(80_000);
    }
}
