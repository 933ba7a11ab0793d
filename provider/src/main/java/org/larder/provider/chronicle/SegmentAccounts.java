package org.larder.provider.chronicle;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
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

    private final int[] chunks;
    private final int[] entries;
    private final long[] sequence;
    private final long[] lastDelete;
    private final long[] earliestDeadlineMillis;
    private final int chunksPerSegment;
    private final int usableChunks;
    private final long maxEntries;
    private final int chunkBytes;
    private final long reservedBytes;
    private final AtomicLong allEntries = new AtomicLong();
    private final LongAdder evictions = new LongAdder();
    private final LongAdder expirations = new LongAdder();

    /**
     * Creates the accounts of an empty store.
     *
     * @param maxEntries the number of entries never to exceed, {@link Long#MAX_VALUE} for none
     */
    SegmentAccounts(Geometry geometry, long maxEntries) {
        this.chunks = new int[geometry.segments()];
        this.entries = new int[geometry.segments()];
        this.sequence = new long[geometry.segments()];
        this.lastDelete = new long[geometry.segments()];
        this.earliestDeadlineMillis = new long[geometry.segments()];
        Arrays.fill(earliestDeadlineMillis, Stored.NEVER);
        this.chunksPerSegment = geometry.chunksPerSegment();
        this.usableChunks = geometry.usableChunks();
        this.maxEntries = maxEntries;
        this.chunkBytes = geometry.chunkBytes();
        this.reservedBytes = geometry.totalBytes();
    }

    /** The number of segments. */
    int segments() {
        return chunks.length;
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
        return chunks[segment] + moreChunks <= usableChunks;
    }

    /** Claims the place of one more entry in a segment; false if there are as many in all as there may be. */
    boolean claimEntry(int segment) {
        if (!isBounded()) {
            return true; // nobody counts: the shared counter would be the one line that all writers fight for
        }
        while (true) {
            long now = allEntries.get();
            if (now >= maxEntries) {
                return false; // never more, not even for a moment: that would turn others away who have a place
            }
            if (allEntries.compareAndSet(now, now + 1)) {
                entries[segment]++;
                return true;
            }
        }
    }

    /** Gives back the place of one entry. */
    void releaseEntry(int segment) {
        if (isBounded()) {
            entries[segment]--;
            allEntries.decrementAndGet();
        }
    }

    /** Books chunks taken by an entry, or given back if negative. */
    void book(int segment, int moreChunks) {
        chunks[segment] += moreChunks;
    }

    /** The chunks that the entries of a segment take. */
    int chunks(int segment) {
        return chunks[segment];
    }

    /** Whether the number of entries has a bound. */
    boolean isBounded() {
        return maxEntries != Long.MAX_VALUE;
    }

    /** The number of entries if it has a bound; nobody counts them otherwise. */
    long entries() {
        return allEntries.get();
    }

    /** Books an entry as gone. */
    void removed(int segment, int itsChunks) {
        chunks[segment] -= itsChunks;
        releaseEntry(segment);
    }

    /**
     * Corrects the accounts of a segment that was found empty. They are wrong then if an error struck in the middle of
     * a change, as out of memory may, and nobody would ever find room again.
     */
    void empty(int segment) {
        chunks[segment] = 0;
        allEntries.addAndGet(-entries[segment]);
        entries[segment] = 0;
    }

    /** The next stamp; no two writes to a segment, and so no two of a key, have the same. */
    long nextStamp(int segment) {
        return ++sequence[segment];
    }

    /** Where a segment's history stands. */
    long sequence(int segment) {
        return sequence[segment];
    }

    /**
     * Notes that an entry was deleted on demand, not evicted. After the entry is gone, so that nobody can have read it
     * and know of this.
     */
    void deleted(int segment) {
        lastDelete[segment] = ++sequence[segment];
    }

    /** Whether nothing was deleted on demand since a point in a segment's history. */
    boolean nothingDeletedSince(int segment, long asOf) {
        return lastDelete[segment] <= asOf;
    }

    /** Notes that an entry of a segment has a deadline. */
    void expires(int segment, long deadlineMillis) {
        if (deadlineMillis < earliestDeadlineMillis[segment]) {
            earliestDeadlineMillis[segment] = deadlineMillis;
        }
    }

    /** A time before which nothing in a segment expires. */
    long earliestDeadlineMillis(int segment) {
        return earliestDeadlineMillis[segment];
    }

    /** Forgets the deadlines of a segment, whose entries are about to be gone through and noted anew. */
    void forgetDeadlines(int segment) {
        earliestDeadlineMillis[segment] = Stored.NEVER;
    }

    /** Counts entries dropped for want of room. */
    void evicted(int count) {
        evictions.add(count);
    }

    /** Entries dropped for want of room since creation. */
    long evictions() {
        return evictions.sum();
    }

    /** Counts entries that went because they had expired. */
    void expired(int count) {
        expirations.add(count);
    }

    /** How full all segments are; reads their numbers without their locks, so each may be a moment old. */
    StoreUsage usage(long largestRefusedBytes) {
        long used = 0;
        for (int taken : chunks) {
            used += taken;
        }
        return new StoreUsage(
                used * chunkBytes,
                (long) usableChunks * chunkBytes * segments(),
                reservedBytes,
                isBounded() ? maxEntries : StoreUsage.UNKNOWN,
                expirations.sum(),
                largestRefusedBytes);
    }
}
