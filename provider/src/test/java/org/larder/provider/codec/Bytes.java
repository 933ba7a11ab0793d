package org.larder.provider.codec;

import java.util.Arrays;

/** Codecs applied to arrays of bytes, for tests. */
final class Bytes {

    private Bytes() {}

    /** The bytes that a codec writes, after bytes that are there already. */
    static <T> byte[] of(PayloadCodec<T> codec, T value) {
        Payload payload = new Payload(0);
        payload.writeByte(77);
        codec.encode(value, payload);
        return Arrays.copyOfRange(payload.array(), 1, payload.end());
    }

    /** The value that a codec reads from the middle of a payload that is longer than its contents. */
    static <T> T read(PayloadCodec<T> codec, byte[] bytes) {
        Payload payload = new Payload(bytes.length + 20);
        payload.writeByte(77);
        payload.writeBytes(bytes, 0, bytes.length);
        payload.readByte();
        return codec.decode(payload);
    }
}
