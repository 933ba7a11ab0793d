package org.larder.provider.chronicle;

import net.openhft.chronicle.bytes.RandomDataInput;
import net.openhft.chronicle.bytes.RandomDataOutput;
import net.openhft.chronicle.core.OS;
import org.larder.provider.codec.Payload;

/**
 * The bytes of an entry's value in the map: a header of two longs, then the payload. The only place that knows offsets;
 * {@code docs/format.md} says the same in words.
 */
final class EntryLayout {

    /** Bytes before the payload. */
    static final int HEADER_BYTES = 2 * Long.BYTES;

    private static final int STAMP = 0;
    private static final int DEADLINE = Long.BYTES;

    private EntryLayout() {}

    /** Copies the payload of a value into a buffer. */
    static void copyPayload(RandomDataInput source, long valueOffset, long valueBytes, Payload into) {
        int payloadBytes = (int) valueBytes - HEADER_BYTES;
        into.resetForBytes(payloadBytes);
        OS.memory().readBytes(source.addressForRead(valueOffset + HEADER_BYTES), into.array(), 0, payloadBytes);
    }

    /** Copies the bytes of a key into a buffer. */
    static void copyKey(RandomDataInput source, long keyOffset, long keyBytes, Payload into) {
        into.resetForBytes((int) keyBytes);
        OS.memory().readBytes(source.addressForRead(keyOffset), into.array(), 0, (int) keyBytes);
    }

    static long stamp(RandomDataInput source, long valueOffset) {
        return source.readLong(valueOffset + STAMP);
    }

    static long deadlineMillis(RandomDataInput source, long valueOffset) {
        return source.readLong(valueOffset + DEADLINE);
    }

    static void writeHeader(RandomDataOutput<?> target, long valueOffset, long stamp, long deadlineMillis) {
        target.writeLong(valueOffset + STAMP, stamp);
        writeDeadline(target, valueOffset, deadlineMillis);
    }

    static void writeDeadline(RandomDataOutput<?> target, long valueOffset, long deadlineMillis) {
        target.writeLong(valueOffset + DEADLINE, deadlineMillis);
    }
}
