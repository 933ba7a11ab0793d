package org.larder.provider.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {

    private static final String BYTES = "a number of bytes; write one such as 67108864, 512KiB, 64MiB, 1GiB or 64MB";
    private static final String NUMBER = "a number; write one such as 50000 or 50_000, at least 1";
    private static final String DURATION = "a duration; write one such as 250ms, 10s, 5m, 2h, 7d or PT1H30M";

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "67108864, 67108864",
        "67_108_864, 67108864",
        "9223372036854775807, 9223372036854775807",
        "12B, 12",
        "3kB, 3000",
        "3KB, 3000",
        "64MB, 64000000",
        "2GB, 2000000000",
        "5TB, 5000000000000",
        "512KiB, 524288",
        "64MiB, 67108864",
        "64 MiB, 67108864",
        "1GiB, 1073741824",
        "2TiB, 2199023255552"
    })
    void bytesHaveUnits(String text, long bytes) {
        assertThat(Values.bytes(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0", "0MiB", "-1", "64M", "64mib", "64MIB", "1e6", "1.5GiB", "_1", "1__0", "1_", "MiB", "1  MiB", "x",
                "٣"
            })
    void whatIsNoNumberOfBytesIsRefused(String text) {
        assertRefused(Values::bytes, text, "'%s' is not %s".formatted(text, BYTES));
    }

    @Test
    void numbersBeyondALongAreRefused() {
        assertRefused(Values::bytes, "9223372036854775808", "'9223372036854775808' is more than a long can hold");
        assertRefused(Values::bytes, "8388608TiB", "'8388608TiB' is more than a long can hold");
    }

    @Test
    void bytesOfAnEntryFitAnInt() {
        assertThat(Values.intBytes("2147483647")).isEqualTo(Integer.MAX_VALUE);
        assertRefused(Values::intBytes, "2GiB", "'2GiB' is too much; it can be 2147483647 at most");
    }

    @Test
    void countsHaveNoUnits() {
        assertThat(Values.count("50_000")).isEqualTo(50_000);
        assertRefused(Values::count, "50k", "'50k' is not " + NUMBER);
        assertRefused(Values::count, "0", "'0' is not " + NUMBER);
    }

    @Test
    void flagsAreTrueOrFalse() {
        assertThat(Values.flag("true")).isTrue();
        assertThat(Values.flag("false")).isFalse();
        assertRefused(Values::flag, "yes", "'yes' is neither true nor false; write one of them");
        assertRefused(Values::flag, "True", "'True' is neither true nor false; write one of them");
    }

    @ParameterizedTest
    @CsvSource({
        "250ms, 250",
        "10s, 10000",
        "5m, 300000",
        "2h, 7200000",
        "7d, 604800000",
        "1_000 ms, 1000",
        "0s, 0",
        "PT10M, 600000",
        "PT1H30M, 5400000",
        "P1D, 86400000",
        "PT0.25S, 250",
        "PT0S, 0"
    })
    void durationsHaveUnitsOrAreIso(String text, long millis) {
        assertThat(Values.durationMillis(text)).isEqualTo(millis);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10",
                "10min",
                "10M",
                "-5s",
                "1.5h",
                "s",
                "P",
                "PT",
                "PT-5S",
                "-PT5S",
                "PT0.0001S",
                "PT9223372036854775807S",
                "x"
            })
    void whatIsNoDurationIsRefused(String text) {
        assertRefused(Values::durationMillis, text, "'%s' is not %s".formatted(text, DURATION));
    }

    @Test
    void durationsBeyondALongAreRefused() {
        assertRefused(
                Values::durationMillis, "9223372036854775807s", "'9223372036854775807s' is more than a long can hold");
    }

    @Test
    void namesOfClassesAreThoseOfJava() {
        for (String name : new String[] {"Order", "com.acme.Order", "com.acme.Shop$Order", "com.acme.Größe", "a1._b"}) {
            assertThat(Values.className(name)).isEqualTo(name);
        }
        for (String name : new String[] {"", "com acme", "com..acme", ".Order", "Order.", "1a", "a-b", "byte[]"}) {
            assertRefused(
                    Values::className,
                    name,
                    "'%s' is not the name of a class; write one such as com.acme.Order".formatted(name));
        }
        assertThat(Values.typeName("byte[]")).isEqualTo("byte[]");
        assertThat(Values.typeName("String")).isEqualTo("java.lang.String");
        assertRefused(
                Values::typeName, "long[]", "'long[]' is not the name of a class; write one such as com.acme.Order");
    }

    private static void assertRefused(Function<String, ?> reading, String text, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> reading.apply(text))
                .withMessage(message);
    }

    @Test
    void longTextIsNoError() {
        String name = "a.".repeat(50_000) + "b";
        assertThat(Values.className(name)).isEqualTo(name);
        assertThat(Values.count("0_".repeat(50_000) + "1")).isEqualTo(1);
    }

    @Test
    void typesOfJavaLangHaveOneName() {
        assertThat(Values.typeName("String")).isEqualTo("java.lang.String");
        assertThat(Values.typeName("java.lang.String")).isEqualTo("java.lang.String");
        assertThat(Values.typeName("Order")).isEqualTo("Order");
        assertThat(Values.typeName("byte[]")).isEqualTo("byte[]");
    }
}
