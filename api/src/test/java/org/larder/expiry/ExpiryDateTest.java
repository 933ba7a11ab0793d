package org.larder.expiry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import javax.cache.expiry.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpiryDateTest {

    private static final Instant NOW = Instant.parse("2026-12-01T00:00:00Z");

    @Test
    @Tag("S3-10")
    void dateIsTheStartOfItsDayInUtc() {
        assertThat(ExpiryDate.parse("12-19-2026").expiresAt(NOW)).isEqualTo("2026-12-19T00:00:00Z");
        assertThat(ExpiryDate.parse("12-19-2026")).isEqualTo(ExpiryDate.of(LocalDate.of(2026, 12, 19)));
    }

    @ParameterizedTest
    @Tag("S3-10")
    @ValueSource(
            strings = {
                "2021-22-99",
                "2-3-2027",
                "02-30-2027",
                "02-29-2027",
                "13-01-2027",
                "00-01-2027",
                "01-00-2027",
                "1-01-2027",
                "01-01-27",
                "01-01-+2027",
                "01-01-20270",
                "01/01/2027",
                "2027-01-01",
                " 01-01-2027",
                "01-01-2027T00:00",
                "",
                "tomorrow",
                "٠١-٠١-٢٠٢٧"
            })
    void anythingElseIsAnErrorThatShowsTextAndForm(String text) {
        assertThatThrownBy(() -> ExpiryDate.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("'" + text + "'", "mm-dd-yyyy", "12-31-2027");
    }

    @Test
    void leapDayIsADayInALeapYear() {
        assertThat(ExpiryDate.parse("02-29-2028").expiresAt(NOW)).isEqualTo("2028-02-29T00:00:00Z");
        assertThat(ExpiryDate.parse("03-01-2028").expiresAt(Instant.parse("2028-02-28T00:00:00Z")))
                .isEqualTo("2028-03-01T00:00:00Z");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-12-18T23:59:59.999Z, 1",
        "2026-12-19T00:00:00Z,     0",
        "2026-12-19T10:00:00Z,     0",
        "2030-01-01T00:00:00Z,     0"
    })
    void whatIsWrittenOnTheDayOrLaterIsExpiredFromTheStart(Instant now, long millis) {
        ExpiryDate date = ExpiryDate.parse("12-19-2026").withClock(InstantSource.fixed(now));
        assertThat(date.getExpiryForCreation().getDurationAmount()).isEqualTo(millis);
        assertThat(date.getExpiryForUpdate().equals(Duration.ZERO)).isEqualTo(millis == 0);
    }

    @ParameterizedTest
    @CsvSource({
        "Asia/Tokyo,        12-19-2026, 2026-12-18T15:00:00Z",
        "America/New_York,  07-01-2026, 2026-07-01T04:00:00Z",
        "America/New_York,  12-19-2026, 2026-12-19T05:00:00Z",
        // Midnight is skipped: the day begins at one o'clock.
        "America/Sao_Paulo, 11-04-2018, 2018-11-04T03:00:00Z",
        // Midnight comes twice: the day begins with the first.
        "America/Havana,    11-04-2018, 2018-11-04T04:00:00Z"
    })
    void dayBeginsWhereItsZoneSays(ZoneId zone, String date, Instant end) {
        assertThat(ExpiryDate.parse(date).in(zone).expiresAt(Instant.EPOCH)).isEqualTo(end);
    }

    @Test
    void dayIsFoundFromTheFirstYearToTheLast() {
        assertThat(ExpiryDate.parse("01-01-0000").expiresAt(NOW)).isEqualTo("0000-01-01T00:00:00Z");
        assertThat(ExpiryDate.of(LocalDate.MAX).expiresAt(NOW)).isAfter(NOW);
        assertThat(ExpiryDate.of(LocalDate.MAX).getExpiryForCreation()).isEqualTo(Duration.ETERNAL);
        assertThat(ExpiryDate.of(LocalDate.MIN).getExpiryForCreation()).isEqualTo(Duration.ZERO);
    }
}
