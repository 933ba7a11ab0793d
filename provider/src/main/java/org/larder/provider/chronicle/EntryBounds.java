package org.larder.provider.chronicle;

import net.openhft.chronicle.algo.hashing.LongHashFunction;
import net.openhft.chronicle.core.Memory;
import net.openhft.chronicle.core.OS;

/**
 * Where in a segment an entry is, as Chronicle Map 2026.1 lays it out: whole chunks that begin with the size of a key, the
 * key, the size of a value and the value. Sizes that lead out of the segment are no sizes, so nothing outside it is read
 * whatever is in it. For one thread; one object goes from one entry to the next.
 */
final class EntryBounds {

    private static final Memory MEMORY = OS.memory();
    private static final LongHashFunction HASH = LongHashFunction.xx_r39(); // as Chronicle hashes keys
    private static final int SIZE_BITS = Byte.SIZE - 1;

    /** About where the header of an entry with a short key ends. */
    private static final int HEADER_END = 48;

    private final long begin;
    private final long end;
    private final long chunkBytes;
    private long entry;
    private long key;
    private long keyBytes;
    private long value;
    private long valueBytes;

    /** Where the size that was read last ends. */
    private long sizeEnd;

    /** Of no meaning: the compiler would leave out reading what goes nowhere. */
    @SuppressWarnings("UnusedVariable") // written on purpose only
    private int fetched;

    /**
     * Creates a way to look at the entries of a segment.
     *
     * @param begin address of the first chunk
     * @param chunks how many there are
     */
    EntryBounds(long begin, long chunks, long chunkBytes) {
        this.begin = begin;
        this.end = begin + chunks * chunkBytes;
        this.chunkBytes = chunkBytes;
    }

    /**
     * Goes to the entry that begins at a chunk of the segment.
     *
     * @return false if what is there does not lie within the segment, or is too short for an entry of ours
     */
    boolean goTo(long chunk) {
        entry = begin + chunk * chunkBytes;
        keyBytes = readSize(entry);
        key = sizeEnd;
        if (keyBytes < 0 || keyBytes > end - key) {
            return false;
        }
        valueBytes = readSize(key + keyBytes);
        value = sizeEnd;
        return valueBytes >= EntryLayout.HEADER_BYTES && valueBytes <= end - value;
    }

    /**
     * Reads something of entries that will soon be gone to, so that the processor fetches all of them from memory at
     * the same time, not each when it is needed.
     *
     * @param chunks what they begin at
     */
    void fetch(int[] chunks, int from, int to) {
        for (int i = from; i < to; i++) {
            long first = begin + chunks[i] * chunkBytes;
            fetched += MEMORY.readByte(first);
            fetched += MEMORY.readByte(Math.min(first + HEADER_END, end - 1));
        }
    }

    /** A size: seven bits of it in each byte, the lowest first, and a negative byte is not the last. -1 if it is none. */
    private long readSize(long address) {
        long size = 0;
        sizeEnd = address;
        for (int shift = 0; shift < Integer.SIZE && sizeEnd < end; shift += SIZE_BITS) {
            byte next = MEMORY.readByte(sizeEnd++);
            size |= (long) (next & Byte.MAX_VALUE) << shift;
            if (next >= 0) {
                return size;
            }
        }
        return -1;
    }

    /** The chunks that the entry takes. */
    int chunks() {
        return (int) ((value + valueBytes - entry + chunkBytes - 1) / chunkBytes);
    }

    /** Address of the key. */
    long key() {
        return key;
    }

    long keyBytes() {
        return keyBytes;
    }

    /** Address of the value, see {@link EntryLayout}. */
    long value() {
        return value;
    }

    long valueBytes() {
        return valueBytes;
    }

    /** The hash of the key, of which the lowest bits chose the segment. */
    long keyHash() {
        return HASH.hashMemory(key, keyBytes);
    }

    /** Whether the entry has the same key as another. */
    boolean hasKeyOf(EntryBounds other) {
        if (keyBytes != other.keyBytes) {
            return false;
        }
        for (long i = 0; i < keyBytes; i++) {
            if (MEMORY.readByte(key + i) != MEMORY.readByte(other.key + i)) {
                return false;
            }
        }
        return true;
    }
}
