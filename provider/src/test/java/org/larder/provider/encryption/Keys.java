package org.larder.provider.encryption;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.larder.provider.codec.Payload;

/** Master keys by numbers, and payloads of bytes, for tests. */
final class Keys {

    private Keys() {}

    /** The master keys of some numbers, the current first. */
    static MasterKeys of(int... numbers) {
        return MasterKeys.of(() -> IntStream.of(numbers).mapToObj(Keys::bytes).toList());
    }

    static byte[] bytes(int number) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) number);
        return key;
    }

    static Payload payload(byte[] bytes) {
        Payload payload = new Payload(bytes.length + 3); // longer than its contents
        payload.writeBytes(bytes, 0, bytes.length);
        return payload;
    }

    static byte[] written(Payload payload) {
        return Arrays.copyOf(payload.array(), payload.end());
    }
}
