package org.larder.provider.chronicle;

import java.util.ArrayList;
import java.util.List;
import net.openhft.chronicle.map.impl.CompiledMapIterationContext;
import org.larder.provider.codec.Payload;

/** The bytes of an entry, copied out of its segment. */
record EntryCopy(Payload key, Payload value, long stamp, long asOf, long deadlineMillis, int check) {

    /** The entries of a segment. */
    static List<EntryCopy> ofSegment(ClosableMap map, SegmentAccounts accounts, int segment) {
        List<EntryCopy> copies = new ArrayList<>();
        try (CompiledMapIterationContext<Object, Object, Object> context = map.segmentContext(segment)) {
            context.updateLock().lock();
            SegmentScan.scan(context, () -> copies.add(of(context, accounts.sequence(segment))));
        }
        return copies;
    }

    /** The entry that a context is set to. */
    static EntryCopy of(CompiledMapIterationContext<Object, Object, Object> at, long asOf) {
        Payload key = new Payload(0);
        EntryLayout.copyKey(at.segmentBS(), at.keyOffset(), at.keySize(), key);
        Payload value = new Payload(0);
        EntryLayout.copyPayload(at.segmentBS(), at.valueOffset(), at.valueSize(), value);
        return new EntryCopy(
                key,
                value,
                EntryLayout.stamp(at.segmentBS(), at.valueOffset()),
                asOf,
                EntryLayout.deadlineMillis(at.segmentBS(), at.valueOffset()),
                EntryLayout.check(at.segmentBS(), at.valueOffset()));
    }
}
