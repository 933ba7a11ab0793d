package org.larder.provider.chronicle;

import java.util.ArrayList;
import java.util.List;
import net.openhft.chronicle.map.impl.CompiledMapIterationContext;
import org.larder.provider.codec.Payload;

/** The bytes of an entry, copied out of its segment. */
record EntryCopy(Payload key, Payload value, long stamp, long asOf, long deadlineMillis, int check) {

    /** The entries of a segment. */
    static List<EntryCopy> ofSegment(ClosableMap map, SegmentAccounts accounts, int segment) {
        return ofSegment(map, accounts, segment, false);
    }

    /** The entries of a segment for one who removes them; what an eviction took before counts as removed, too. */
    static List<EntryCopy> ofSegmentToRemove(ClosableMap map, SegmentAccounts accounts, int segment) {
        return ofSegment(map, accounts, segment, true);
    }

    private static List<EntryCopy> ofSegment(ClosableMap map, SegmentAccounts accounts, int segment, boolean toRemove) {
        List<EntryCopy> copies = new ArrayList<>();
        try (CompiledMapIterationContext<Object, Object, Object> context = map.segmentContext(segment)) {
            context.updateLock().lock();
            if (toRemove) {
                accounts.deleted(segment);
            }
            RawSegment at = new RawSegment(context);
            at.forEach(() -> copies.add(of(at, accounts.sequence(segment))));
        }
        return copies;
    }

    /** The keys of a segment for one who removes them, one after the other, each behind its length as a count. */
    static Payload keysOfSegmentToRemove(ClosableMap map, SegmentAccounts accounts, int segment) {
        Payload keys = new Payload(4 << 10);
        try (CompiledMapIterationContext<Object, Object, Object> context = map.segmentContext(segment)) {
            context.updateLock().lock();
            accounts.deleted(segment);
            RawSegment at = new RawSegment(context);
            at.forEach(() -> at.appendKey(keys));
        }
        return keys;
    }

    /** The entry that a segment is set to. */
    static EntryCopy of(RawSegment at, long asOf) {
        Payload key = new Payload(0);
        EntryLayout.copyKey(at.bytes(), at.keyOffset(), at.keyBytes(), key);
        Payload value = new Payload(0);
        EntryLayout.copyPayload(at.bytes(), at.valueOffset(), at.valueBytes(), value);
        return new EntryCopy(
                key,
                value,
                EntryLayout.stamp(at.bytes(), at.valueOffset()),
                asOf,
                EntryLayout.deadlineMillis(at.bytes(), at.valueOffset()),
                EntryLayout.check(at.bytes(), at.valueOffset()));
    }
}
