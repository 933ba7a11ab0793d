package org.larder.provider.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import javax.cache.CacheException;
import javax.cache.annotation.GeneratedCacheKey;
import org.junit.jupiter.api.Test;
import org.larder.MethodKey;

/** The bytes of keys that are made of the parameters of a method. */
class MethodKeyCodecTest {

    private static final CodecRegistry CODECS =
            new CodecRegistry("calls", MethodKeyCodecTest.class.getClassLoader(), null, Map.of());

    /** Holds a key where any object may be. */
    record Holder(String name, Object any) {}

    private static <T> byte[] bytes(PayloadCodec<T> codec, T value) {
        Payload out = new Payload(16);
        codec.encode(value, out);
        return out.readBytes(out.remaining());
    }

    @Test
    void itsFormIsFrozen() {
        byte[] expected = {48, 1, 4, 3, 2, 1, 'a', 4, 4, 7, 0, 0, 0, 0, 48, 1, 0};
        MethodKey key = MethodKey.of("a", 7, null, MethodKey.of());
        assertThat(bytes(CODECS.keyCodec(Object.class, null), key)).isEqualTo(expected);
        assertThat(bytes(CODECS.keyCodec(GeneratedCacheKey.class, null), key)).isEqualTo(expected);
        assertThat(bytes(CODECS.valueCodec(Object.class, null), key)).isEqualTo(expected);
        assertThat(CODECS.keyCodec(Object.class, null).decode(Payload.of(expected)))
                .isEqualTo(key);
    }

    @Test
    void itMayBePartOfARecord() {
        PayloadCodec<Holder> codec = CODECS.keyCodec(Holder.class, null);
        Holder holder = new Holder("n", MethodKey.of("a", new int[] {1}));
        assertThat(codec.decode(Payload.of(bytes(codec, holder)))).isEqualTo(holder);
    }

    @Test
    void damagedOnesAreRefused() {
        PayloadCodec<Object> codec = CODECS.keyCodec(Object.class, null);
        for (byte[] damaged : new byte[][] {{48}, {48, 0}, {48, 1}, {48, 1, 2, 0}, {48, 1, 1, 48}, {48, 9, 0}}) {
            assertThatThrownBy(() -> codec.decode(Payload.of(damaged)))
                    .isInstanceOf(CacheException.class)
                    .hasMessageContaining("cache 'calls'");
        }
    }
}
