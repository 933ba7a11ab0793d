package org.larder.benchmarks.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ZipfTest {

    @ParameterizedTest
    @CsvSource({"1, 0.99", "10, 0", "100, 0.5", "1000, 0.99", "100000, 0.99", "1000, 1.2"})
    void probabilitiesFallByThePowerLawAndAddUpToOne(int items, double exponent) {
        Zipf law = new Zipf(items, exponent);
        double sum = 0;
        for (int rank = 0; rank < items; rank++) {
            double expected = law.probability(0) / Math.pow(rank + 1.0, exponent);
            assertThat(law.probability(rank)).isCloseTo(expected, within(1e-9));
            sum += law.probability(rank);
        }
        assertThat(sum).isCloseTo(1, within(1e-9));
    }

    /** Pearson's test: over ranks drawn often enough, the sum of squares stays near the number of ranks. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void drawnFrequenciesFollowTheLaw(long seed) {
        int draws = 1_000_000;
        Zipf law = new Zipf(1_000, 0.99);
        int[] drawn = new int[law.items()];
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < draws; i++) {
            drawn[law.rank(random.nextDouble())]++;
        }
        double chiSquare = 0;
        for (int rank = 0; rank < law.items(); rank++) {
            double expected = draws * law.probability(rank);
            chiSquare += (drawn[rank] - expected) * (drawn[rank] - expected) / expected;
        }
        double freedom = law.items() - 1;
        assertThat(chiSquare).isCloseTo(freedom, within(5 * Math.sqrt(2 * freedom)));
    }

    @Test
    void everyNumberBelongsToTheRankWhoseShareItLiesIn() {
        Zipf even = new Zipf(4, 0);
        assertThat(even.rank(0)).isZero();
        assertThat(even.rank(Math.nextDown(0.25))).isZero();
        assertThat(even.rank(0.25)).isEqualTo(1);
        assertThat(even.rank(0.5)).isEqualTo(2);
        assertThat(even.rank(Math.nextDown(1.0))).isEqualTo(3);
    }

    @Test
    void lawWithoutItemsOrWithNegativeExponentIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Zipf(0, 0.99)).withMessageContaining("at least 1");
        assertThatIllegalArgumentException().isThrownBy(() -> new Zipf(1, -1)).withMessageContaining("0 or more");
        assertThatIllegalArgumentException().isThrownBy(() -> new Zipf(1, Double.NaN));
    }
}
