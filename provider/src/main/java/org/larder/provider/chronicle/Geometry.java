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

    /** The largest bound of memory that is not a slip of the pen. */
    static final long MAX_BYTES = 64L << 40;

    /** Above this share of its chunks a segment gets so fragmented that larger entries find no place. */
    private static final int FILL_PERCENT = 80;

    private static final int MAX_SEGMENTS = 1 << 16;
    private static final int MAX_CHUNKS = 1 << 30; // Chronicle's limit
    private static final int MIN_ENTRIES = 16;

    private static final long SEGMENT_BYTES_UNKNOWN_ENTRIES = 512L << 10;
    private static final long MIN_SEGMENT_BYTES = 256L << 10;
    private static final int ENTRIES_PER_SEGMENT = 512;

    /** With fewer entries in a segment it matters too much for the hit rate which keys happen to share one. */
    private static final int ENTRIES_TO_CHOOSE_FROM = 64;

    private static final int SMALLEST_LIKELY_ENTRY = 64;
    private static final int DEFAULT_ENTRY_BYTES = 256;

    /** Header, two size prefixes. */
    private static final int ENTRY_OVERHEAD = EntryLayout.HEADER_BYTES + 3;

    /** Header of the map, rounding to pages. */
    private static final long MAP_OVERHEAD = 12L << 10;

    /** What the headers of segments take more while there are few of them. */
    private static final long WIDER_HEADER = 128;

    private static final int WIDER_HEADERS = 96;

    /** Header of a segment, counters of its tier, what Chronicle adds so that segments do not share cache sets; our numbers. */
    private static final long SEGMENT_OVERHEAD = 64 + 64 + 64 + StateBlock.SEGMENT_BYTES;

    /**
     * The shape for what a user said.
     *
     * @param cacheName for messages
     * @param maxBytes all memory that the map may take, or null
     * @param maxEntries how many entries it must be able to hold if memory has no bound, or null
     * @param typicalEntryBytes encoded key and value of a typical entry, or null if not known
     * @param defaultMaxBytes the bound of memory if none was given; more is taken where {@code maxEntries} needs it
     * @throws IllegalArgumentException if the bound is too small to be useful or too large to be meant
     */
    static Geometry of(
            String cacheName,
            @Nullable Long maxBytes,
            @Nullable Long maxEntries,
            @Nullable Integer typicalEntryBytes,
            long defaultMaxBytes) {
        Entries entries = Entries.of(typicalEntryBytes, maxEntries);
        long toHold = maxBytes == null && maxEntries != null ? maxEntries : 0;
        String setting = maxBytes == null ? "the default of maxBytes" : "maxBytes";
        long bytes = maxBytes == null ? defaultMaxBytes : maxBytes;
        if (bytes < entries.minBytes() && toHold == 0) {
            throw new IllegalArgumentException(
                    "cache '%s': %s is %,d bytes; entries of about %,d bytes need at least %,d"
                            .formatted(cacheName, setting, bytes, entries.bytes, entries.minBytes()));
        }
        if (bytes > MAX_BYTES) {
            throw new IllegalArgumentException("cache '%s': %s is %,d bytes; it can be %,d at most"
                    .formatted(cacheName, setting, bytes, MAX_BYTES));
        }
        bytes = Math.max(bytes, entries.minBytes());
        Geometry geometry = entries.fitted(bytes);
        while (!geometry.holds(toHold, entries)) {
            bytes += bytes / 8;
            if (bytes > MAX_BYTES) {
                throw new IllegalArgumentException(
                        ("cache '%s': maxEntries is %,d; that many entries of about %,d bytes take more than %,d bytes;"
                                        + " lower it, or set maxBytes")
                                .formatted(cacheName, toHold, entries.bytes, MAX_BYTES));
            }
            geometry = entries.fitted(bytes);
        }
        return geometry;
    }

    /**
     * The entries that a map is laid out for.
     *
     * @param bytes size of a typical one with all that is stored beside it
     * @param chunkBytes the unit of allocation that suits them
     * @param smallest bytes of the smallest that there should be look-up slots for
     * @param segmentBytes bytes of a segment that suits them
     * @param max the most that there will be
     */
    private record Entries(long bytes, int chunkBytes, int smallest, long segmentBytes, long max) {

        static Entries of(@Nullable Integer typicalBytes, @Nullable Long max) {
            long bytes = (typicalBytes == null ? DEFAULT_ENTRY_BYTES : typicalBytes) + (long) ENTRY_OVERHEAD;
            return new Entries(
                    bytes,
                    (int) clamp(Long.highestOneBit(bytes / 6), 16, 4096),
                    typicalBytes == null ? SMALLEST_LIKELY_ENTRY : (int) Math.max(1, bytes * 2 / 3),
                    typicalBytes == null
                            ? SEGMENT_BYTES_UNKNOWN_ENTRIES
                            : Math.max(ENTRIES_PER_SEGMENT * bytes, MIN_SEGMENT_BYTES),
                    max == null ? Long.MAX_VALUE : max);
        }

        private long chunks() {
            return (bytes + chunkBytes - 1) / chunkBytes;
        }

        /** The smallest segment that a typical entry is not too large for. */
        private long minSegmentBytes() {
            long usable = 2 * chunks();
            return Geometry.segmentBytes(usable * 100 / FILL_PERCENT + 2, chunkBytes, MIN_ENTRIES);
        }

        long minBytes() {
            return Math.max(MIN_BYTES, overheadBytes(1) + minSegmentBytes());
        }

        /** The shape that makes the most of a number of bytes. */
        Geometry fitted(long mapBytes) {
            long wanted = Math.max(clamp(segmentBytes, mapBytes / MAX_SEGMENTS, mapBytes / 4), minSegmentBytes());
            int segments = (int) clamp(
                    (mapBytes - MAP_OVERHEAD) / (wanted + WIDER_HEADER), 1, Math.max(1, max / ENTRIES_TO_CHOOSE_FROM));
            long perSegment = (mapBytes - overheadBytes(segments)) / segments;
            int fitting = MIN_ENTRIES;
            for (int tooMany = MAX_CHUNKS; tooMany - fitting > 1; ) {
                int chunks = (fitting + tooMany) >>> 1;
                if (Geometry.segmentBytes(chunks, chunkBytes, slots(chunks, segments)) <= perSegment) {
                    fitting = chunks;
                } else {
                    tooMany = chunks;
                }
            }
            return new Geometry(segments, chunkBytes, fitting, slots(fitting, segments));
        }

        /** The entries for which a segment of some chunks should have look-up slots. */
        private int slots(int chunks, int segments) {
            long likely = Math.min((long) chunks * chunkBytes / smallest, inFullest(max, segments));
            return (int) clamp(likely, MIN_ENTRIES, chunks);
        }
    }

    /** The entries in the fullest segment if a number of them is spread by hashing: six standard deviations and more. */
    private static long inFullest(long entries, int segments) {
        if (segments == 1) {
            return entries;
        }
        double evenly = (double) entries / segments;
        return Math.min(entries, (long) Math.ceil(evenly + 6 * Math.sqrt(evenly) + 6));
    }

    private boolean holds(long entries, Entries typical) {
        long capacity = Math.min(entriesPerSegment, usableChunks() / typical.chunks());
        return inFullest(entries, segments) <= capacity;
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

    /**
     * About how many entries of a size fit.
     *
     * @param entryBytes encoded key and value, or null for the size that is assumed where nobody says one
     */
    long entriesThatFit(@Nullable Integer entryBytes) {
        long bytes = (entryBytes == null ? DEFAULT_ENTRY_BYTES : entryBytes) + (long) ENTRY_OVERHEAD;
        long chunks = (bytes + chunkBytes - 1) / chunkBytes;
        return Math.min(entriesPerSegment, usableChunks() / chunks) * segments;
    }

    /** All memory that a map of this shape may come to take. */
    long totalBytes() {
        return overheadBytes(segments) + segments * segmentBytes(chunksPerSegment, chunkBytes, entriesPerSegment);
    }

    private static long overheadBytes(int segments) {
        return MAP_OVERHEAD + WIDER_HEADER * Math.min(segments, WIDER_HEADERS);
    }

    private static long segmentBytes(long chunks, int chunkBytes, long entries) {
        long freeList = align((chunks + 7) / 8);
        return SEGMENT_OVERHEAD
                + lookupBytes(entries, chunks)
                + freeList
                + align(chunks * chunkBytes)
                + Ghosts.segmentBytes(entries);
    }

    /** The look-up table, as Chronicle Map 2026.1 sizes it. */
    private static long lookupBytes(long entries, long chunks) {
        int valueBits = Long.SIZE - Long.numberOfLeadingZeros(chunks - 1);
        int keyBits = Long.SIZE - Long.numberOfLeadingZeros(entries - 1) + 3;
        long slotBytes = valueBits + keyBits <= Integer.SIZE ? Integer.BYTES : Long.BYTES;
        long slots = Math.max(64, Long.highestOneBit(Math.max(1, entries - 1)) << 1);
        if (entries * 3 > slots * 2) {
            slots *= 2;
        }
        // Chronicle wants a slot also for the entries that chance, once in 100,000, brings to a segment beyond these.
        while (entries + 4.3 * Math.sqrt((double) entries) + 4 > 0.8 * slots) {
            slots *= 2;
        }
        return align(slots * slotBytes);
    }

    private static long align(long bytes) {
        return (bytes + 63) & ~63L;
    }

    private static long clamp(long value, long min, long max) {
        return Math.max(min, Math.min(max, value));
    }
}
