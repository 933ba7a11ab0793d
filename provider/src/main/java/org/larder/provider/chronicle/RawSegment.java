package org.larder.provider.chronicle;

import java.util.Arrays;
import java.util.BitSet;
import net.openhft.chronicle.algo.bitset.ReusableBitSet;
import net.openhft.chronicle.algo.hashing.LongHashFunction;
import net.openhft.chronicle.bytes.PointerBytesStore;
import net.openhft.chronicle.core.OS;
import net.openhft.chronicle.hash.impl.CompactOffHeapLinearHashTable;
import net.openhft.chronicle.map.VanillaChronicleMap;
import net.openhft.chronicle.map.impl.CompiledMapIterationContext;

/**
 * A segment of a map as Chronicle Map 2026.1 lays it out: a look-up table of slots, each free or pointing to an entry, and
 * entries of whole chunks, each the size of a key, the key, the size of a value and the value. The only class that knows.
 *
 * <p>A cursor is on one entry at a time and looks at it in place. Unlike Chronicle's own iteration this takes a fraction
 * of the time, and does not let go of the locks that its caller holds.
 */
final class RawSegment {

    private static final int SIZE_BITS = Byte.SIZE - 1;

    private static final long FREE = CompactOffHeapLinearHashTable.UNSET_ENTRY;

    private final CompiledMapIterationContext<Object, Object, Object> context;
    private final CompactOffHeapLinearHashTable lookup;
    private final long address;
    private final int slotBytes;
    private final int slots;
    private final PointerBytesStore bytes;
    private final long entriesOffset;
    private final long endOffset;
    private final int chunks;
    private final long chunkBytes;

    /** The slots that a scan found taken, in an order in which none comes before one that it follows in its run. */
    private int[] taken = {};

    private int takenCount;

    private long chunk;
    private long keyOffset;
    private long keyBytes;
    private long valueOffset;
    private long valueBytes;

    /** Where the size that was read last ends. */
    private long sizeEnd;

    /**
     * The segment of a context.
     *
     * @param context holds the update lock while this is used, and the write lock for {@link #remove}
     */
    RawSegment(CompiledMapIterationContext<Object, Object, Object> context) {
        VanillaChronicleMap<Object, Object, Object> map = context.m();
        context.goToFirstTier(); // the only one: segments have a fixed size
        this.context = context;
        lookup = map.hashLookup;
        address = context.tierBaseAddr();
        slotBytes = map.tierHashLookupSlotSize;
        slots = (int) map.tierHashLookupCapacity;
        bytes = context.segmentBS();
        entriesOffset = context.entrySpaceOffset();
        chunkBytes = map.chunkSize;
        chunks = (int) map.actualChunksPerSegmentTier;
        endOffset = entriesOffset + chunks * chunkBytes;
    }

    /** The number of slots in the look-up table. */
    int slots() {
        return slots;
    }

    /** The number of chunks for entries. */
    int chunks() {
        return chunks;
    }

    /** Whether a slot points to no entry. */
    boolean isFree(int slot) {
        return content(slot) == FREE;
    }

    /** The chunk that the entry of a slot that is not free begins at. */
    long chunk(int slot) {
        return lookup.value(content(slot));
    }

    private long content(int slot) {
        return slotBytes == Integer.BYTES
                ? OS.memory().readInt(address + (long) slot * Integer.BYTES)
                : OS.memory().readLong(address + (long) slot * Long.BYTES);
    }

    /**
     * Looks through the look-up table.
     *
     * @return the chunks that entries begin at; who goes through them in order finds memory faster than from slot to slot
     */
    BitSet scan() {
        int start = firstFree();
        taken = new int[(int) Math.min(slots, entries() + 1)];
        takenCount = 0;
        for (int i = 1; i < slots; i++) {
            if (takenCount == taken.length) {
                taken = Arrays.copyOf(taken, slots); // there are more than the segment says
            }
            int slot = (start + i) & (slots - 1); // their number is a power of two
            long content = content(slot);
            taken[takenCount] = slot;
            takenCount += (int) ((content | -content) >>> (Long.SIZE - 1)); // no branch, for nobody could foretell it
        }
        BitSet begins = new BitSet(chunks);
        for (int i = 0; i < takenCount; i++) {
            int chunk = (int) lookup.value(content(taken[i]));
            if (chunk < chunks) {
                begins.set(chunk);
            }
        }
        return begins;
    }

    /**
     * Puts the cursor on the entry that begins at a chunk; false if what is there is not whole: not one of ours, or not
     * within the segment. No slot need point to it.
     */
    boolean goTo(long chunk) {
        this.chunk = chunk;
        keyBytes = readSize(entriesOffset + chunk * chunkBytes);
        keyOffset = sizeEnd;
        if (keyBytes < 0 || keyBytes > endOffset - keyOffset) {
            return false;
        }
        valueBytes = readSize(keyOffset + keyBytes);
        valueOffset = sizeEnd;
        return valueBytes >= EntryLayout.HEADER_BYTES && valueBytes <= endOffset - valueOffset;
    }

    /** A size: seven bits of it in each byte, the lowest first, and a negative byte is not the last. -1 if it is none. */
    private long readSize(long offset) {
        long size = 0;
        for (int shift = 0; shift < Integer.SIZE && offset < endOffset; shift += SIZE_BITS) {
            byte next = OS.memory().readByte(address + offset++);
            size |= (long) (next & Byte.MAX_VALUE) << shift;
            if (next >= 0) {
                sizeEnd = offset;
                return size;
            }
        }
        return -1;
    }

    /** The chunk that the entry begins at. */
    long chunk() {
        return chunk;
    }

    /** The chunks that the entry takes. */
    int entryChunks() {
        long begin = entriesOffset + chunk * chunkBytes;
        return (int) ((valueOffset + valueBytes - begin + chunkBytes - 1) / chunkBytes);
    }

    /** The memory of the segment, in which the offsets of keys and values count. */
    PointerBytesStore bytes() {
        return bytes;
    }

    long keyOffset() {
        return keyOffset;
    }

    long keyBytes() {
        return keyBytes;
    }

    long valueOffset() {
        return valueOffset;
    }

    long valueBytes() {
        return valueBytes;
    }

    /** The hash of the key, of which the lowest bits chose the segment. */
    long keyHash() {
        return LongHashFunction.xx_r39().hashMemory(bytes.addressForRead(keyOffset), keyBytes);
    }

    /**
     * Removes entries that a scan met, as Chronicle does.
     *
     * @param begins the chunks that they begin at
     * @param last called for each before it goes, with the cursor on it
     */
    void remove(BitSet begins, Runnable last) {
        while (takenCount > 0) { // from behind: a removal moves entries of the slots that follow only
            int slot = taken[--takenCount];
            long begin = lookup.value(content(slot));
            if (begins.get((int) begin) && goTo(begin)) {
                last.run();
                lookup.remove(address, (long) slot * slotBytes);
                context.freeGuarded(chunk, entryChunks());
                context.incrementModCountGuarded();
            }
        }
    }

    /** A slot at which no run of taken slots goes on. */
    private int firstFree() {
        int slot = 0;
        while (!isFree(slot)) {
            if (++slot == slots) {
                throw new IllegalStateException("the look-up table of segment " + context.segmentIndex()
                        + " is damaged: all of its " + slots + " slots are taken, and one at least never is");
            }
        }
        return slot;
    }

    /** How many entries there are, as the segment itself says. */
    long entries() {
        return context.tierEntries();
    }

    /** A bit for each chunk, set if it belongs to an entry. */
    ReusableBitSet takenChunks() {
        return context.freeList();
    }

    /** A chunk before which none is free, as the segment itself says. */
    long lowestPossiblyFreeChunk() {
        return context.lowestPossiblyFreeChunk();
    }
}
