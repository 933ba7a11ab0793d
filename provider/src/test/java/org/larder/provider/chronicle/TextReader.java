package org.larder.provider.chronicle;

import java.nio.charset.StandardCharsets;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.hash.serialization.SizedReader;
import net.openhft.chronicle.wire.WireIn;
import net.openhft.chronicle.wire.WireOut;
import org.jspecify.annotations.Nullable;

/** A reader of strings that is not Chronicle's own, as the store's are not. */
public final class TextReader implements SizedReader<Object> {

    @Override
    public Object read(Bytes<?> in, long size, @Nullable Object using) {
        byte[] bytes = new byte[(int) size];
        in.read(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public void readMarshallable(WireIn wire) {}

    @Override
    public void writeMarshallable(WireOut wire) {}
}
