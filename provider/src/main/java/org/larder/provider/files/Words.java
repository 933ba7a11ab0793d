package org.larder.provider.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The words of a lock file, which all members see and change at once: a page of control, then the slots. The only class
 * that knows where they lie; {@code docs/adr/0006-several-jvms.md} says what they are for.
 */
final class Words {

    static final int SLOTS = 128;

    /** "LARDERLK", read as a little-endian number. */
    static final long MAGIC = ByteBuffer.wrap("LARDERLK".getBytes(StandardCharsets.US_ASCII))
            .order(ByteOrder.LITTLE_ENDIAN)
            .getLong();

    static final long VERSION = 1;
    static final int MAGIC_AT = 0;
    static final int VERSION_AT = 8;

    // On cache lines of their own: every operation reads the first, few write the others.
    static final int GENERATION_AT = 64;
    static final int CLEAN_AT = 128;
    static final int GATE_PID_AT = 136;
    static final int AWAITED_PID_AT = 144;

    // In each slot.
    static final int IN_USE = 0;
    static final int PID = 8;
    static final int PROCESS_START = 16;
    static final int ID = 24;
    static final int EXCLUSIVE = 32;
    static final int OPEN = 40;

    private static final int CONTROL_BYTES = 4096;
    private static final int SLOT_BYTES = 64;
    static final int BYTES = CONTROL_BYTES + SLOTS * SLOT_BYTES;

    private static final VarHandle LONGS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final MappedByteBuffer mapped;
    private final ByteBuffer bytes;

    Words(MappedByteBuffer mapped) {
        this.mapped = mapped;
        this.bytes = mapped;
    }

    /** What a new lock file holds: nobody in it, and not clean, for nobody knows what lies beside it. */
    static byte[] ofNewFile() {
        return ByteBuffer.allocate(BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(MAGIC_AT, MAGIC)
                .putLong(VERSION_AT, VERSION)
                .array();
    }

    long get(int at) {
        return (long) LONGS.getVolatile(bytes, at);
    }

    void set(int at, long value) {
        LONGS.setVolatile(bytes, at, value);
    }

    long get(int slot, int word) {
        return get(at(slot, word));
    }

    void set(int slot, int word, long value) {
        set(at(slot, word), value);
    }

    private static int at(int slot, int word) {
        return CONTROL_BYTES + slot * SLOT_BYTES + word;
    }

    /** Writes all of them to disk. */
    void force() throws IOException {
        try {
            mapped.force();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
