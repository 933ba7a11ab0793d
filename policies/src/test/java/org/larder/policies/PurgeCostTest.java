package org.larder.policies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.larder.policies.PolicyRig.CONTEXT;
import static org.larder.policies.PolicyRig.invalidate;
import static org.larder.policies.PolicyRig.key;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Purging among many entries. {@code -DargLine=-Dlarder.purge=1000000} gives their number; what it took is then printed.
 */
class PurgeCostTest {

    private static final int FEW = 2_000;

    private static final int ENTRIES = Integer.getInteger("larder.purge", FEW);

    /** Twice what they take, so that none is evicted. */
    private static final Map<String, String> LARGE =
            Map.of("larder.default-max-bytes", (64 << 20) + 4_096L * ENTRIES + "");

    private static InvalidateResult purge(PolicyRig rig, String prefix) {
        long began = System.nanoTime();
        InvalidateResult result =
                invalidate(key(prefix)).purgeChildEntries(true).build().execute(rig.caches, CONTEXT, rig.variables);
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        if (ENTRIES > FEW) {
            System.out.printf(
                    "purge of '%s' among %,d entries: %,d removed in %,d ms%n",
                    prefix, ENTRIES, result.removed(), millis);
        }
        return result;
    }

    @Test
    void purgeTakesAllOfAPrefixAndNothingElse() {
        try (PolicyRig rig = new PolicyRig(LARGE, caches -> caches)) {
            int few = ENTRIES / 1_000;
            for (int i = 0; i < ENTRIES; i++) {
                rig.put("a token of some forty characters, more or less", i < few ? "Few" : "Many", "client-" + i);
            }
            assertThat(purge(rig, "None").removed()).isZero();
            assertThat(purge(rig, "Few").removed()).isEqualTo(few);
            assertThat(purge(rig, "Many").removed()).isEqualTo(ENTRIES - few);
            assertThat(rig.manager.getCache(PolicyCaches.SHARED)).isEmpty();
        }
    }
}
