package org.larder.provider.chronicle;

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
