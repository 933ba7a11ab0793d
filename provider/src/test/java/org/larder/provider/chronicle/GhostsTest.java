package org.larder.provider.chronicle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GhostsTest {

    private static final int ENTRIES = 512;

    private final StateBlock block = StateBlock.inMemory("ghosts", new Geometry(3, 64, 1_000, ENTRIES));
    private final Ghosts ghosts = new Ghosts(block);
    private final Random random = new Random(7);

    @AfterEach
    void close() {
        block.close();
        block.close();
    }

    @Test
    void keyIsRememberedInItsSegmentOnly() {
        for (long hash : new long[] {0, -1, 1L << 63, 0x1234_5678_9ABC_DEF0L}) {
            assertThat(ghosts.contains(1, hash)).isFalse();
            ghosts.add(1, hash);
            assertThat(ghosts.contains(1, hash)).isTrue();
            assertThat(ghosts.contains(0, hash)).isFalse();
            assertThat(ghosts.contains(2, hash)).isFalse();
        }
    }

    @Test
    void keyIsForgottenAfterAboutAsManyOthersAsASegmentHasEntries() {
        int remembered = 0;
        int trials = 200;
        for (int trial = 0; trial < trials; trial++) {
            long hash = random.nextLong();
            ghosts.add(0, hash);
            addOthers(ENTRIES / 4);
            remembered += ghosts.contains(0, hash) ? 1 : 0;
            addOthers(4 * ENTRIES);
            assertThat(ghosts.contains(0, hash)).isFalse();
        }
        assertThat(remembered).isGreaterThan(trials * 9 / 10);
    }

    @Test
    void keysAreHardlyEverTakenForOthers() {
        addOthers(4 * ENTRIES);
        int mistaken = 0;
        for (int i = 0; i < 100_000; i++) {
            mistaken += ghosts.contains(0, random.nextLong()) ? 1 : 0;
        }
        assertThat(mistaken).isBetween(1, 30); // four prints of 16 bits in each bucket: about six
    }

    private void addOthers(int count) {
        for (int i = 0; i < count; i++) {
            ghosts.add(0, random.nextLong());
        }
    }
}
