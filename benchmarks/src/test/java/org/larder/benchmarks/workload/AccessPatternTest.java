package org.larder.benchmarks.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AccessPatternTest {

    private static final int ITEMS = 10_000;

    private final AccessPattern pattern = new AccessPattern(ITEMS, 0.99, 7);

    @Test
    void everyItemHoldsExactlyOneRank() {
        int[] items =
                IntStream.range(0, ITEMS).map(pattern::itemOfRank).sorted().toArray();
        assertThat(items).isEqualTo(IntStream.range(0, ITEMS).toArray());
    }

    @Test
    void popularItemsAreScattered() {
        double middle =
                IntStream.range(0, 100).map(pattern::itemOfRank).average().orElseThrow();
        assertThat(middle).isBetween(ITEMS * 0.35, ITEMS * 0.65);
        assertThat(IntStream.range(0, ITEMS).filter(rank -> pattern.itemOfRank(rank) == rank))
                .hasSizeLessThan(10);
    }

    @Test
    void everyThreadWantsTheSameItemsByTheSameLaw() {
        int draws = 200_000;
        Zipf law = new Zipf(ITEMS, 0.99);
        for (int thread = 0; thread < 3; thread++) {
            int[] accesses = pattern.accesses(thread, draws);
            for (int rank = 0; rank < 20; rank++) {
                int item = pattern.itemOfRank(rank);
                double share =
                        (double) Arrays.stream(accesses).filter(i -> i == item).count() / draws;
                assertThat(share).isCloseTo(law.probability(rank), within(0.1 * law.probability(rank)));
            }
        }
    }

    @Test
    void threadsDrawForThemselvesAndRepeatThemselves() {
        assertThat(pattern.accesses(0, 1_000)).isNotEqualTo(pattern.accesses(1, 1_000));
        assertThat(pattern.accesses(1, 1_000)).isEqualTo(new AccessPattern(ITEMS, 0.99, 7).accesses(1, 1_000));
    }
}
