package org.larder.provider.chronicle;

import java.util.function.IntBinaryOperator;
import net.openhft.chronicle.core.Memory;
import net.openhft.chronicle.core.OS;
import org.larder.provider.store.StoreUsage;
import org.larder.provider.store.Stored;

/**
 * What the store knows of its segments: how full each is and where its history stands.
 *
 * <p>The numbers of a segment are written under that segment's update lock. Its compare-and-set lies off-heap, where the
 * Java memory model does not reach, but the JVM orders all memory around one made through Unsafe as it does around a
 * volatile variable, so whoever has the lock sees what the last owner wrote. Only {@link #sequence} is read under the
 * read lock, next to an owner of the update lock. It may be ahead of what the reader sees then, by writes that can take
 * effect only when the reader is gone; those give entries stamps of their own, and deletions are noted after they took
 * effect. {@link #earliestDeadlineMillis} is read without a lock, by somebody who asks again soon.
 */
final class SegmentAccounts {

    private static final Memory MEMORY = OS.memory();

    // Of a segment, in the block.
    private static final int SEQUENCE = 0;
    private static final int LAST_DELETE = Long.BYTES;
    /** Counted back from never, so that zero says that nothing expires. */
    private static final int EARLIEST_DEADLINE = 2 * Long.BYTES;

    private static final int CHUNKS = 3 * Long.BYTES;
    private static final int ENTRIES = CHUNKS + Integer.BYTES;
    private static final int LAST_DROPPED = ENTRIES + Integer.BYTES;

    /** More changes than any segment sees; a position in a queue has no room for more. */
    private static final long MAX_SEQUENCE = 1L << 54;

    // Of the whole store.
    private static final int ALL_ENTRIES = 0;
    private static final int EPOCH = Long.BYTES;

    private final StateBlock block;
    private final int segments;
    private final int chunksPerSegment;
    private final int usableChunks;
    private final long maxEntries;
    private final int chunkBytes;
    private final long reservedBytes;
    private final Counts counts;

    /**
     * Opens the accounts of a store.
     *
     * @param block where they are kept
     * @param maxEntries the number of entries never to exceed, {@link Long#MAX_VALUE} for none
     */
    SegmentAccounts(StateBlock block, long maxEntries, Counts counts) {
        Geometry geometry = block.geometry();
        this.block = block;
        this.counts = counts;
        this.segments = geometry.segments();
        this.chunksPerSegment = geometry.chunksPerSegment();
        this.usableChunks = geometry.usableChunks();
        this.maxEntries = maxEntries;
        this.chunkBytes = geometry.chunkBytes();
        this.reservedBytes = geometry.totalBytes();
    }

    /** The number of segments. */
    int segments() {
        return segments;
    }

    /** The chunks of a segment. */
    int chunksPerSegment() {
        return chunksPerSegment;
    }

    /** The chunks of a segment that may be taken. */
    int usableChunks() {
        return usableChunks;
    }

    /** Whether a segment has room for a number of chunks more. */
    boolean hasRoom(int segment, int moreChunks) {
        return chunks(segment) + moreChunks <= usableChunks;
    }

    /** Claims the place of one more entry in a segment; false if there are as many in all as there may be. */
    boolean claimEntry(int segment) {
        if (!isBounded()) {
            return true; // nobody counts: the shared counter would be the one line that all writers fight for
        }
        long all = block.head() + ALL_ENTRIES;
        while (true) {
            long now = MEMORY.readVolatileLong(all);
            if (now >= maxEntries) {
                return false; // never more, not even for a moment: that would turn others away who have a place
            }
            if (MEMORY.compareAndSwapLong(all, now, now + 1)) {
                addTo(block.segment(segment) + ENTRIES, 1);
                return true;
            }
        }
    }

    /** Gives back the place of one entry. */
    void releaseEntry(int segment) {
        if (isBounded()) {
            addTo(block.segment(segment) + ENTRIES, -1);
            MEMORY.addLong(block.head() + ALL_ENTRIES, -1);
        }
    }

    /** Books chunks taken by an entry, or given back if negative. */
    void book(int segment, int moreChunks) {
        addTo(block.segment(segment) + CHUNKS, moreChunks);
    }

    /** The chunks that the entries of a segment take. */
    int chunks(int segment) {
        return MEMORY.readInt(block.segment(segment) + CHUNKS);
    }

    /** Whether the number of entries has a bound. */
    boolean isBounded() {
        return maxEntries != Long.MAX_VALUE;
    }

    /** The number of entries if it has a bound; nobody counts them otherwise. */
    long entries() {
        return block.look(() -> MEMORY.readVolatileLong(block.head() + ALL_ENTRIES));
    }

    /** Books an entry as gone. */
    void removed(int segment, int itsChunks) {
        book(segment, -itsChunks);
        releaseEntry(segment);
    }

    /**
     * Books an entry as gone that nobody deleted on demand. Before it is, so that its stamp is remembered whatever happens.
     *
     * @param stamp what it says that its own is
     */
    void dropped(int segment, int itsChunks, long stamp) {
        if (stamp > lastDropped(segment)) {
            MEMORY.writeLong(block.segment(segment) + LAST_DROPPED, Math.min(stamp, sequence(segment)));
        }
        removed(segment, itsChunks);
    }

    /**
     * Corrects the accounts of a segment that was found empty. They are wrong then if an error struck in the middle of
     * a change, as out of memory may, and nobody would ever find room again.
     */
    void empty(int segment) {
        long numbers = block.segment(segment);
        MEMORY.writeInt(numbers + CHUNKS, 0);
        MEMORY.addLong(block.head() + ALL_ENTRIES, -MEMORY.readInt(numbers + ENTRIES));
        MEMORY.writeInt(numbers + ENTRIES, 0);
    }

    /**
     * Adds up the numbers of entries of all segments, which may have been left in the middle of a change.
     *
     * @param atMost how many a segment can have, given its number and how many were noted: more than that must not be taken
     *     to fit into the bound until a look at the segment says how many there are
     */
    void recount(IntBinaryOperator atMost) {
        if (!isBounded()) {
            return;
        }
        long all = 0;
        for (int segment = 0; segment < segments; segment++) {
            long noted = block.segment(segment) + ENTRIES;
            int entries = atMost.applyAsInt(segment, MEMORY.readInt(noted));
            MEMORY.writeInt(noted, entries);
            all += entries;
        }
        MEMORY.writeLong(block.head() + ALL_ENTRIES, all);
    }

    /** The next stamp; no two writes to a segment, and so no two of a key, have the same. */
    long nextStamp(int segment) {
        long next = sequence(segment) + 1;
        MEMORY.writeLong(block.segment(segment) + SEQUENCE, next);
        return next;
    }

    /** Where a segment's history stands. */
    long sequence(int segment) {
        return MEMORY.readLong(block.segment(segment) + SEQUENCE);
    }

    /**
     * Notes that an entry was deleted on demand, not evicted. After the entry is gone, so that nobody can have read it
     * and know of this.
     */
    void deleted(int segment) {
        MEMORY.writeLong(block.segment(segment) + LAST_DELETE, nextStamp(segment));
    }

    /** Whether nothing was deleted on demand since a point in a segment's history. */
    boolean nothingDeletedSince(int segment, long asOf) {
        return MEMORY.readLong(block.segment(segment) + LAST_DELETE) <= asOf;
    }

    /**
     * Whether no entry was dropped that may have been written since a point in a segment's history, where an entry that was
     * read then does not count. The sequence of then may be that of a write which took effect later.
     */
    boolean nothingYoungerDropped(int segment, long stamp, long asOf) {
        long last = lastDropped(segment);
        return last < asOf || last == stamp;
    }

    private long lastDropped(int segment) {
        return MEMORY.readLong(block.segment(segment) + LAST_DROPPED);
    }

    /** Notes that an entry of a segment has a deadline. */
    void expires(int segment, long deadlineMillis) {
        if (deadlineMillis < readEarliestDeadline(segment)) {
            writeEarliestDeadline(segment, deadlineMillis);
        }
    }

    /** A time before which nothing in a segment expires. */
    long earliestDeadlineMillis(int segment) {
        return block.look(() -> readEarliestDeadline(segment));
    }

    /** Whether an entry of a segment may have expired; under its lock. */
    boolean mayHaveExpired(int segment, long nowMillis) {
        return readEarliestDeadline(segment) <= nowMillis;
    }

    private long readEarliestDeadline(int segment) {
        return Stored.NEVER - MEMORY.readLong(block.segment(segment) + EARLIEST_DEADLINE);
    }

    private void writeEarliestDeadline(int segment, long deadlineMillis) {
        MEMORY.writeLong(block.segment(segment) + EARLIEST_DEADLINE, Stored.NEVER - deadlineMillis);
    }

    /** Forgets the deadlines of a segment, whose entries are about to be gone through and noted anew. */
    void forgetDeadlines(int segment) {
        writeEarliestDeadline(segment, Stored.NEVER);
    }

    /** Counts entries dropped for want of room. */
    void evicted(int count) {
        counts.evictions().add(count);
    }

    /** Entries dropped for want of room since creation. */
    long evictions() {
        return counts.evictions().sum();
    }

    /** Counts entries that went because they had expired. */
    void expired(int count) {
        counts.expirations().add(count);
    }

    /**
     * Writes what a look at all entries of a segment found. Where it is something else than was noted, or the history stood
     * before one of the entries, whoever read an entry of the segment before is told that it may have been deleted.
     *
     * @param stamp the highest of the entries
     */
    void restate(int segment, int itsChunks, int itsEntries, long earliestDeadlineMillis, long stamp) {
        long numbers = block.segment(segment);
        int entries = isBounded() ? itsEntries : 0;
        MEMORY.addLong(block.head() + ALL_ENTRIES, entries - MEMORY.readInt(numbers + ENTRIES));
        MEMORY.writeInt(numbers + ENTRIES, entries);
        writeEarliestDeadline(segment, earliestDeadlineMillis);
        long sequence = sequence(segment);
        if (chunks(segment) != itsChunks
                || sequence < stamp
                || sequence > MAX_SEQUENCE
                || !nothingDeletedSince(segment, sequence)
                || lastDropped(segment) > sequence) {
            MEMORY.writeInt(numbers + CHUNKS, itsChunks);
            MEMORY.writeLong(numbers + LAST_DROPPED, 0);
            MEMORY.writeLong(numbers + SEQUENCE, sequence > MAX_SEQUENCE ? stamp : Math.max(sequence, stamp));
            deleted(segment);
        }
    }

    /** How often an epoch began; for those who look without a lock. */
    long epoch() {
        return block.look(() -> MEMORY.readVolatileLong(block.head() + EPOCH));
    }

    /** Whether an epoch is still the one; under the lock of a segment. */
    boolean isEpoch(long epoch) {
        return MEMORY.readVolatileLong(block.head() + EPOCH) == epoch;
    }

    /** Begins another epoch. */
    void beginEpoch() {
        block.look(() -> MEMORY.addLong(block.head() + EPOCH, 1));
    }

    private static void addTo(long address, int more) {
        MEMORY.writeInt(address, MEMORY.readInt(address) + more);
    }

    /** How full all segments are; reads their numbers without their locks, so each may be a moment old. */
    StoreUsage usage(long largestRefusedBytes) {
        long used = block.look(() -> {
            long sum = 0;
            for (int segment = 0; segment < segments; segment++) {
                sum += chunks(segment);
            }
            return sum;
        });
        return new StoreUsage(
                used * chunkBytes,
                (long) usableChunks * chunkBytes * segments(),
                reservedBytes,
                isBounded() ? maxEntries : StoreUsage.UNKNOWN,
                counts.expirations().sum(),
                largestRefusedBytes);
    }
}
