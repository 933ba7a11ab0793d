package org.larder.provider.encryption;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HkdfTest {

    private static byte[] bytes(int first, int last) {
        byte[] bytes = new byte[last - first + 1];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (first + i);
        }
        return bytes;
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    /** Appendix A of RFC 5869, cases 1 to 3. */
    @Test
    void theExamplesOfTheStandardComeOut() {
        byte[] key = hex("0b".repeat(22));
        assertThat(Hkdf.derive(key, bytes(0x00, 0x0C), bytes(0xF0, 0xF9), 42))
                .isEqualTo(hex("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"));
        assertThat(Hkdf.derive(bytes(0x00, 0x4F), bytes(0x60, 0xAF), bytes(0xB0, 0xFF), 82))
                .isEqualTo(
                        hex(
                                "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87"));
        assertThat(Hkdf.derive(key, new byte[0], new byte[0], 42))
                .isEqualTo(hex("8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"));
    }

    @ParameterizedTest
    @CsvSource({"1", "31", "32", "33", "64", "65"})
    void fewerBytesAreTheBeginningOfMore(int byteCount) {
        byte[] more = Hkdf.derive(bytes(1, 32), bytes(1, 16), "purpose", 96);
        assertThat(Hkdf.derive(bytes(1, 32), bytes(1, 16), "purpose", byteCount))
                .hasSize(byteCount)
                .isEqualTo(Arrays.copyOf(more, byteCount));
    }

    @Test
    void keySaltAndPurposeMatter() {
        byte[] one = Hkdf.derive(bytes(1, 32), bytes(1, 16), "purpose", 32);
        assertThat(Hkdf.derive(bytes(2, 33), bytes(1, 16), "purpose", 32)).isNotEqualTo(one);
        assertThat(Hkdf.derive(bytes(1, 32), bytes(2, 17), "purpose", 32)).isNotEqualTo(one);
        assertThat(Hkdf.derive(bytes(1, 32), bytes(1, 16), "another", 32)).isNotEqualTo(one);
    }
}
