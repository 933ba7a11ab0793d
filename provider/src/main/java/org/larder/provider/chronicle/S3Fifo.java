package org.larder.provider.chronicle;

import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * The choice of the entries of one segment that go when there is no room: S3-FIFO (Yang et al., "FIFO queues are all you
 * need for cache eviction", SOSP 2023), some entries at a time.
 *
 * <p>New entries queue in the small queue. One that was used by the time its turn comes moves on to the main queue; the
 * others go, and are remembered, so that they come into the main queue at once if they come back soon. In the main queue
 * an entry that was used gets another turn for each use. The queues are nothing but the marks of the entries.
 */
final class S3Fifo {

    /** The part of the entries that goes in one pass: fewer make passes frequent, more drop what had a turn to come. */
    private static final double BATCH = 0.05;

    /** The part of the entries that the small queue may have before it is the one to give. */
    private static final double SMALL = 0.1;

    /** The part of the entries that is told ahead of its turn: the more, the fewer looks at all of them. */
    private static final double AHEAD = 0.4;

    private static final int DIGIT_BITS = 11;
    private static final int DIGIT = (1 << DIGIT_BITS) - 1;

    /** Positions further behind than this, two digits, count as one. No segment has nearly as many entries. */
    private static final int OLDEST = (1 << (2 * DIGIT_BITS)) - 1;

    /** Stands for the mark of an entry that goes. */
    static final long GONE = -1;

    private final long[] marks;
    private final int count;
    private final Line small;
    private final Line main;

    /**
     * Sorts entries into their queues.
     *
     * @param marks the marks of the entries
     * @param count how many there are
     * @param now the position of the latest, but for marks that rotted
     */
    S3Fifo(long[] marks, int count, long now) {
        this.marks = marks;
        this.count = count;
        small = new Line();
        main = new Line();
        for (int entry : oldestFirst(now)) {
            (QueueMark.isMain(marks[entry]) ? main : small).add(entry);
        }
    }

    /** The entries by their positions, sorted by digits: an entry takes the same few steps whatever the order is. */
    private int[] oldestFirst(long now) {
        int[] youth = new int[count];
        int[] order = new int[count];
        for (int entry = 0; entry < count; entry++) {
            long age = now - QueueMark.position(marks[entry]);
            youth[entry] = OLDEST - (int) Math.max(0, Math.min(OLDEST, age));
            order[entry] = entry;
        }
        for (int shift = 0; 1 << shift <= OLDEST; shift += DIGIT_BITS) {
            int[] next = new int[1 << DIGIT_BITS];
            for (int entry = 0; entry < count; entry++) {
                next[youth[entry] >>> shift & DIGIT]++;
            }
            int before = 0;
            for (int digit = 0; digit < next.length; digit++) {
                int having = next[digit];
                next[digit] = before;
                before += having;
            }
            int[] sorted = new int[count];
            for (int entry : order) {
                sorted[next[youth[entry] >>> shift & DIGIT]++] = entry;
            }
            order = sorted;
        }
        return order;
    }

    /** The mark of an entry that was used when its turn comes. */
    static long moved(long mark, long position) {
        return QueueMark.inMain(position, QueueMark.isMain(mark) ? QueueMark.uses(mark) - 1 : 0);
    }

    /**
     * Chooses; at least one entry goes if there is any, whatever the marks are.
     *
     * @param positions gives positions behind all others
     * @return the marks that they are to have, {@link #GONE} for those that go
     */
    long[] choose(LongSupplier positions) {
        long[] outcome = Arrays.copyOf(marks, count);
        Line again = new Line();
        int left = count;
        int target = count - batch();
        while (left > target) {
            boolean smallGives = small.size > left * SMALL || main.size + again.size == 0;
            int entry = smallGives ? small.remove() : main.size > 0 ? main.remove() : again.remove();
            if (QueueMark.uses(outcome[entry]) == 0) {
                outcome[entry] = GONE;
                left--;
            } else {
                outcome[entry] = moved(outcome[entry], positions.getAsLong());
                again.add(entry);
            }
        }
        return outcome;
    }

    /** How many go at a time. */
    int batch() {
        return (int) Math.ceil(count * BATCH);
    }

    /**
     * Tells whose turn comes next after those that were chosen, in this order, if new entries take the places of those
     * that go, and nobody uses any.
     */
    int[] next() {
        int[] next = new int[(int) (count * AHEAD)];
        int told = 0;
        int inSmall = small.size + batch();
        while (told < next.length) {
            boolean smallGives = inSmall > count * SMALL || main.size == 0;
            Line giving = smallGives ? small : main;
            if (giving.size == 0) {
                break; // it is the turn of some that are not here yet
            }
            int entry = giving.remove();
            boolean goes = QueueMark.uses(marks[entry]) == 0;
            if (smallGives != goes) {
                inSmall += goes ? 1 : -1;
            }
            next[told++] = entry;
        }
        return Arrays.copyOf(next, told);
    }

    /** Entries in the order in which their turns come. */
    private final class Line {
        private final int[] ring = new int[count];
        private int first;
        private int size;

        void add(int entry) {
            ring[(first + size++) % ring.length] = entry;
        }

        int remove() {
            int entry = ring[first];
            first = (first + 1) % ring.length;
            size--;
            return entry;
        }
    }
}
