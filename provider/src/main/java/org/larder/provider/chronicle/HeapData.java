package org.larder.provider.chronicle;

import java.util.Arrays;
import net.openhft.chronicle.algo.hashing.LongHashFunction;
import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.bytes.RandomDataInput;
import net.openhft.chronicle.bytes.RandomDataOutput;
import net.openhft.chronicle.core.OS;
import net.openhft.chronicle.hash.AbstractData;
import org.jspecify.annotations.Nullable;
import org.larder.provider.codec.Payload;

/**
 * Bytes on heap as Chronicle Map takes them: they are hashed, compared and copied straight from the array, which costs
 * half of what keys of Chronicle's own type for byte arrays cost.
 */
final class HeapData extends AbstractData<Object> {

    private Payload payload;

    HeapData(Payload payload) {
        this.payload = payload;
    }

    Payload payload() {
        return payload;
    }

    void payload(Payload newPayload) {
        payload = newPayload;
    }

    @Override
    public long size() {
        return payload.end();
    }

    @Override
    public long hash(LongHashFunction function) {
        return function.hashBytes(payload.array(), 0, payload.end());
    }

    @Override
    public boolean equivalent(RandomDataInput source, long sourceOffset) {
        return sameBytes(payload, source, sourceOffset);
    }

    @Override
    @SuppressWarnings("rawtypes") // as Chronicle declares it
    public void writeTo(RandomDataOutput target, long targetOffset) {
        copyTo(target, targetOffset, payload);
    }

    /** A copy; none of the paths that Larder takes asks for it. */
    @Override
    public RandomDataInput bytes() {
        return BytesStore.wrap(Arrays.copyOf(payload.array(), payload.end()));
    }

    @Override
    public long offset() {
        return 0;
    }

    @Override
    public Object get() {
        return Arrays.copyOf(payload.array(), payload.end());
    }

    @Override
    public Object getUsing(@Nullable Object using) {
        return get();
    }

    /** Writes the bytes of a payload. */
    static void copyTo(RandomDataOutput<?> target, long targetOffset, Payload payload) {
        OS.memory().writeBytes(target.addressForWrite(targetOffset), payload.array(), 0, payload.end());
    }

    /** Whether the bytes of a payload stand at an offset. */
    static boolean sameBytes(Payload payload, RandomDataInput source, long sourceOffset) {
        byte[] array = payload.array();
        int end = payload.end();
        int i = 0;
        for (; i <= end - Long.BYTES; i += Long.BYTES) {
            if (payload.longAt(i) != source.readLong(sourceOffset + i)) {
                return false;
            }
        }
        for (; i < end; i++) {
            if (array[i] != source.readByte(sourceOffset + i)) {
                return false;
            }
        }
        return true;
    }
}
