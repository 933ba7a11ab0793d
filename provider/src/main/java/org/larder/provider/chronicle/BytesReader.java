package org.larder.provider.chronicle;

import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.hash.serialization.SizedReader;
import net.openhft.chronicle.wire.WireIn;
import net.openhft.chronicle.wire.WireOut;
import org.jspecify.annotations.Nullable;

/**
 * What Chronicle Map would read keys and values with. The store copies bytes itself, so this serves only Chronicle's own
 * diagnostics.
 */
final class BytesReader implements SizedReader<Object> {

    @Override
    @SuppressWarnings("rawtypes") // as Chronicle declares it
    public Object read(Bytes in, long size, @Nullable Object using) {
        byte[] bytes = new byte[Math.toIntExact(size)];
        in.read(bytes);
        return bytes;
    }

    @Override
    public void readMarshallable(WireIn wire) {
        // has no state
    }

    @Override
    public void writeMarshallable(WireOut wire) {
        // has no state
    }
}
