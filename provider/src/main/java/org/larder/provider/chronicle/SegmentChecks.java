package org.larder.provider.chronicle;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import net.openhft.chronicle.map.impl.CompiledMapIterationContext;

/**
 * Which segments of a file were looked at since it was opened. Each is, before anybody enters it: so a file opens at once
 * however large it is, and is never trusted. Thread-safe.
 */
final class SegmentChecks {

    private static final Logger LOG = System.getLogger(SegmentChecks.class.getName());

    private final String cacheName;
    private final SegmentAccounts accounts;

    /** Written under the lock of the segment and read without: who reads too early looks again, which does no harm. */
    private final boolean[] checked;

    SegmentChecks(String cacheName, SegmentAccounts accounts) {
        this.cacheName = cacheName;
        this.accounts = accounts;
        this.checked = new boolean[accounts.segments()];
    }

    /** Whether a segment was looked at. */
    boolean isChecked(int segment) {
        return checked[segment];
    }

    /**
     * Looks at a segment, and mends it if need be.
     *
     * @param at a context of the segment that holds its update lock
     */
    void check(CompiledMapIterationContext<Object, Object, Object> at, int segment) {
        if (!checked[segment]) {
            SegmentCheck.Finding finding = SegmentCheck.check(at, accounts, segment);
            checked[segment] = true;
            if (finding.mended()) {
                LOG.log(
                        Level.INFO,
                        "cache '%s': segment %d of its file was mended, for somebody died in the middle of a change or bytes changed; it has %,d entries, and %,d were lost"
                                .formatted(cacheName, segment, finding.entries(), finding.lost()));
            }
        }
    }
}
