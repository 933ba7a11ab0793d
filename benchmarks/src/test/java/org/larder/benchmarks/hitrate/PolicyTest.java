package org.larder.benchmarks.hitrate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PolicyTest {

    private static final int[] LOOP = Trace.loop(100, 1_000).keys();

    @ParameterizedTest
    @EnumSource
    void cacheForAllKeysMissesEachOnce(Policy policy) {
        assertThat(policy.hits(LOOP, 200)).isEqualTo(900);
    }

    @ParameterizedTest
    @EnumSource
    void nobodyDoesBetterThanTheOptimum(Policy policy) {
        int[] keys = Trace.zipf(2_000, 20_000).keys();
        assertThat(policy.hits(keys, 100)).isBetween(1L, Policy.OPTIMUM.hits(keys, 100));
    }

    @Test
    void leastRecentlyUsedFindsNothingInALoopThatIsTooLong() {
        assertThat(Policy.LRU.hits(LOOP, 99)).isZero();
    }

    @Test
    void leastRecentlyUsedGoes() {
        assertThat(Policy.LRU.hits(new int[] {1, 2, 1, 3, 1, 2}, 2)).isEqualTo(2);
    }

    @Test
    void optimumKnowsTheFuture() {
        // Of 1, 2 and 3 in room for two: 2 goes for 3, as it is wanted last; 1 and 3 are found, 2 is not.
        assertThat(Policy.OPTIMUM.hits(new int[] {1, 2, 3, 1, 3, 2}, 2)).isEqualTo(2);
        assertThat(Policy.OPTIMUM.hits(LOOP, 50)).isBetween(440L, 460L);
    }
}
