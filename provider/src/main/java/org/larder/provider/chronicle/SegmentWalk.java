package org.larder.provider.chronicle;

import java.util.BitSet;
import net.openhft.chronicle.algo.bitset.ReusableBitSet;
import net.openhft.chronicle.core.OS;
import net.openhft.chronicle.hash.impl.BigSegmentHeader;
import net.openhft.chronicle.hash.impl.CompactOffHeapLinearHashTable;
import net.openhft.chronicle.hash.impl.VanillaChronicleHash;
import org.larder.provider.store.Stored;

/**
 * A walk through one segment of a file that takes nothing on trust: each slot of its look-up table, each entry, and what
 * Chronicle holds of the whole. It finds which entries are as they were written, and whether all the rest agrees with
 * them. Then it can make look-up table, free list and numbers anew for these entries, which stay where they are. Who
 * walks sees to it that nobody else writes.
 */
final class SegmentWalk {

    private final VanillaChronicleHash<?, ?, ?, ?> map;
    private final int segment;
    private final CompactOffHeapLinearHashTable lookup;
    private final long tier;
    private final long header;
    private final int chunksInAll;
    private final StoredEntry entry;
    private final StoredEntry other;
    private final BitSet beginnings = new BitSet();
    private final BitSet taken = new BitSet();

    private int lost;
    private boolean slotsAgree = true;
    private long earliestDeadlineMillis = Stored.NEVER;
    private long sequence;

    /**
     * Walks through a segment.
     *
     * @param map the shape of all segments; need not be open
     * @param tier address of the segment
     * @param header address of its numbers
     */
    SegmentWalk(VanillaChronicleHash<?, ?, ?, ?> map, int segment, long tier, long header) {
        this.map = map;
        this.segment = segment;
        this.tier = tier;
        this.header = header;
        lookup = map.hashLookup;
        chunksInAll = (int) map.actualChunksPerSegmentTier;
        long begin = freeList() + map.tierFreeListOuterSize + map.tierEntrySpaceInnerOffset;
        entry = new StoredEntry(begin, chunksInAll, map.chunkSize);
        other = new StoredEntry(begin, chunksInAll, map.chunkSize);
        walk();
    }

    private long freeList() {
        return tier + map.tierHashLookupOuterSize + VanillaChronicleHash.TIER_COUNTERS_AREA_SIZE;
    }

    private void walk() {
        long position = 0;
        do {
            long slot = lookup.readEntry(tier, position);
            if (!lookup.empty(slot)) {
                meet(slot, position);
            }
            position = lookup.step(position);
        } while (position != 0);
    }

    private void meet(long slot, long position) {
        long chunk = lookup.value(slot);
        if (chunk < chunksInAll && beginnings.get((int) chunk)) {
            slotsAgree = false; // a slot that was being moved
            return;
        }
        if (!entry.read(chunk) || !isInItsSegment() || !isFree(chunk)) {
            slotsAgree = false;
            lost++;
            return;
        }
        beginnings.set((int) chunk);
        taken.set((int) chunk, (int) chunk + entry.bounds().chunks());
        earliestDeadlineMillis = Math.min(earliestDeadlineMillis, entry.deadlineMillis());
        sequence = Math.max(sequence, entry.stamp());
        slotsAgree &= lookup.key(slot) == searchKey() && isFound(position);
    }

    private boolean isInItsSegment() {
        return map.hashSplitting.segmentIndex(entry.bounds().keyHash()) == segment;
    }

    private long searchKey() {
        return lookup.maskUnsetKey(map.hashSplitting.segmentHash(entry.bounds().keyHash()));
    }

    private boolean isFree(long chunk) {
        int next = taken.nextSetBit((int) chunk);
        return next < 0 || next >= chunk + entry.bounds().chunks();
    }

    /** Whether a search for the key of the entry comes to its slot, and not to another with the same key before. */
    private boolean isFound(long position) {
        long searchKey = searchKey();
        for (long probe = lookup.hlPos(searchKey); probe != position; probe = lookup.step(probe)) {
            long slot = lookup.readEntry(tier, probe);
            if (lookup.empty(slot) || (lookup.key(slot) == searchKey && isSameKey(lookup.value(slot)))) {
                return false;
            }
        }
        return true;
    }

    private boolean isSameKey(long chunk) {
        return other.read(chunk) && entry.bounds().hasKeyOf(other.bounds());
    }

    /** Whether all is as those who wrote left it. */
    boolean isSound() {
        BigSegmentHeader numbers = BigSegmentHeader.INSTANCE;
        return slotsAgree
                && numbers.entries(header) == entries()
                && numbers.deleted(header) == 0
                && numbers.nextTierIndex(header) == 0
                && freeListAgrees();
    }

    /** Whether the chunks that are said to be taken are those of the entries: a bit for each, set if it is. */
    private boolean freeListAgrees() {
        long[] expected = taken.toLongArray();
        for (int word = 0; word < map.tierFreeListInnerSize / Long.BYTES; word++) {
            long bits = OS.memory().readLong(freeList() + (long) word * Long.BYTES);
            if (bits != (word < expected.length ? expected[word] : 0)) {
                return false;
            }
        }
        return true;
    }

    /** The entries that are as they were written. */
    int entries() {
        return beginnings.cardinality();
    }

    /** The slots of the look-up table that led to no such entry. */
    int lost() {
        return lost;
    }

    /** The chunks that these entries take. */
    int chunks() {
        return taken.cardinality();
    }

    long earliestDeadlineMillis() {
        return earliestDeadlineMillis;
    }

    /** The highest stamp of the entries. */
    long sequence() {
        return sequence;
    }

    /**
     * Writes look-up table and numbers for the entries that were found; the caller holds the write lock.
     *
     * @param chunks the free list
     */
    void rebuild(ReusableBitSet chunks) {
        OS.memory().setMemory(tier, map.tierHashLookupOuterSize, (byte) 0);
        for (int chunk = beginnings.nextSetBit(0); chunk >= 0; chunk = beginnings.nextSetBit(chunk + 1)) {
            insert(chunk);
        }
        chunks.clearAll();
        for (int from = taken.nextSetBit(0); from >= 0; ) {
            int to = taken.nextClearBit(from);
            chunks.setRange(from, to);
            from = taken.nextSetBit(to);
        }
        BigSegmentHeader numbers = BigSegmentHeader.INSTANCE;
        numbers.entries(header, entries());
        numbers.deleted(header, 0);
        numbers.nextTierIndex(header, 0);
    }

    /**
     * Has the search for free chunks begin at the first. Chronicle may have let it pass small gaps, which is no harm; if the
     * number is nonsense nothing finds room any more.
     */
    void searchFromFirstFree() {
        BigSegmentHeader.INSTANCE.lowestPossiblyFreeChunk(header, taken.nextClearBit(0));
    }

    /** Gives the entry at a chunk a slot. Of two of one key the one that was written later stays. */
    private void insert(int chunk) {
        entry.read(chunk);
        long searchKey = searchKey();
        long position = lookup.hlPos(searchKey);
        for (long slot = lookup.readEntry(tier, position); !lookup.empty(slot); ) {
            int rival = (int) lookup.value(slot);
            if (lookup.key(slot) == searchKey && isSameKey(rival)) {
                if (entry.stamp() < other.stamp()) {
                    forget(chunk, entry);
                    return;
                }
                forget(rival, other);
                break;
            }
            position = lookup.step(position);
            slot = lookup.readEntry(tier, position);
        }
        lookup.writeEntry(tier, position, lookup.entry(searchKey, chunk));
    }

    private void forget(int chunk, StoredEntry older) {
        beginnings.clear(chunk);
        taken.clear(chunk, chunk + older.bounds().chunks());
    }
}
