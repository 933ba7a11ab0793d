package org.larder.provider.chronicle;

/**
 * An entry as it lies in a segment, read without trust: a check that fails makes it unreadable, and so do sizes that lead
 * out of the segment. For one thread; one object reads one entry after the other.
 */
final class StoredEntry {

    private final Checksum checksum = new Checksum();
    private final EntryBounds bounds;
    private final long chunksInAll;

    /**
     * Creates a reader for a segment.
     *
     * @param begin address of the first chunk
     * @param chunksInAll how many there are
     */
    StoredEntry(long begin, long chunksInAll, long chunkBytes) {
        this.bounds = new EntryBounds(begin, chunksInAll, chunkBytes);
        this.chunksInAll = chunksInAll;
    }

    /** Reads the entry that is said to begin at a chunk; false if there is none, or not as it was written. */
    boolean read(long chunk) {
        return chunk >= 0
                && chunk < chunksInAll
                && bounds.goTo(chunk)
                && checksum.of(bounds, stamp(), deadlineMillis()) == EntryLayout.check(bounds.value());
    }

    /** Where it is. */
    EntryBounds bounds() {
        return bounds;
    }

    long stamp() {
        return EntryLayout.stamp(bounds.value());
    }

    long deadlineMillis() {
        return EntryLayout.deadlineMillis(bounds.value());
    }
}
