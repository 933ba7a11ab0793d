package org.larder.provider.entry;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * The changes under way that hold no lock of their key. Counted in stripes, as a counter for all threads would cost a change
 * more than the rest of what is on the heap.
 *
 * <p>Whoever finds none has met each stripe at a time when nobody was in it. Together with a flag that is set before, and
 * that a change looks at after it has begun, nobody can have slipped through: one of the two sees the other.
 */
final class UnlockedChanges {

    /** As many as there are processors, or some more, so that threads seldom meet. A power of two. */
    private static final int STRIPES =
            Integer.highestOneBit(Math.min(Runtime.getRuntime().availableProcessors(), 32) * 2 - 1);

    /** Numbers in a line of the processor's cache, so that stripes do not share one. */
    private static final int LINE = 64 / Integer.BYTES;

    private final AtomicIntegerArray underWay = new AtomicIntegerArray((STRIPES + 1) * LINE);

    /**
     * Begins a change.
     *
     * @return what to hand to {@link #end}, zero or more
     */
    int begin() {
        int hash = System.identityHashCode(Thread.currentThread());
        int stripe = ((hash & (STRIPES - 1)) + 1) * LINE; // the first line is that of the array's length
        underWay.incrementAndGet(stripe);
        return stripe;
    }

    /** Ends a change. */
    void end(int stripe) {
        underWay.decrementAndGet(stripe);
    }

    /** Whether there is none of those that had begun before this was asked. */
    boolean none() {
        for (int stripe = 1; stripe <= STRIPES; stripe++) {
            if (underWay.get(stripe * LINE) != 0) {
                return false;
            }
        }
        return true;
    }
}
