package org.larder.provider.chronicle;

import net.openhft.chronicle.core.Memory;
import net.openhft.chronicle.core.OS;
import org.larder.provider.codec.Payload;

/**
 * An entry as it lies in a segment, read without trust: sizes that lead out of the segment make it unreadable, and so
 * does a check that fails. For one thread; one object reads one entry after the other.
 */
final class StoredEntry {

    private static final Memory MEMORY = OS.memory();
    private static final int UNREADABLE = -1;

    /** Sizes take seven bits a byte; more bytes than this make no size that anybody wrote. */
    private static final int MAX_SIZE_BYTES = 5;

    private final Checksum checksum = new Checksum();
    private final Payload key = new Payload(256);
    private final Payload payload = new Payload(256);
    private final long begin;
    private final long end;
    private final int chunkBytes;
    private long at;
    private long value;
    private int chunks;

    /**
     * Creates a reader for a segment.
     *
     * @param begin address of the first chunk
     * @param end address after the last
     */
    StoredEntry(long begin, long end, int chunkBytes) {
        this.begin = begin;
        this.end = end;
        this.chunkBytes = chunkBytes;
    }

    /** Reads the entry that is said to begin at a chunk; false if there is none, or not as it was written. */
    boolean read(long chunk) {
        long from = begin + chunk * chunkBytes;
        if (chunk < 0 || from >= end) {
            return false;
        }
        at = from;
        long keyBytes = readSize();
        if (keyBytes < 0 || keyBytes > end - at) {
            return false;
        }
        copy(keyBytes, key);
        long valueBytes = readSize();
        if (valueBytes < EntryLayout.HEADER_BYTES || valueBytes > end - at) {
            return false;
        }
        value = at;
        at += EntryLayout.HEADER_BYTES;
        copy(valueBytes - EntryLayout.HEADER_BYTES, payload);
        chunks = (int) ((at - from + chunkBytes - 1) / chunkBytes);
        return checksum.of(key, payload, stamp(), deadlineMillis()) == EntryLayout.check(value);
    }

    /** Seven bits a byte, the lowest first, as Chronicle writes sizes. */
    private long readSize() {
        long size = 0;
        for (int i = 0; i < MAX_SIZE_BYTES && at < end; i++) {
            int bits = MEMORY.readByte(at++);
            size |= (long) (bits & 0x7F) << (7 * i);
            if (bits >= 0) {
                return size;
            }
        }
        return UNREADABLE;
    }

    private void copy(long bytes, Payload into) {
        into.resetForBytes((int) bytes);
        MEMORY.readBytes(at, into.array(), 0, (int) bytes);
        at += bytes;
    }

    Payload key() {
        return key;
    }

    long stamp() {
        return EntryLayout.stamp(value);
    }

    long deadlineMillis() {
        return EntryLayout.deadlineMillis(value);
    }

    /** How many chunks it takes. */
    int chunks() {
        return chunks;
    }
}
