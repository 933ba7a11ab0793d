package org.larder.provider.chronicle;

import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.hash.serialization.SizedReader;
import net.openhft.chronicle.hash.serialization.StatefulCopyable;
import net.openhft.chronicle.wire.WireIn;
import net.openhft.chronicle.wire.WireOut;
import org.jspecify.annotations.Nullable;
import org.larder.provider.codec.Payload;

/**
 * What a look-up of the map found: deadline and payload, copied into buffers that the next look-up of the same thread
 * uses again. It is also the reader that Chronicle Map calls; since every context, and so every thread, has a copy of
 * its own, it returns itself and a look-up allocates nothing.
 */
final class FoundEntry implements SizedReader<Object>, StatefulCopyable<FoundEntry> {

    private static final int INITIAL_BYTES = 256;

    private Payload payload = new Payload(INITIAL_BYTES);
    private long deadlineMillis;

    long deadlineMillis() {
        return deadlineMillis;
    }

    Payload payload() {
        return payload;
    }

    @Override
    @SuppressWarnings("rawtypes") // as Chronicle declares it
    public Object read(Bytes in, long size, @Nullable Object using) {
        long offset = in.readPosition();
        deadlineMillis = EntryLayout.deadlineMillis(in, offset);
        EntryLayout.countUse(in, offset);
        payload = payload.emptied();
        EntryLayout.copyPayload(in, offset, size, payload);
        return this;
    }

    @Override
    public FoundEntry copy() {
        return new FoundEntry();
    }

    @Override
    public void readMarshallable(WireIn wire) {
        // has no state worth keeping
    }

    @Override
    public void writeMarshallable(WireOut wire) {
        // has no state worth keeping
    }
}
