package org.larder.provider.chronicle;

import java.lang.System.Logger;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAccumulator;
import org.larder.EntryTooLargeException;
import org.larder.provider.log.OncePerMinute;

/**
 * The rule for entries that are larger than the geometry allows: either they are an error, or they count as written and
 * evicted at once, with a warning at most once a minute.
 */
final class OversizedEntries {

    private static final Logger LOG = System.getLogger(OversizedEntries.class.getName());

    private final String cacheName;
    private final Geometry geometry;
    private final boolean rejected;
    private final OncePerMinute drops;
    private final LongAccumulator largestBytes = new LongAccumulator(Math::max, 0);

    OversizedEntries(String cacheName, Geometry geometry, boolean rejected, InstantSource clock) {
        this.cacheName = cacheName;
        this.geometry = geometry;
        this.rejected = rejected;
        this.drops = new OncePerMinute(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()));
    }

    int maxEntryChunks() {
        return geometry.maxEntryChunks();
    }

    /** The chunks that a number of bytes takes; not Chronicle's own sum, which overflows just below 2 GiB. */
    int chunks(long bytes) {
        return (int)
                Math.min(Integer.MAX_VALUE, Math.max(1, (bytes + geometry.chunkBytes() - 1) / geometry.chunkBytes()));
    }

    /** Fails if oversized entries are an error. */
    void rejectIfAsked(long entryBytes) {
        if (rejected) {
            largestBytes.accumulate(entryBytes);
            throw new EntryTooLargeException(message(entryBytes));
        }
    }

    /** Key and value of the largest entry that was rejected or dropped; 0 if there was none. */
    long largestBytes() {
        return largestBytes.get();
    }

    /** Says that an entry was dropped. */
    void warn(long entryBytes) {
        largestBytes.accumulate(entryBytes);
        drops.log(LOG, message(entryBytes) + "; it counts as written and evicted at once", null);
    }

    private String message(long entryBytes) {
        return String.format(
                Locale.ROOT,
                "cache '%s': an entry of %,d bytes exceeds the %,d that its geometry allows; raise maxBytes or typicalEntryBytes",
                cacheName,
                entryBytes,
                geometry.maxEntryBytes());
    }
}
