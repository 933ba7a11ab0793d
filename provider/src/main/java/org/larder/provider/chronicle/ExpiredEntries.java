package org.larder.provider.chronicle;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import net.openhft.chronicle.map.impl.CompiledMapIterationContext;

/** Looks for entries of a segment that are expired, by their headers; under the update lock, beside readers. */
final class ExpiredEntries {

    private final SegmentAccounts accounts;
    private final int segment;
    private final RawSegment at;
    private final long sinceMillis;
    private final List<EntryCopy> found = new ArrayList<>();

    private ExpiredEntries(SegmentAccounts accounts, int segment, RawSegment at, long sinceMillis) {
        this.accounts = accounts;
        this.segment = segment;
        this.at = at;
        this.sinceMillis = sinceMillis;
    }

    /**
     * The entries of a segment that are expired since a time, or longer; notes in its accounts when it is worth looking
     * again.
     */
    static List<EntryCopy> of(ClosableMap map, SegmentAccounts accounts, int segment, long sinceMillis) {
        try (CompiledMapIterationContext<Object, Object, Object> context = map.segmentContext(segment)) {
            context.updateLock().lock();
            accounts.forgetDeadlines(segment);
            RawSegment raw = new RawSegment(context);
            ExpiredEntries expired = new ExpiredEntries(accounts, segment, raw, sinceMillis);
            raw.forEach(expired::meet);
            return expired.found;
        }
    }

    /**
     * Removes entries that were found and that nobody can make anything of; else they would be found again and again.
     *
     * @param stamps theirs, of which no two in a segment are the same
     */
    static void remove(ClosableMap map, SegmentAccounts accounts, int segment, Set<Long> stamps) {
        try (CompiledMapIterationContext<Object, Object, Object> context = map.segmentContext(segment)) {
            context.updateLock().lock();
            RawSegment raw = new RawSegment(context);
            BitSet going = new BitSet();
            raw.forEach(() -> {
                if (stamps.contains(EntryLayout.stamp(raw.valueAddress()))) {
                    going.set(raw.chunk());
                }
            });
            context.writeLock().lock();
            raw.remove(
                    going, () -> accounts.dropped(segment, raw.entryChunks(), EntryLayout.stamp(raw.valueAddress())));
            accounts.expired(going.cardinality());
        }
    }

    private void meet() {
        long deadlineMillis = EntryLayout.deadlineMillis(at.bytes(), at.valueOffset());
        accounts.expires(segment, deadlineMillis); // also of the expired: whoever takes them away may fail to
        if (deadlineMillis <= sinceMillis) {
            found.add(EntryCopy.of(at, accounts.sequence(segment)));
        }
    }
}
