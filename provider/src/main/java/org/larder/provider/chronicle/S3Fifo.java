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

    /** Stands for the mark of an entry that goes. */
    static final long GONE = -1;

    private long[] marks = new long[256];
    private int count;

    /** The marks after the choice, or {@link #GONE}. */
    private long[] outcome = {};

    /** Takes note of an entry. */
    void add(long mark) {
        if (count == marks.length) {
            marks = Arrays.copyOf(marks, 2 * count);
        }
        marks[count++] = mark;
    }

    /** How many entries were noted. */
    int count() {
        return count;
    }

    /**
     * Chooses; at least one entry goes if there is any.
     *
     * @param positions gives positions behind all others
     */
    void choose(LongSupplier positions) {
        Arrays.sort(marks, 0, count); // by position
        outcome = Arrays.copyOf(marks, count);
        Queue small = new Queue();
        Queue main = new Queue();
        for (int entry = 0; entry < count; entry++) {
            (QueueMark.isMain(marks[entry]) ? main : small).add(entry);
        }
        int left = count;
        int target = count - (int) Math.ceil(count * BATCH);
        while (left > target) {
            boolean smallGives = small.size > left * SMALL || main.size == 0;
            int entry = (smallGives ? small : main).remove();
            int uses = QueueMark.uses(outcome[entry]);
            if (uses == 0) {
                outcome[entry] = GONE;
                left--;
            } else {
                outcome[entry] = QueueMark.inMain(positions.getAsLong(), smallGives ? 0 : uses - 1);
                main.add(entry);
            }
        }
    }

    /**
     * What was chosen for an entry.
     *
     * @param mark its mark now; it may have been used since it was noted
     * @return the mark that it is to have, or {@link #GONE}
     */
    long outcomeOf(long mark) {
        int entry = find(mark);
        return entry < 0 || outcome[entry] == marks[entry] ? mark : outcome[entry];
    }

    /** The index of an entry by its position, or a negative number. */
    private int find(long mark) {
        long position = QueueMark.position(mark);
        int low = 0;
        for (int high = count - 1; low <= high; ) {
            int middle = (low + high) >>> 1;
            long there = QueueMark.position(marks[middle]);
            if (there == position) {
                return middle;
            }
            if (there < position) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }

    /** Entries in line, as indices of marks. */
    private final class Queue {
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
