package org.larder.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.larder.differential.Comparison.Divergence;

/**
 * Random histories on Larder and Caffeine. {@code -Ddifferential.seed} sets the seed of the first history, the others
 * follow it, and {@code -Ddifferential.histories} how many there are for each store.
 */
class DifferentialTest {
    private static final long SEED = Long.getLong("differential.seed", 20_261_121L);
    private static final int HISTORIES = Integer.getInteger("differential.histories", 5_000);

    /** From so many histories on every rule must have had something to excuse. */
    private static final int ENOUGH_FOR_EVERY_RULE = 5_000;

    @Test
    void storeByValueAgreesWithCaffeine() {
        compare(true, "storeByValueAgreesWithCaffeine");
    }

    @Test
    void storeByReferenceAgreesWithCaffeine() {
        compare(false, "storeByReferenceAgreesWithCaffeine");
    }

    private static void compare(boolean byValue, String test) {
        try (Comparison comparison = new Comparison()) {
            long startNanos = System.nanoTime();
            for (long seed = SEED; seed < SEED + HISTORIES; seed++) {
                History history = Histories.of(seed, byValue);
                if (comparison.diverges(history)) {
                    fail(report(comparison, history, test));
                }
            }
            System.out.printf(
                    "%s: %,d operations in %,d histories from seed %d on agree; %.1f s%n",
                    test, comparison.operations(), HISTORIES, SEED, (System.nanoTime() - startNanos) / 1e9);
            if (HISTORIES >= ENOUGH_FOR_EVERY_RULE) {
                assertThat(comparison.used())
                        .as("rules that excused something; one that excuses nothing must go")
                        .isEqualTo(EnumSet.allOf(Rule.class));
            }
        }
    }

    private static String report(Comparison comparison, History history, String test) {
        History smallest = new Shrinker(comparison::diverges).shrink(history);
        Divergence divergence = comparison.run(smallest);
        return """
                Larder and Caffeine disagree in the history of seed %d, which comes down to:
                %s
                where they disagree at %s
                To repeat it: mvn test -pl differential-tests -am -Dtest=DifferentialTest#%s \
                -DfailIfNoTests=false -Dsurefire.failIfNoSpecifiedTests=false -Ddifferential.seed=%d -Ddifferential.histories=1
                """.formatted(history.seed(), smallest, divergence, test, history.seed());
    }
}
