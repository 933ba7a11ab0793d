package org.larder.provider.chronicle;

import java.util.ArrayList;
import java.util.List;
import net.openhft.chronicle.map.impl.CompiledMapIterationContext;

/** Looks for the expired entries of a segment, by their headers; under the update lock, beside readers. */
final class ExpiredEntries {

    private final SegmentAccounts accounts;
    private final int segment;
    private final RawSegment at;
    private final long nowMillis;
    private final List<EntryCopy> found = new ArrayList<>();

    private ExpiredEntries(SegmentAccounts accounts, int segment, RawSegment at, long nowMillis) {
        this.accounts = accounts;
        this.segment = segment;
        this.at = at;
        this.nowMillis = nowMillis;
    }

    /** The expired entries of a segment; notes in its accounts when it is worth looking again. */
    static List<EntryCopy> of(ClosableMap map, SegmentAccounts accounts, int segment, long nowMillis) {
        try (CompiledMapIterationContext<Object, Object, Object> context = map.segmentContext(segment)) {
            context.updateLock().lock();
            accounts.forgetDeadlines(segment);
            RawSegment raw = new RawSegment(context);
            ExpiredEntries expired = new ExpiredEntries(accounts, segment, raw, nowMillis);
            raw.forEach(expired::meet);
            return expired.found;
        }
    }

    private void meet() {
        long deadlineMillis = EntryLayout.deadlineMillis(at.bytes(), at.valueOffset());
        accounts.expires(segment, deadlineMillis); // also of the expired: whoever takes them away may fail to
        if (deadlineMillis <= nowMillis) {
            found.add(EntryCopy.of(at, accounts.sequence(segment)));
        }
    }
}
