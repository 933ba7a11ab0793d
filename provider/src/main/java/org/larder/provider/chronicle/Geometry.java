package org.larder.provider.chronicle;

import org.jspecify.annotations.Nullable;

/**
 * The shape of a map: how many segments, of how many chunks of how many bytes. Fixed at creation, because a map that
 * grows is a map without a bound.
 *
 * @param segments number of segments; each has a lock of its own and is evicted from on its own
 * @param chunkBytes size of the unit of allocation
 * @param chunksPerSegment chunks that a segment has; the store fills {@value #FILL_PERCENT} % of them
 * @param entriesPerSegment entries for which a segment has look-up slots
 */
record Geometry(int segments, int chunkBytes, int chunksPerSegment, int entriesPerSegment) {

    /** The smallest bound of memory that makes a useful cache. */
    static final long MIN_BYTES = 64L << 10;

    /** Above this share of its chunks a segment gets so fragmented that larger entries find no place. */
    private static final int FILL_PERCENT = 80;

    private static final long SEGMENT_BYTES_UNKNOWN_ENTRIES = 1L << 20;
    private static final long MIN_SEGMENT_BYTES = 256L << 10;
    private static final long MAX_SEGMENT_BYTES = 8L << 20;
    private static final int ENTRIES_PER_SEGMENT = 512;
    private static final int SMALLEST_LIKELY_ENTRY = 64;
    private static final int DEFAULT_ENTRY_BYTES = 256;

    /** Header, two size prefixes. */
    private static final int ENTRY_OVERHEAD = EntryLayout.HEADER_BYTES + 3;

    /** Lock and counters of a segment, counters of its tier. */
    private static final long SEGMENT_OVERHEAD = 64 + 64 + 128;

    /** Header of the map, rounding to pages. */
    private static final long MAP_OVERHEAD = 12L << 10;

    /**
     * The shape for what a user said.
     *
     * @param maxBytes all memory that the map may take, or null
     * @param maxEntries how many entries it must be able to hold, or null
     * @param typicalEntryBytes encoded key and value of a typical entry, or null if not known
     * @param defaultMaxBytes the bound of memory if none was given; more is taken where {@code maxEntries} needs it
     */
    static Geometry of(
            @Nullable Long maxBytes,
            @Nullable Long maxEntries,
            @Nullable Integer typicalEntryBytes,
            long defaultMaxBytes) {
        long entryBytes = (typicalEntryBytes == null ? DEFAULT_ENTRY_BYTES : typicalEntryBytes) + (long) ENTRY_OVERHEAD;
        int chunkBytes = (int) clamp(Long.highestOneBit(entryBytes / 6), 16, 4096);
        long wanted = typicalEntryBytes == null
                ? SEGMENT_BYTES_UNKNOWN_ENTRIES
                : clamp(ENTRIES_PER_SEGMENT * entryBytes, MIN_SEGMENT_BYTES, MAX_SEGMENT_BYTES);
        long bound = maxBytes == null ? defaultMaxBytes : maxBytes;
        long segmentBytes = maxBytes == null ? wanted : Math.min(wanted, Math.max(MIN_BYTES / 2, bound / 4));
        int smallest = typicalEntryBytes == null ? SMALLEST_LIKELY_ENTRY : (int) Math.max(1, entryBytes * 2 / 3);

        Geometry one = segmentOf(segmentBytes, chunkBytes, smallest);
        long segments = Math.max(1, (bound - MAP_OVERHEAD) / one.segmentBytes());
        if (maxBytes == null && maxEntries != null) {
            segments = Math.max(segments, one.segmentsFor(maxEntries, entryBytes));
        }
        return new Geometry(Math.toIntExact(segments), chunkBytes, one.chunksPerSegment, one.entriesPerSegment);
    }

    /** One segment that takes at most a number of bytes, look-up and all. */
    private static Geometry segmentOf(long bytes, int chunkBytes, int smallestEntry) {
        int entries = Math.toIntExact(Math.max(16, bytes / smallestEntry));
        int chunks =
                Math.toIntExact((bytes - SEGMENT_OVERHEAD - lookupBytes(entries, bytes / chunkBytes)) / chunkBytes);
        Geometry segment = new Geometry(1, chunkBytes, chunks, entries);
        long excess = segment.segmentBytes() - bytes;
        int fitting = excess <= 0 ? chunks : chunks - (int) (excess / chunkBytes) - 1;
        return new Geometry(1, chunkBytes, fitting, Math.min(entries, fitting));
    }

    /** How many such segments hold a number of entries although hashing fills them unevenly. */
    private long segmentsFor(long entries, long entryBytes) {
        long chunksPerEntry = (entryBytes + chunkBytes - 1) / chunkBytes;
        double perSegment = Math.min(entriesPerSegment, (double) usableChunks() / chunksPerEntry);
        double evenly = Math.max(1, perSegment - 6 * Math.sqrt(perSegment)); // six standard deviations of Poisson
        return (long) Math.ceil(entries / evenly);
    }

    /** Chunks of a segment that the store fills before it evicts. */
    int usableChunks() {
        return (int) ((long) chunksPerSegment * FILL_PERCENT / 100);
    }

    /** The largest entry, in chunks: alone it would still leave its segment room for others. */
    int maxEntryChunks() {
        return Math.max(1, usableChunks() / 2);
    }

    /** The largest entry, in bytes of encoded key and value. */
    long maxEntryBytes() {
        return (long) maxEntryChunks() * chunkBytes - ENTRY_OVERHEAD - 8;
    }

    /** All memory that a map of this shape may come to take. */
    long totalBytes() {
        return MAP_OVERHEAD + segments * segmentBytes();
    }

    private long segmentBytes() {
        long freeList = align((chunksPerSegment + 7L) / 8);
        return SEGMENT_OVERHEAD
                + lookupBytes(entriesPerSegment, chunksPerSegment)
                + freeList
                + align((long) chunksPerSegment * chunkBytes);
    }

    /** The look-up table, as CompactOffHeapLinearHashTable of Chronicle Map 2026.1 sizes it. */
    private static long lookupBytes(long entries, long chunks) {
        int valueBits = Long.SIZE - Long.numberOfLeadingZeros(chunks - 1);
        int keyBits = Long.SIZE - Long.numberOfLeadingZeros(entries - 1) + 3;
        long slotBytes = valueBits + keyBits <= Integer.SIZE ? Integer.BYTES : Long.BYTES;
        long slots = Math.max(64, Long.highestOneBit(Math.max(1, entries - 1)) << 1);
        return align((entries * 3 > slots * 2 ? 2 * slots : slots) * slotBytes);
    }

    private static long align(long bytes) {
        return (bytes + 63) & ~63L;
    }

    private static long clamp(long value, long min, long max) {
        return Math.max(min, Math.min(max, value));
    }
}
