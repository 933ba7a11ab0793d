package org.larder.provider.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamePatternTest {

    @ParameterizedTest
    @CsvSource({
        "orders, orders, true",
        "orders, order, false",
        "orders, ordersX, false",
        "*, orders, true",
        "*, '', true",
        "orders-*, orders-eu, true",
        "orders-*, orders-, true",
        "orders-*, orders, false",
        "*-eu, orders-eu, true",
        "order?, orders, true",
        "order?, order, false",
        "?, €, true",
        "?, 😀, true",
        "a.b, a.b, true",
        "a.b, axb, false",
        "a(*, a(b, true",
        "\\Q*, \\Qx, true",
        "*a*, bab, true",
        "*a*, bbb, false",
        "*ab, aab, true",
        "a*ab*b, aabab, true",
        "a*ab*b, aab, false",
        "a, ab, false",
        "a**, a, true",
        "a*?, a, false"
    })
    void starIsAnyTextAndQuestionMarkIsOneCharacter(String pattern, String name, boolean matches) {
        assertThat(new NamePattern(pattern).matches(name)).isEqualTo(matches);
    }

    @Test
    void starSpansLines() {
        assertThat(new NamePattern("a*b").matches("a\n\nb")).isTrue();
    }

    @Test
    @Timeout(300)
    void manyStarsDoNotTakeForever() {
        assertThat(new NamePattern("*a".repeat(20) + "*b").matches("a".repeat(1_000)))
                .isFalse();
    }

    @Test
    void theMoreLiteralTextTheMoreIsSaid() {
        assertThat(new NamePattern("ab").specificity()).isGreaterThan(new NamePattern("abcdef*").specificity());
        assertThat(new NamePattern("abc*").specificity()).isEqualTo(3);
        assertThat(new NamePattern("?b?d").specificity()).isEqualTo(2);
        assertThat(new NamePattern("*").specificity()).isZero();
    }

    @Test
    void whatHasNoWildcardIsAName() {
        assertThat(new NamePattern("orders").isName()).isTrue();
        assertThat(new NamePattern("orders*").isName()).isFalse();
        assertThat(new NamePattern("?").isName()).isFalse();
    }
}
