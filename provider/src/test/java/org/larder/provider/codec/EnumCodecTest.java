package org.larder.provider.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.cache.CacheException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class EnumCodecTest {

    enum Shape {
        CIRCLE,
        /** Has a class of its own. */
        SQUARE {
            @Override
            int corners() {
                return 4;
            }
        },
        TRIANGLE;

        int corners() {
            return 0;
        }
    }

    private final CodecRegistry registry =
            new CodecRegistry("shapes", EnumCodecTest.class.getClassLoader(), null, Map.of());

    @ParameterizedTest
    @EnumSource
    void constantsComeBackWhenTheirTypeIsConfigured(Shape shape) {
        PayloadCodec<Shape> codec = registry.keyCodec(Shape.class, null);
        assertThat(Bytes.read(codec, Bytes.of(codec, shape))).isSameAs(shape);
        assertThat(codec.bytesDecideEquality()).isTrue();
        assertThat(codec.encodingRunsUserCode(shape)).isFalse();
        assertThat(codec.decodingRunsUserCode(new Payload(0))).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void constantsComeBackWhenTheTypeIsOpen(Shape shape) {
        PayloadCodec<Object> codec = registry.keyCodec(Object.class, null);
        byte[] bytes = Bytes.of(codec, shape);
        assertThat(Bytes.read(codec, bytes)).isSameAs(shape);
        assertThat(Bytes.read(codec, bytes)).isSameAs(shape);
    }

    @Test
    void constantsAreStoredByNameNotByOrdinal() {
        assertThat(Bytes.of(registry.keyCodec(Shape.class, null), Shape.CIRCLE))
                .isEqualTo(Bytes.of(registry.keyCodec(String.class, null), "CIRCLE"));
    }

    @Test
    void constantsOfTwoEnumsDifferWhenTheTypeIsOpen() {
        PayloadCodec<Object> codec = registry.keyCodec(Object.class, null);
        assertThat(Bytes.of(codec, TimeUnit.DAYS)).isNotEqualTo(Bytes.of(codec, java.time.temporal.ChronoUnit.DAYS));
    }

    @Test
    void anUnknownNameIsAClearError() {
        byte[] named = Bytes.of(registry.keyCodec(String.class, null), "HEXAGON");
        assertThatThrownBy(() -> Bytes.read(registry.valueCodec(Shape.class, null), named))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("cache 'shapes': value of 8 bytes")
                .hasMessageContaining("HEXAGON")
                .hasMessageContaining("renamed or removed");
        String open = Shape.class.getName() + "/HEXAGON";
        assertThatThrownBy(() -> Bytes.read(registry.valueCodec(Object.class, null), tagged(open)))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("there is no constant HEXAGON");
    }

    @Test
    void aClassThatIsMissingOrNoEnumIsAClearError() {
        PayloadCodec<Object> codec = registry.valueCodec(Object.class, null);
        assertThatThrownBy(() -> Bytes.read(codec, tagged("com.acme.Gone/A")))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("com.acme.Gone")
                .hasMessageContaining("not visible");
        assertThatThrownBy(() -> Bytes.read(codec, tagged("java.lang.String/A")))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("java.lang.String is no enum");
        assertThatThrownBy(() -> Bytes.read(codec, tagged("nonsense"))).isInstanceOf(CacheException.class);
    }

    @Test
    void theSerialFilterHoldsForEnumsOfOpenTypes() {
        byte[] bytes = Bytes.of(registry.valueCodec(Object.class, null), Shape.SQUARE);
        var narrow = new CodecRegistry("shapes", EnumCodecTest.class.getClassLoader(), "java.base/*;!*", Map.of());
        assertThatThrownBy(() -> Bytes.read(narrow.valueCodec(Object.class, null), bytes))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("serial filter 'java.base/*;!*' rejects class " + Shape.class.getName());
    }

    private byte[] tagged(String text) {
        byte[] bytes = Bytes.of(registry.valueCodec(Object.class, null), text);
        bytes[0] = BuiltIn.ENUM_ID;
        return bytes;
    }
}
