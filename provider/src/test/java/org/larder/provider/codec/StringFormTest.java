package org.larder.provider.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import javax.cache.CacheException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StringFormTest {

    private final PayloadCodec<String> codec = new CodecRegistry(
                    "texts", StringFormTest.class.getClassLoader(), null, Map.of())
            .keyCodec(String.class, null);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "\0",
                "order-0000000000042",
                "\u007f\u0080\u00ff",
                "\u0100",
                "a\u20acb",
                "\ud800",
                "\udc00",
                "\udc00\ud800",
                "\ud83d\ude00",
                "x\ud83d",
                "?",
                "\ufffd",
                "\uffff"
            })
    void everyStringComesBack(String text) {
        for (int repeats : new int[] {1, 5, 63, 64, 65, 1_000}) {
            String longer = text.repeat(repeats);
            assertThat(Bytes.read(codec, Bytes.of(codec, longer))).isEqualTo(longer);
        }
    }

    @Test
    void formChangesExactlyWhereLatin1Ends() {
        for (int length : new int[] {1, 64, 65, 300}) {
            String narrow = "\u00ff".repeat(length);
            assertThat(Bytes.of(codec, narrow)).hasSize(1 + length);
            assertThat(Bytes.of(codec, narrow.substring(1) + '\u0100')).hasSize(1 + 2 * length);
        }
    }

    @Test
    void stringsWithTheSameLowBytesDiffer() {
        for (int length : new int[] {3, 100}) {
            assertThat(Bytes.of(codec, "a".repeat(length))).isNotEqualTo(Bytes.of(codec, "\u0161".repeat(length)));
        }
    }

    @Test
    void equalStringsHaveEqualBytesAndOthersDiffer() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        char[] alphabet = {'a', 'b', '?', '\u00ff', '\u0161', '\ud800', '\udc00', '\ufffd'};
        Map<String, String> textByBytes = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            char[] characters = new char[random.nextInt(4) + (random.nextInt(10) == 0 ? 64 : 0)];
            for (int j = 0; j < characters.length; j++) {
                characters[j] = alphabet[random.nextInt(alphabet.length)];
            }
            String text = new String(characters);
            byte[] bytes = Bytes.of(codec, text);
            String other = textByBytes.put(java.util.HexFormat.of().formatHex(bytes), text);
            assertThat(other == null || other.equals(text))
                    .as("seed %d: one form for two strings", seed)
                    .isTrue();
            assertThat(Bytes.of(codec, new String(characters)))
                    .as("seed %d", seed)
                    .isEqualTo(bytes);
            assertThat(Bytes.read(codec, bytes)).as("seed %d", seed).isEqualTo(text);
        }
    }

    @Test
    void damagedBytesAreAClearError() {
        assertThatThrownBy(() -> Bytes.read(codec, new byte[] {9, 65}))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("cache 'texts': key of 2 bytes")
                .hasMessageContaining("java.lang.String")
                .hasMessageContaining("form 9");
        assertThatThrownBy(() -> Bytes.read(codec, new byte[] {2, 65})).isInstanceOf(CacheException.class);
        assertThatThrownBy(() -> Bytes.read(codec, new byte[0])).isInstanceOf(CacheException.class);
    }
}
