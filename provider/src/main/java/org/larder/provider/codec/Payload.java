package org.larder.provider.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A growable buffer on heap into which codecs write and from which they read, little-endian. Not thread-safe: a payload
 * belongs to one thread, which uses it again and again.
 */
public final class Payload {

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Payloads that are used again and have grown beyond this are let go. */
    public static final int RETAINED_BYTES = 64 << 10;

    private static final int INITIAL_BYTES = 256;

    private byte[] array;
    private int position;
    private int end;

    /** Creates an empty payload with room for a number of bytes before it first grows. */
    public Payload(int initialBytes) {
        array = new byte[initialBytes];
    }

    /** Wraps bytes to be read; the payload takes the array over. */
    public static Payload of(byte[] bytes) {
        Payload payload = new Payload(0);
        payload.array = bytes;
        payload.end = bytes.length;
        return payload;
    }

    /** Empties the payload, for writing. */
    public void clear() {
        position = 0;
        end = 0;
    }

    /**
     * A payload to be used again: this one, emptied; or a new one, if this has grown so much that it should not stay with
     * its thread for the sake of one huge value.
     */
    public Payload emptied() {
        if (array.length > RETAINED_BYTES) {
            return new Payload(INITIAL_BYTES);
        }
        clear();
        return this;
    }

    /**
     * Empties the payload and makes room for a number of bytes that the caller will put into {@link #array()} itself,
     * from index 0; they can be read afterwards.
     */
    public void resetForBytes(int byteCount) {
        clear();
        ensure(byteCount);
        end = byteCount;
    }

    /** The backing array. Bytes written lie between 0 and {@link #end()}. */
    public byte[] array() {
        return array;
    }

    /** The index after the last byte. */
    public int end() {
        return end;
    }

    /** The index of the next byte to read. */
    public int position() {
        return position;
    }

    /** The number of bytes left to read. */
    public int remaining() {
        return end - position;
    }

    /** Appends one byte. */
    public void writeByte(int value) {
        ensure(1);
        array[end++] = (byte) value;
    }

    /** Appends four bytes. */
    public void writeInt(int value) {
        ensure(Integer.BYTES);
        INT.set(array, end, value);
        end += Integer.BYTES;
    }

    /** Appends eight bytes. */
    public void writeLong(long value) {
        ensure(Long.BYTES);
        LONG.set(array, end, value);
        end += Long.BYTES;
    }

    /** Appends a number that is not negative, in as few bytes as it needs: seven bits in each, the lowest first. */
    public void writeCount(int count) {
        int rest = count;
        while (rest > 0x7F) {
            writeByte(rest | 0x80);
            rest >>>= 7;
        }
        writeByte(rest);
    }

    /** The bytes that {@link #writeCount} writes for a number. */
    public static int countBytes(int count) {
        return 1 + (31 - Integer.numberOfLeadingZeros(count | 1)) / 7;
    }

    /** Leaves room for a length that is known when what follows is written; returns where, for {@link #fillInLength}. */
    public int leaveLength() {
        ensure(1); // lengths below 128 take no more
        return end++;
    }

    /** Puts the number of bytes that were written behind the room for it into this room, with a number added to it. */
    public void fillInLength(int at, int added) {
        int from = at + 1;
        int length = end - from;
        int count = Math.addExact(length, added);
        int more = countBytes(count) - 1;
        if (more > 0) {
            ensure(more);
            System.arraycopy(array, from, array, from + more, length);
        }
        end = at;
        writeCount(count);
        end += length;
    }

    /** Appends bytes of an array. */
    public void writeBytes(byte[] source, int offset, int length) {
        ensure(length);
        System.arraycopy(source, offset, array, end, length);
        end += length;
    }

    /** Appends all bytes of an array behind their number. */
    public void writePart(byte[] bytes) {
        writeCount(bytes.length);
        writeBytes(bytes, 0, bytes.length);
    }

    /** Makes room for a number of bytes, so that the caller may fill {@link #array()} from {@link #end()} itself. */
    public void ensure(int byteCount) {
        int needed = Math.addExact(end, byteCount);
        if (needed > array.length) {
            array = Arrays.copyOf(array, Math.max(needed, (int) Math.min(Integer.MAX_VALUE - 8L, 2L * array.length)));
        }
    }

    /** Declares bytes that the caller put into {@link #array()} from {@link #end()} as written. */
    public void advanceEnd(int byteCount) {
        end += byteCount;
    }

    /** Reads one byte. */
    public byte readByte() {
        return array[advance(1)];
    }

    /** The byte that is read next. */
    public byte peekByte() {
        byte next = readByte();
        position--;
        return next;
    }

    /** Reads four bytes. */
    public int readInt() {
        return (int) INT.get(array, advance(Integer.BYTES));
    }

    /** Reads eight bytes. */
    public long readLong() {
        return (long) LONG.get(array, advance(Long.BYTES));
    }

    /** Reads what {@link #writeCount} wrote. */
    public int readCount() {
        int count = 0;
        for (int shift = 0; shift < Integer.SIZE; shift += 7) {
            int part = readByte();
            count |= (part & 0x7F) << shift;
            if (part >= 0) {
                if (count < 0 || (shift == 28 && part > 7)) {
                    break;
                }
                return count;
            }
        }
        throw new IllegalStateException("no count ends at " + position);
    }

    /** Lets the payload end a number of bytes after its position; returns the end it had, for {@link #widen}. */
    public int narrow(int byteCount) {
        int whole = end;
        advance(byteCount);
        end = position;
        position -= byteCount;
        return whole;
    }

    /** Undoes {@link #narrow}, and skips what was left unread. */
    public void widen(int whole) {
        position = end;
        end = whole;
    }

    /** Whether bytes come next; does not skip them. */
    public boolean startsWith(byte[] bytes) {
        return bytes.length <= remaining()
                && Arrays.equals(array, position, position + bytes.length, bytes, 0, bytes.length);
    }

    /** The four bytes at an index, wherever the position is. */
    public int intAt(int index) {
        return (int) INT.get(array, index);
    }

    /** The eight bytes at an index, wherever the position is. */
    public long longAt(int index) {
        return (long) LONG.get(array, index);
    }

    /** Reads a number of bytes into a new array. */
    public byte[] readBytes(int length) {
        int from = advance(length);
        return Arrays.copyOfRange(array, from, from + length);
    }

    /** Skips a number of bytes and returns the index of the first. */
    public int advance(int byteCount) {
        int from = position;
        if (byteCount < 0 || byteCount > end - from) {
            throw new IllegalStateException(
                    "payload ends early: " + byteCount + " bytes asked at " + from + " of " + end);
        }
        position = from + byteCount;
        return from;
    }
}
