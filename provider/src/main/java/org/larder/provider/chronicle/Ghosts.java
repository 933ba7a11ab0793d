package org.larder.provider.chronicle;

import net.openhft.chronicle.core.OS;

/**
 * A memory of keys that were dropped from the small queues, about as many of each segment as it has entries: 16 bits of
 * their hash each, off the heap. Those of a segment are read and written under its update lock. A key may be taken for
 * another, once in some ten thousand times, which costs a little room and nothing else.
 */
final class Ghosts {

    /** Hashes in a bucket, which is one long; the oldest falls out when another comes in. */
    private static final int WAYS = Long.BYTES / Short.BYTES;

    private final int bucketsPerSegment;
    private final long address;

    /** Opens the memory of a store. */
    Ghosts(StateBlock block) {
        bucketsPerSegment = buckets(block.geometry().entriesPerSegment());
        address = block.ghosts();
    }

    /** The bytes that the memory takes for a segment. */
    static long segmentBytes(long entriesPerSegment) {
        return (long) buckets((int) entriesPerSegment) * Long.BYTES;
    }

    private static int buckets(int entries) {
        return Math.max(1, Integer.highestOneBit(entries / WAYS));
    }

    /** Remembers a key by its hash. */
    void add(int segment, long hash) {
        long bucket = bucket(segment, hash);
        OS.memory().writeLong(bucket, OS.memory().readLong(bucket) << Short.SIZE | print(hash));
    }

    /** Whether a key is remembered. */
    boolean contains(int segment, long hash) {
        long print = print(hash);
        for (long bucket = OS.memory().readLong(bucket(segment, hash)); bucket != 0; bucket >>>= Short.SIZE) {
            if ((bucket & 0xFFFF) == print) {
                return true;
            }
        }
        return false;
    }

    /** Never 0, which stands for nothing. */
    private static long print(long hash) {
        return Math.max(1, hash >>> (Long.SIZE - Short.SIZE));
    }

    /** The lower bits of a hash choose the segment and the upper ones are the print: those between choose the bucket. */
    private long bucket(int segment, long hash) {
        int bucket = (int) (hash >>> 20) & (bucketsPerSegment - 1);
        return address + ((long) segment * bucketsPerSegment + bucket) * Long.BYTES;
    }
}
