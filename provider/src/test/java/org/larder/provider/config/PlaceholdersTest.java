package org.larder.provider.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceholdersTest {

    private static final String PROPERTY = "larder.test.size";

    @AfterEach
    void forget() {
        System.clearProperty(PROPERTY);
    }

    @ParameterizedTest
    @CsvSource({
        "plain, plain",
        "$1 \\ $x, $1 \\ $x",
        "${sys:larder.test.size}, 64$\\",
        "a${sys:larder.test.size}b${sys:larder.test.size}c, a64$\\b64$\\c",
        "${sys:larder.test.size:-1}, 64$\\",
        "${sys:larder.test.none:-1MiB}, 1MiB",
        "${sys:larder.test.none:-}x, x",
        "${env:LARDER_TEST_NONE:-a:b}, a:b"
    })
    void placeholdersStandForProperties(String value, String resolved) {
        System.setProperty(PROPERTY, "64$\\");
        assertThat(Placeholders.resolved(value)).isEqualTo(resolved);
    }

    @Test
    void placeholdersStandForTheEnvironment() {
        Map.Entry<String, String> variable = System.getenv().entrySet().stream()
                .filter(each -> each.getKey().matches("\\w+"))
                .findAny()
                .orElseThrow();
        assertThat(Placeholders.resolved("<${env:%s:-no}>".formatted(variable.getKey())))
                .isEqualTo("<" + variable.getValue() + ">");
    }

    @Test
    void whatStandsForNothingIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Placeholders.resolved("${sys:larder.test.none}"))
                .withMessage(
                        "there is no system property larder.test.none; set it, or give a default as in ${sys:larder.test.none:-default}");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Placeholders.resolved("${env:LARDER_TEST_NONE}"))
                .withMessage(
                        "there is no environment variable LARDER_TEST_NONE; set it, or give a default as in ${env:LARDER_TEST_NONE:-default}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"${", "${size}", "a${env:}", "${env:SIZE", "${file:x}", "${sys:larder.test.size} ${x}"})
    void malformedOnesAreRefused(String value) {
        System.setProperty(PROPERTY, "64");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Placeholders.resolved(value))
                .withMessage(
                        "a placeholder is malformed; write ${env:NAME} or ${sys:name}, with a default as in ${env:NAME:-default}");
    }
}
