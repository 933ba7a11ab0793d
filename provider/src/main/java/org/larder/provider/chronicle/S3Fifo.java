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

    /** Stands for the mark of an entry that goes. */
    static final long GONE = -1;

    private final long[] marks;
    private final int count;
    private final Oldest small;
    private final Oldest main;

    /**
     * Sorts entries into their queues.
     *
     * @param marks the marks of the entries
     * @param count how many there are
     */
    S3Fifo(long[] marks, int count) {
        this.marks = marks;
        this.count = count;
        small = new Oldest(false);
        main = new Oldest(true);
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
            Oldest giving = smallGives ? small : main;
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

    /** The entries of a queue as they were noted, a heap: far fewer than all of them have their turn in a pass. */
    private final class Oldest {
        private final int[] heap = new int[count];
        private int size;

        Oldest(boolean inMain) {
            for (int entry = 0; entry < count; entry++) {
                if (QueueMark.isMain(marks[entry]) == inMain) {
                    heap[size++] = entry;
                }
            }
            for (int i = size / 2 - 1; i >= 0; i--) {
                siftDown(heap[i], i);
            }
        }

        int remove() {
            int oldest = heap[0];
            siftDown(heap[--size], 0);
            return oldest;
        }

        private void siftDown(int entry, int from) {
            int i = from;
            for (int child = 2 * i + 1; child < size; child = 2 * i + 1) {
                if (child + 1 < size && marks[heap[child + 1]] < marks[heap[child]]) {
                    child++;
                }
                if (marks[entry] <= marks[heap[child]]) {
                    break;
                }
                heap[i] = heap[child];
                i = child;
            }
            heap[i] = entry;
        }
    }

    /** Entries that came to the end of the main queue in this pass. */
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
