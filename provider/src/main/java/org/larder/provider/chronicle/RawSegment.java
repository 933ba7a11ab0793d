package org.larder.provider.chronicle;

import java.util.Arrays;
import java.util.BitSet;
import net.openhft.chronicle.bytes.PointerBytesStore;
import net.openhft.chronicle.core.Memory;
import net.openhft.chronicle.core.OS;
import net.openhft.chronicle.hash.impl.CompactOffHeapLinearHashTable;
import net.openhft.chronicle.hash.impl.HashSplitting;
import net.openhft.chronicle.map.VanillaChronicleMap;
import net.openhft.chronicle.map.impl.CompiledMapIterationContext;
import org.jspecify.annotations.Nullable;
import org.larder.provider.codec.Payload;

/**
 * The entries of a segment as Chronicle Map 2026.1 lays them out: a look-up table of slots, each free or pointing to an
 * entry ({@link EntryBounds}).
 *
 * <p>A cursor is on one entry at a time and looks at it in place. Unlike Chronicle's own iteration this takes a fraction
 * of the time, does not let go of the locks that its caller holds, and goes through memory from front to back. Nothing
 * outside the segment is read, whatever is in it.
 */
final class RawSegment {

    private static final Memory MEMORY = OS.memory();

    private final CompiledMapIterationContext<Object, Object, Object> context;
    private final CompactOffHeapLinearHashTable lookup;
    private final HashSplitting hashes;
    private final int slots;
    private final int slotBytes;
    private final long address;
    private final PointerBytesStore bytes;
    private final int chunks;
    private final EntryBounds bounds;

    /** The slots that are taken, in an order in which all that a removal may move to come before all that it moves. */
    private int[] taken = {};

    private int takenCount;

    /** The chunks that entries begin at; null until somebody asks for all entries. */
    private @Nullable BitSet begins;

    private int chunk;

    /** Where in the look-up table the slot of the entry is, if that was looked up. */
    private long slotOffset;

    /**
     * Looks at the segment of a context.
     *
     * @param context holds the update lock while this is used
     */
    RawSegment(CompiledMapIterationContext<Object, Object, Object> context) {
        VanillaChronicleMap<Object, Object, Object> map = context.m();
        context.goToFirstTier(); // the only one: segments have a fixed size
        this.context = context;
        lookup = map.hashLookup;
        hashes = map.hashSplitting;
        slots = (int) map.tierHashLookupCapacity;
        slotBytes = map.tierHashLookupSlotSize;
        address = context.tierBaseAddr();
        bytes = context.segmentBS();
        chunks = (int) map.actualChunksPerSegmentTier;
        bounds = new EntryBounds(address + context.entrySpaceOffset(), chunks, map.chunkSize);
    }

    private BitSet begins() {
        if (begins == null) {
            collectTaken();
            begins = new BitSet(chunks);
            for (int i = 0; i < takenCount; i++) {
                int begin = (int) lookup.value(content(taken[i]));
                if (begin < chunks) {
                    begins.set(begin);
                }
            }
        }
        return begins;
    }

    private void collectTaken() {
        taken = new int[(int) Math.min(slots, context.tierEntries() + 1)];
        int start = firstFree();
        for (int i = 1; i < slots; i++) {
            if (takenCount == taken.length) {
                taken = Arrays.copyOf(taken, slots); // there are more than the segment says
            }
            int slot = (start + i) & (slots - 1); // their number is a power of two
            long content = content(slot);
            taken[takenCount] = slot;
            takenCount += (int) ((content | -content) >>> (Long.SIZE - 1)); // no branch, for nobody could foretell it
        }
    }

    /** A slot in which no run of taken slots goes on from the end of the table to its beginning. */
    private int firstFree() {
        int slot = 0;
        while (!lookup.empty(content(slot))) {
            if (++slot == slots) {
                throw new IllegalStateException("the look-up table of segment " + context.segmentIndex()
                        + " is damaged: all of its " + slots + " slots are taken, which never happens");
            }
        }
        return slot;
    }

    private long content(int slot) {
        return slotBytes == Integer.BYTES
                ? MEMORY.readInt(address + (long) slot * Integer.BYTES)
                : MEMORY.readLong(address + (long) slot * Long.BYTES);
    }

    /** The most entries that there can be, and exactly how many there are unless some are damaged. */
    int maxEntries() {
        return begins().cardinality();
    }

    /** The number of chunks for entries. */
    int chunks() {
        return chunks;
    }

    /** Calls with the cursor on one entry after the other, by the chunks that they begin at; passes over damaged ones. */
    void forEach(Runnable meet) {
        BitSet all = begins();
        for (int begin = all.nextSetBit(0); begin >= 0; begin = all.nextSetBit(begin + 1)) {
            if (goTo(begin)) {
                meet.run();
            }
        }
    }

    /**
     * Puts the cursor on the entry that begins at a chunk of the segment.
     *
     * @return false if what is there does not lie within the segment, or is too short for an entry of ours
     */
    boolean goTo(int begin) {
        chunk = begin;
        return bounds.goTo(begin);
    }

    /** See {@link EntryBounds#fetch}. */
    void fetch(int[] entries, int from, int to) {
        bounds.fetch(entries, from, to);
    }

    /** The chunk that the entry begins at. */
    int chunk() {
        return chunk;
    }

    /** The chunks that the entry takes. */
    int entryChunks() {
        return bounds.chunks();
    }

    /** The memory of the segment, in which the offsets of keys and values count. */
    PointerBytesStore bytes() {
        return bytes;
    }

    long keyOffset() {
        return bounds.key() - address;
    }

    long keyBytes() {
        return bounds.keyBytes();
    }

    long valueOffset() {
        return bounds.value() - address;
    }

    long valueBytes() {
        return bounds.valueBytes();
    }

    /** Appends the length of the key as a count, and the key. */
    void appendKey(Payload out) {
        int length = (int) bounds.keyBytes();
        out.writeCount(length);
        out.ensure(length);
        MEMORY.readBytes(bounds.key(), out.array(), out.end(), length);
        out.advanceEnd(length);
    }

    /** Where the value is in memory. */
    long valueAddress() {
        return bounds.value();
    }

    /** The hash of the key, of which the lowest bits chose the segment. */
    long keyHash() {
        return bounds.keyHash();
    }

    /**
     * Looks whether the segment knows of an entry that begins where the cursor is. What lies there is what is left of one
     * otherwise, or a part of one.
     *
     * @param keyHash {@link #keyHash()}
     */
    boolean isKnown(long keyHash) {
        long searchKey = lookup.maskUnsetKey(hashes.segmentHash(keyHash));
        slotOffset = lookup.hlPos(searchKey);
        for (int i = 0; i < slots; i++) {
            long content = lookup.readEntry(address, slotOffset);
            if (lookup.empty(content)) {
                return false;
            }
            if (lookup.value(content) == chunk) {
                return true;
            }
            slotOffset = lookup.step(slotOffset);
        }
        return false;
    }

    /** Removes the entry, as Chronicle does; {@link #isKnown} has just found it. The context holds the write lock. */
    void remove() {
        lookup.remove(address, slotOffset);
        context.freeGuarded(chunk, entryChunks());
        context.incrementModCountGuarded();
    }

    /**
     * Removes entries, as Chronicle does, also those whose keys are damaged; can be called once, and not after
     * {@link #remove()}. The context holds the write lock.
     *
     * @param going the chunks that they begin at
     * @param gone called for each when it is gone, with the cursor on what is left of it
     */
    void remove(BitSet going, Runnable gone) {
        begins();
        while (takenCount > 0) { // from behind, so that no slot which is still to be looked at has got another entry
            int slot = taken[--takenCount];
            if (going.get((int) lookup.value(content(slot))) && goTo((int) lookup.value(content(slot)))) {
                slotOffset = (long) slot * slotBytes;
                remove();
                gone.run();
            }
        }
    }
}
