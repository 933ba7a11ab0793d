package org.larder.expiry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimeToLiveTest {

    private static final Instant NOW = Instant.parse("2026-03-10T10:00:00Z");

    @Test
    @Tag("S1-5")
    void numberAndTextAreAlike() {
        assertThat(TimeToLive.parse("180")).isEqualTo(TimeToLive.ofSeconds(180));
        assertThat(TimeToLive.parse("180").expiresAt(NOW)).isEqualTo(NOW.plusSeconds(180));
    }

    @ParameterizedTest
    @Tag("S1-5")
    @ValueSource(strings = {"abc", "", " 180", "180 ", "-1", "+1", "1.5", "1e3", "0x10", "99999999999999999999", "١٨٠"})
    void textThatIsNoNumberIsAnErrorThatShowsTextAndForm(String text) {
        assertThatThrownBy(() -> TimeToLive.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("'" + text + "'", "whole number of seconds", "such as 180");
    }

    @Test
    void negativeLifeIsAnError() {
        assertThatThrownBy(() -> TimeToLive.ofSeconds(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT-1S");
    }

    @Test
    void zeroExpiresAtOnce() {
        TimeToLive none = TimeToLive.ofSeconds(0);
        assertThat(none.expiresAt(NOW)).isEqualTo(NOW);
        assertThat(none.getExpiryForCreation()).isEqualTo(javax.cache.expiry.Duration.ZERO);
    }

    @Test
    void lifeBeyondTheEndOfTimeIsEternal() {
        TimeToLive eternal = TimeToLive.parse(Long.toString(Long.MAX_VALUE));
        assertThat(eternal.expiresAt(NOW)).isEqualTo(Instant.MAX);
        assertThat(eternal.getExpiryForCreation()).isEqualTo(javax.cache.expiry.Duration.ETERNAL);
    }

    @Test
    void lifeLongerThanMillisecondsCanTellIsEternalInTheStandardsTerms() {
        TimeToLive long300MillionYears = TimeToLive.of(Duration.ofDays(365L * 300_000_000));
        assertThat(long300MillionYears.expiresAt(NOW)).isBefore(Instant.MAX);
        assertThat(long300MillionYears.getExpiryForCreation()).isEqualTo(javax.cache.expiry.Duration.ETERNAL);
    }

    @Test
    void lifeIsExactToTheMillisecond() {
        InstantSource clock = InstantSource.fixed(NOW.plusNanos(999_999));
        assertThat(TimeToLive.of(Duration.ofMillis(1_500))
                        .withClock(clock)
                        .getExpiryForUpdate()
                        .getDurationAmount())
                .isEqualTo(1_500);
    }

    @Test
    void yearEndAndLeapDayAreDaysLikeOthers() {
        assertThat(TimeToLive.ofSeconds(86_400).expiresAt(Instant.parse("2028-02-28T12:00:00Z")))
                .isEqualTo("2028-02-29T12:00:00Z");
        assertThat(TimeToLive.ofSeconds(1).expiresAt(Instant.parse("2026-12-31T23:59:59Z")))
                .isEqualTo("2027-01-01T00:00:00Z");
    }
}
