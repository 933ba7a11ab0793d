package org.larder.provider.chronicle;

import net.openhft.chronicle.bytes.RandomDataInput;
import net.openhft.chronicle.bytes.RandomDataOutput;
import net.openhft.chronicle.core.OS;
import org.larder.provider.codec.Payload;

/**
 * The bytes of an entry's value in the map: a header, then the payload. The only place that knows offsets;
 * {@code docs/format.md} says the same in words.
 */
final class EntryLayout {

    /** Bytes before the payload. */
    static final int HEADER_BYTES = 3 * Long.BYTES + Integer.BYTES;

    private static final int STAMP = 0;
    private static final int DEADLINE = Long.BYTES;
    private static final int MARK = 2 * Long.BYTES;
    private static final int CHECK = 3 * Long.BYTES;

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

    static long stamp(long valueAddress) {
        return OS.memory().readLong(valueAddress + STAMP);
    }

    static long deadlineMillis(long valueAddress) {
        return OS.memory().readLong(valueAddress + DEADLINE);
    }

    /** See {@link QueueMark}. */
    static long mark(long valueAddress) {
        return OS.memory().readLong(valueAddress + MARK);
    }

    static int check(long valueAddress) {
        return OS.memory().readInt(valueAddress + CHECK);
    }

    static long stamp(RandomDataInput source, long valueOffset) {
        return source.readLong(valueOffset + STAMP);
    }

    static long deadlineMillis(RandomDataInput source, long valueOffset) {
        return source.readLong(valueOffset + DEADLINE);
    }

    /** See {@link QueueMark}. */
    static long mark(RandomDataInput source, long valueOffset) {
        return source.readLong(valueOffset + MARK);
    }

    /** Counts a use in the mark; beside other readers, of which one may be forgotten. */
    static void countUse(RandomDataInput source, long valueOffset) {
        long address = source.addressForRead(valueOffset + MARK); // little-endian: its lowest byte
        int uses = OS.memory().readByte(address);
        if (uses < QueueMark.MAX_USES) {
            OS.memory().writeByte(address, (byte) (uses + 1));
        }
    }

    static void writeMark(RandomDataOutput<?> target, long valueOffset, long mark) {
        target.writeLong(valueOffset + MARK, mark);
    }

    /** See {@link Checksum}. */
    static int check(RandomDataInput source, long valueOffset) {
        return source.readInt(valueOffset + CHECK);
    }

    static void writeHeader(
            RandomDataOutput<?> target, long valueOffset, long stamp, long deadlineMillis, long mark, int check) {
        target.writeLong(valueOffset + STAMP, stamp);
        writeMark(target, valueOffset, mark);
        writeDeadline(target, valueOffset, deadlineMillis, check);
    }

    static void writeDeadline(RandomDataOutput<?> target, long valueOffset, long deadlineMillis, int check) {
        target.writeLong(valueOffset + DEADLINE, deadlineMillis);
        target.writeInt(valueOffset + CHECK, check);
    }
}
