package org.larder.provider.chronicle;

import net.openhft.chronicle.hash.impl.BigSegmentHeader;
import net.openhft.chronicle.hash.impl.CompactOffHeapLinearHashTable;
import net.openhft.chronicle.hash.impl.VanillaChronicleHash;
import net.openhft.chronicle.map.impl.CompiledMapIterationContext;

/**
 * What is done to a segment of a file before anybody enters it: a {@link SegmentWalk}, and where anything is wrong, as
 * after the death of a process in the middle of a change, what is needed for all to agree with the entries that are as
 * they were written.
 */
final class SegmentCheck {

    private SegmentCheck() {}

    /**
     * What a look found.
     *
     * @param mended whether anything was wrong
     * @param entries how many there are now
     * @param lost slots of the look-up table that led to no entry as it was written
     */
    record Finding(boolean mended, int entries, int lost) {}

    /**
     * How many entries a segment can have, before anybody looked at them: as many as it says, if that is what was noted
     * beside it, and otherwise as many as slots of its look-up table are taken.
     */
    static int entriesAtMost(VanillaChronicleHash<?, ?, ?, ?> map, int segment, int noted) {
        return BigSegmentHeader.INSTANCE.entries(map.segmentHeaderAddress(segment)) == noted
                ? noted
                : takenSlots(map.hashLookup, map.segmentBaseAddr(segment));
    }

    private static int takenSlots(CompactOffHeapLinearHashTable lookup, long tier) {
        int taken = 0;
        long position = 0;
        do {
            taken += lookup.empty(lookup.readEntry(tier, position)) ? 0 : 1;
            position = lookup.step(position);
        } while (position != 0);
        return taken;
    }

    /**
     * Checks a segment and mends it if need be.
     *
     * @param at a context of the segment that holds its update lock
     */
    static Finding check(
            CompiledMapIterationContext<Object, Object, Object> at, SegmentAccounts accounts, int segment) {
        at.goToFirstTier(); // the only one: segments have a fixed size
        SegmentWalk walk = new SegmentWalk(at.h(), segment, at.tierBaseAddr(), at.segmentHeaderAddress());
        boolean mend = !walk.isSound();
        if (mend) {
            at.writeLock().lock();
            walk.rebuild(at.freeList());
        }
        walk.searchFromFirstFree();
        accounts.restate(segment, walk.chunks(), walk.entries(), walk.earliestDeadlineMillis(), walk.sequence());
        return new Finding(mend, walk.entries(), walk.lost());
    }
}
