package org.larder.provider.chronicle;

import java.util.Arrays;
import java.util.BitSet;
import net.openhft.chronicle.algo.bitset.ReusableBitSet;
import net.openhft.chronicle.algo.hashing.LongHashFunction;
import net.openhft.chronicle.core.OS;
import net.openhft.chronicle.hash.impl.BigSegmentHeader;
import net.openhft.chronicle.hash.impl.CompactOffHeapLinearHashTable;
import net.openhft.chronicle.hash.impl.VanillaChronicleHash;
import net.openhft.chronicle.map.impl.CompiledMapIterationContext;
import org.larder.provider.store.Stored;

/**
 * A look at one segment of a file that takes nothing on trust: each slot of its look-up table, each entry, and what
 * Chronicle and the accounts hold of the whole. Where anything is wrong, as after the death of a process in the middle of
 * a change, table, free chunks and numbers are made anew from the entries that are as they were written. These stay where
 * they are.
 */
final class SegmentCheck {

    private static final LongHashFunction HASH = LongHashFunction.xx_r39(); // as Chronicle hashes keys

    private final CompiledMapIterationContext<Object, Object, Object> at;
    private final VanillaChronicleHash<?, ?, ?, ?> map;
    private final int segment;
    private final CompactOffHeapLinearHashTable lookup;
    private final long tier;
    private final int chunksInAll;
    private final StoredEntry entry;
    private final StoredEntry other;
    private final BitSet beginnings = new BitSet();
    private final BitSet taken = new BitSet();

    private int lost;
    private boolean isSound = true;
    private long earliestDeadlineMillis = Stored.NEVER;
    private long sequence;

    private SegmentCheck(CompiledMapIterationContext<Object, Object, Object> at, int segment) {
        at.goToFirstTier();
        this.at = at;
        this.segment = segment;
        map = at.h();
        lookup = map.hashLookup;
        tier = at.tierBaseAddr();
        chunksInAll = (int) map.actualChunksPerSegmentTier;
        long begin = tier + at.entrySpaceOffset();
        long end = begin + (long) chunksInAll * map.chunkSize;
        entry = new StoredEntry(begin, end, (int) map.chunkSize);
        other = new StoredEntry(begin, end, (int) map.chunkSize);
    }

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
        SegmentCheck check = new SegmentCheck(at, segment);
        check.walk();
        boolean mend = !check.isSound || !check.numbersAgree();
        if (mend) {
            at.writeLock().lock();
            check.rebuild();
        }
        // Chronicle may let it pass small gaps; if it is nonsense, nothing finds room any more.
        BigSegmentHeader.INSTANCE.lowestPossiblyFreeChunk(at.segmentHeaderAddress(), check.taken.nextClearBit(0));
        accounts.restate(
                segment, check.taken.cardinality(), check.entries(), check.earliestDeadlineMillis, check.sequence);
        return new Finding(mend, check.entries(), check.lost);
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
            isSound = false; // a slot that was being moved
            return;
        }
        if (!entry.read(chunk) || !isInItsSegment() || !isFree(chunk)) {
            isSound = false;
            lost++;
            return;
        }
        beginnings.set((int) chunk);
        taken.set((int) chunk, (int) chunk + entry.chunks());
        earliestDeadlineMillis = Math.min(earliestDeadlineMillis, entry.deadlineMillis());
        sequence = Math.max(sequence, entry.stamp());
        isSound &= lookup.key(slot) == searchKey() && isFound(position);
    }

    private boolean isInItsSegment() {
        return map.hashSplitting.segmentIndex(hash()) == segment;
    }

    private long hash() {
        return HASH.hashBytes(entry.key().array(), 0, entry.key().end());
    }

    private long searchKey() {
        return lookup.maskUnsetKey(map.hashSplitting.segmentHash(hash()));
    }

    private boolean isFree(long chunk) {
        int next = taken.nextSetBit((int) chunk);
        return next < 0 || next >= chunk + entry.chunks();
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
        return other.read(chunk)
                && Arrays.equals(
                        entry.key().array(),
                        0,
                        entry.key().end(),
                        other.key().array(),
                        0,
                        other.key().end());
    }

    private boolean numbersAgree() {
        BigSegmentHeader header = BigSegmentHeader.INSTANCE;
        long numbers = at.segmentHeaderAddress();
        return header.entries(numbers) == entries()
                && header.deleted(numbers) == 0
                && header.nextTierIndex(numbers) == 0
                && freeListAgrees();
    }

    private boolean freeListAgrees() {
        ReusableBitSet free = at.freeList();
        return free.cardinality() == taken.cardinality() && taken.stream().allMatch(free::isSet);
    }

    /** Writes look-up table, free list and numbers for the entries that were found. */
    private void rebuild() {
        OS.memory().setMemory(tier, map.tierHashLookupOuterSize, (byte) 0);
        beginnings.stream().forEach(this::insert);
        ReusableBitSet chunks = at.freeList();
        chunks.clearAll();
        for (int from = taken.nextSetBit(0); from >= 0; ) {
            int to = taken.nextClearBit(from);
            chunks.setRange(from, to);
            from = taken.nextSetBit(to);
        }
        BigSegmentHeader header = BigSegmentHeader.INSTANCE;
        long numbers = at.segmentHeaderAddress();
        header.entries(numbers, entries());
        header.deleted(numbers, 0);
        header.nextTierIndex(numbers, 0);
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
        taken.clear(chunk, chunk + older.chunks());
    }

    private int entries() {
        return beginnings.cardinality();
    }
}
