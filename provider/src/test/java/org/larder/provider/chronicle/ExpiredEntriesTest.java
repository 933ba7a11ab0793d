package org.larder.provider.chronicle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.larder.provider.store.Condition;
import org.larder.provider.store.Stored;

/** That a segment is gone through only when something in it may be expired. */
class ExpiredEntriesTest {

    private static final int SEGMENT = 0;

    private final OpenStore open = new OpenStore(new Geometry(1, 64, 16_384, 8_192), Long.MAX_VALUE, false);

    @AfterEach
    void close() {
        open.close();
    }

    @Test
    void nothingIsDueInASegmentWithoutDeadlines() {
        open.put(1, new byte[10]);
        assertThat(open.accounts.earliestDeadlineMillis(SEGMENT)).isEqualTo(Stored.NEVER);
    }

    @Test
    void whatWasTakenAwayIsNoReasonToLookAgain() {
        putUntil(1, 2_000);
        putUntil(2, 3_000);
        assertThat(open.accounts.earliestDeadlineMillis(SEGMENT)).isEqualTo(2_000);
        open.nowMillis.set(2_000);
        open.store.expired(SEGMENT, 0).forEach(found -> open.store.delete(found.key(), found.unchanged(), false));
        assertThat(open.accounts.earliestDeadlineMillis(SEGMENT)).isEqualTo(2_000); // somebody may have failed to
        assertThat(open.store.expired(SEGMENT, 0)).isEmpty();
        assertThat(open.accounts.earliestDeadlineMillis(SEGMENT)).isEqualTo(3_000);
    }

    private void putUntil(int key, long deadlineMillis) {
        open.store.set(key, Condition.any(), new byte[10], deadlineMillis, deadlineMillis, false);
    }
}
