package org.larder.provider.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.function.Function;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.larder.codec.Codec;

final class UserCodecTest {

    private record Functions<T>(Function<T, byte @Nullable []> encoder, Function<byte[], @Nullable T> decoder)
            implements Codec<T> {
        @Override
        @SuppressWarnings("NullAway") // a codec of a user who breaks the contract
        public byte[] encode(T value) {
            return encoder.apply(value);
        }

        @Override
        @SuppressWarnings("NullAway") // a codec of a user who breaks the contract
        public T decode(byte[] bytes) {
            return decoder.apply(bytes);
        }
    }

    private final CodecRegistry registry =
            new CodecRegistry("own", UserCodecTest.class.getClassLoader(), null, Map.of());

    private PayloadCodec<Integer> values(
            Function<Integer, byte @Nullable []> encoder, Function<byte[], @Nullable Integer> decoder) {
        return registry.valueCodec(Integer.class, new Functions<>(encoder, decoder));
    }

    @Test
    void theCodecOfTheUserComesBeforeTheBuiltInOne() {
        PayloadCodec<Integer> codec = values(value -> new byte[] {value.byteValue()}, bytes -> (int) bytes[0]);
        assertThat(Bytes.of(codec, 5)).containsExactly(5);
        assertThat(Bytes.read(codec, new byte[] {5})).isEqualTo(5);
        assertThat(codec.encodingRunsUserCode(5)).isTrue();
        assertThat(codec.decodingRunsUserCode(new Payload(0))).isTrue();
    }

    @Test
    void bytesDecideEqualityOfKeysOnly() {
        Codec<Integer> own = new Functions<>(value -> new byte[1], bytes -> 1);
        assertThat(registry.keyCodec(Integer.class, own).bytesDecideEquality()).isTrue();
        assertThat(registry.valueCodec(Integer.class, own).bytesDecideEquality())
                .isFalse();
    }

    @Test
    void theCodecNeverSeesTheProvidersOwnArrays() {
        byte[] kept = {1, 2};
        PayloadCodec<Integer> codec = values(value -> kept, bytes -> {
            bytes[0] = 9;
            return bytes.length;
        });
        Payload payload = new Payload(10);
        codec.encode(1, payload);
        kept[0] = 7;
        assertThat(codec.decode(payload)).isEqualTo(2);
        assertThat(payload.array()[0]).isEqualTo((byte) 1);
    }

    @Test
    void nestedUseOfThePayloadWhileEncodingDoesNoHarm() {
        Payload payload = new Payload(10);
        PayloadCodec<Integer> codec = values(
                value -> {
                    payload.clear();
                    payload.writeLong(-1);
                    payload.clear();
                    return new byte[] {3};
                },
                bytes -> 0);
        codec.encode(1, payload);
        assertThat(payload.readBytes(payload.remaining())).containsExactly(3);
    }

    @Test
    void nullsAreClearErrors() {
        PayloadCodec<Integer> codec = values(value -> null, bytes -> null);
        assertThatExceptionOfType(CacheException.class)
                .isThrownBy(() -> Bytes.of(codec, 1))
                .withMessage("cache 'own': value of type java.lang.Integer cannot be encoded: the codec "
                        + Functions.class.getName() + " returned null; Codec.encode must return bytes");
        assertThatExceptionOfType(CacheException.class)
                .isThrownBy(() -> Bytes.read(codec, new byte[3]))
                .withMessage("cache 'own': value of 3 bytes cannot be decoded as java.lang.Integer: the codec "
                        + Functions.class.getName() + " returned null; Codec.decode must return a value");
    }

    @Test
    void exceptionsAreWrappedWithTheNamesOfCacheAndCodec() {
        IllegalStateException failure = new IllegalStateException("broken");
        PayloadCodec<Integer> codec = values(
                value -> {
                    throw failure;
                },
                bytes -> {
                    throw failure;
                });
        assertThatExceptionOfType(CacheException.class)
                .isThrownBy(() -> Bytes.of(codec, 1))
                .withCause(failure)
                .withMessageContaining("cache 'own'")
                .withMessageContaining(Functions.class.getName())
                .withMessageContaining("broken");
        assertThatExceptionOfType(CacheException.class)
                .isThrownBy(() -> Bytes.read(codec, new byte[3]))
                .withCause(failure)
                .withMessageContaining("cache 'own'");
    }

    @Test
    void errorsPassUnwrapped() {
        PayloadCodec<Integer> codec = values(
                value -> {
                    throw new OutOfMemoryError("test");
                },
                bytes -> {
                    throw new StackOverflowError();
                });
        assertThatThrownBy(() -> Bytes.of(codec, 1)).isInstanceOf(OutOfMemoryError.class);
        assertThatThrownBy(() -> Bytes.read(codec, new byte[1])).isInstanceOf(StackOverflowError.class);
    }

    @Test
    @SuppressWarnings({"unchecked", "rawtypes"}) // a codec of the wrong type, as raw types let through
    void aValueOfAnotherTypeIsAClearError() {
        Codec wrong = new Functions<>(value -> new byte[1], bytes -> "text");
        PayloadCodec<Integer> codec = registry.valueCodec(Integer.class, wrong);
        assertThatExceptionOfType(CacheException.class)
                .isThrownBy(() -> Bytes.read(codec, new byte[1]))
                .withMessageContaining("returned a java.lang.String");
    }
}
