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

    /** Segments take from this to twice as much. */
    private static final long SEGMENT_BYTES_UNKNOWN_ENTRIES = 256L << 10;

    private static final long MIN_SEGMENT_BYTES = 160L << 10;
    private static final int ENTRIES_PER_SEGMENT = 512;

    /** With fewer entries in a segment it matters too much for the hit rate which keys happen to share one. */
    private static final int ENTRIES_TO_CHOOSE_FROM = 64;

    private static final int SMALLEST_LIKELY_ENTRY = 64;
    private static final int DEFAULT_ENTRY_BYTES = 256;
    private static final int DEFAULT_CHUNK_BYTES = 32;
    private static final int CHUNK_STEP = 4;
    private static final int MIN_CHUNK_BYTES = 8;
    private static final int MAX_CHUNK_BYTES = 4096;

    /** Two shapes are of the same bytes if they differ by less than such a part. */
    private static final int SAME_PART = 64;

    private static final int MIN_SLOTS = 64; // Chronicle's, and so are the next two

    /** The share of the slots for which Chronicle is asked at most; it would take twice as many for more. */
    private static final double ASKED_SLOTS = 2 / 3.0;

    /** The share of the slots that are taken at most. Chronicle finds no place for an entry more, whatever is free. */
    private static final double TAKEN_SLOTS = 0.8;

    /** How much of the size of a typical entry one must have so that there are slots for a segment full of them. */
    private static final double SMALLER = 5 / 6.0;

    /** Header, two size prefixes. */
    private static final int ENTRY_OVERHEAD = EntryLayout.HEADER_BYTES + 3;

    /** What the prefixes of large sizes may take more. */
    private static final int LARGE_SIZES = 8;

    /** From here on they do. */
    private static final int LARGE_ENTRY = 1 << 14;

    /** Header of the map, rounding to pages. */
    private static final long MAP_OVERHEAD = 12L << 10;

    /** What the headers of segments take more while there are few of them. */
    private static final long WIDER_HEADER = 128;

    private static final int WIDER_HEADERS = 96;

    /**
     * Header of a segment, counters of its tier, what Chronicle adds so that segments do not share cache sets; our
     * numbers.
     */
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
     * @param segmentBytes bytes of the smallest segment that suits them
     * @param max the most that there will be
     */
    private record Entries(long bytes, int chunkBytes, long smallest, long segmentBytes, long max) {

        static Entries of(@Nullable Integer typicalBytes, @Nullable Long maxEntries) {
            long max = maxEntries == null ? Long.MAX_VALUE : maxEntries;
            if (typicalBytes == null) {
                return new Entries(
                        DEFAULT_ENTRY_BYTES + ENTRY_OVERHEAD,
                        DEFAULT_CHUNK_BYTES,
                        SMALLEST_LIKELY_ENTRY,
                        SEGMENT_BYTES_UNKNOWN_ENTRIES,
                        max);
            }
            long bytes = stored(typicalBytes);
            int chunkBytes = chunkBytes(bytes);
            return new Entries(
                    bytes,
                    chunkBytes,
                    (long) (divideUp(bytes, chunkBytes) * chunkBytes * SMALLER),
                    Math.max(ENTRIES_PER_SEGMENT * bytes, MIN_SEGMENT_BYTES),
                    max);
        }

        /**
         * The unit of which such entries take six to twelve, with the least of rounding and of bits that tell what is
         * free.
         */
        private static int chunkBytes(long bytes) {
            int best = (int) clamp(bytes / 12 / CHUNK_STEP * CHUNK_STEP, MIN_CHUNK_BYTES, MAX_CHUNK_BYTES);
            for (int larger = best + CHUNK_STEP; larger <= Math.min(bytes / 6, MAX_CHUNK_BYTES); larger += CHUNK_STEP) {
                if (bits(bytes, larger) < bits(bytes, best)) {
                    best = larger;
                }
            }
            return best;
        }

        private static long bits(long bytes, int chunkBytes) {
            return divideUp(bytes, chunkBytes) * (chunkBytes * (long) Byte.SIZE + 1);
        }

        private long chunks() {
            return divideUp(bytes, chunkBytes);
        }

        /** The smallest segment that a typical entry is not too large for. */
        private long minSegmentBytes() {
            long usable = 2 * divideUp(bytes + LARGE_SIZES, chunkBytes);
            return Geometry.segmentBytes(usable * 100 / FILL_PERCENT + 2, chunkBytes, MIN_ENTRIES);
        }

        long minBytes() {
            return Math.max(MIN_BYTES, overheadBytes(1) + minSegmentBytes());
        }

        /**
         * The shape that makes the most of a number of bytes. Look-up tables double in size when they are too small: so
         * segments are as large as they can be with the table of the smallest that will do.
         */
        Geometry fitted(long mapBytes) {
            long smallestSegment =
                    Math.max(clamp(segmentBytes, mapBytes / MAX_SEGMENTS, mapBytes / 4), minSegmentBytes());
            int most = (int) clamp(
                    (mapBytes - MAP_OVERHEAD) / (smallestSegment + WIDER_HEADER),
                    1,
                    Math.max(1, max / ENTRIES_TO_CHOOSE_FROM));
            Geometry largest = fitted(mapBytes, most);
            int tooFew = (most - 1) / 2;
            while (largest.segments - tooFew > 1) {
                Geometry larger = fitted(mapBytes, (tooFew + largest.segments) >>> 1);
                if (larger.slots() == largest.slots()) {
                    largest = larger;
                } else {
                    tooFew = larger.segments;
                }
            }
            // That may leave bytes over: some more segments of that size, or one more of a little less.
            int more = (int) Math.min(most, mapBytes * largest.segments / largest.totalBytes());
            Geometry same = fitted(mapBytes, more);
            Geometry less = fitted(mapBytes, Math.min(most, more + 1));
            return less.capacity(chunks()) > same.capacity(chunks()) ? less : same;
        }

        private Geometry fitted(long mapBytes, int segments) {
            long perSegment = (mapBytes - overheadBytes(segments)) / segments;
            int fitting = MIN_ENTRIES;
            for (int tooMany = MAX_CHUNKS; tooMany - fitting > 1; ) {
                int chunks = (fitting + tooMany) >>> 1;
                if (Geometry.segmentBytes(chunks, chunkBytes, entries(chunks, segments)) <= perSegment) {
                    fitting = chunks;
                } else {
                    tooMany = chunks;
                }
            }
            return new Geometry(segments, chunkBytes, fitting, entries(fitting, segments));
        }

        /** The entries for which Chronicle makes enough slots in a segment of some chunks, and no more of them. */
        private int entries(int chunks, int segments) {
            long most = inFullest(max, segments);
            long likely = Math.min(Geometry.usable(chunks) * chunkBytes / smallest, most);
            long slots = MIN_SLOTS;
            while (likely > TAKEN_SLOTS * slots) {
                slots *= 2;
            }
            return (int) clamp(Math.min(entriesWithSlots(slots), most), MIN_ENTRIES, chunks);
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
        return inFullest(entries, segments) <= perSegment(typical.chunks());
    }

    /**
     * Whether files of this shape do where new ones would get another: an earlier version of Larder may have cut the same
     * memory into other pieces. They do if they take about as much, and take entries at least half as large.
     *
     * @param maxBytes what they may take at most
     */
    boolean doesFor(Geometry wanted, long maxBytes) {
        long bytes = wanted.totalBytes();
        return totalBytes() <= maxBytes
                && Math.abs(totalBytes() - bytes) <= bytes / SAME_PART
                && maxEntryBytes() >= wanted.maxEntryBytes() / 2;
    }

    private long capacity(long chunks) {
        return perSegment(chunks) * segments;
    }

    /** How many entries of some chunks fit into a segment. */
    private long perSegment(long chunks) {
        return Math.min((long) (TAKEN_SLOTS * slots()), usableChunks() / chunks);
    }

    /** Chunks of a segment that the store fills before it evicts. */
    int usableChunks() {
        return (int) usable(chunksPerSegment);
    }

    private static long usable(long chunks) {
        return chunks * FILL_PERCENT / 100;
    }

    /** The largest entry, in chunks: alone it would still leave its segment room for others. */
    int maxEntryChunks() {
        return Math.max(1, usableChunks() / 2);
    }

    /** The largest entry, in bytes of encoded key and value. */
    long maxEntryBytes() {
        return (long) maxEntryChunks() * chunkBytes - ENTRY_OVERHEAD - LARGE_SIZES;
    }

    /**
     * About how many entries of a size fit.
     *
     * @param entryBytes encoded key and value, or null for the size that is assumed where nobody says one
     */
    long entriesThatFit(@Nullable Integer entryBytes) {
        return capacity(divideUp(stored(entryBytes == null ? DEFAULT_ENTRY_BYTES : entryBytes), chunkBytes));
    }

    /** The bytes of an entry with all that is stored beside key and value. */
    private static long stored(long entryBytes) {
        return entryBytes + ENTRY_OVERHEAD + (entryBytes < LARGE_ENTRY ? 0 : LARGE_SIZES);
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
        return align(slots(entries) * slotBytes);
    }

    private long slots() {
        return slots(entriesPerSegment);
    }

    private static long slots(long entries) {
        long slots = MIN_SLOTS;
        while (entries > entriesWithSlots(slots)) {
            slots *= 2;
        }
        return slots;
    }

    /**
     * The most entries for which Chronicle makes so many slots. It wants one also for the entries that chance, once in
     * 100,000, brings to a segment beyond these.
     */
    private static long entriesWithSlots(long slots) {
        double deviations = 4.3;
        double root = (Math.sqrt(deviations * deviations + 4 * (TAKEN_SLOTS * slots - 4)) - deviations) / 2;
        return (long) Math.min(ASKED_SLOTS * slots, root * root);
    }

    private static long divideUp(long bytes, int chunkBytes) {
        return (bytes + chunkBytes - 1) / chunkBytes;
    }

    private static long align(long bytes) {
        return (bytes + 63) & ~63L;
    }

    private static long clamp(long value, long min, long max) {
        return Math.max(min, Math.min(max, value));
    }
}
