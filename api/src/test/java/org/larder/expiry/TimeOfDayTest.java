package org.larder.expiry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeOfDayTest {

    @ParameterizedTest
    @CsvSource({
        "14:30:00, 2026-03-10T14:29:59.999Z, 2026-03-10T14:30:00Z",
        "14:30:00, 2026-03-10T14:30:00Z,     2026-03-11T14:30:00Z",
        "14:30:00, 2026-03-10T14:30:00.001Z, 2026-03-11T14:30:00Z",
        "00:00:00, 2026-03-10T00:00:00Z,     2026-03-11T00:00:00Z",
        "00:00:00, 2026-03-10T23:59:59.999Z, 2026-03-11T00:00:00Z",
        "23:59:59, 2026-03-10T00:00:00Z,     2026-03-10T23:59:59Z",
        "09:00:00, 2028-02-28T10:00:00Z,     2028-02-29T09:00:00Z",
        "09:00:00, 2028-02-29T10:00:00Z,     2028-03-01T09:00:00Z",
        "09:00:00, 2027-02-28T10:00:00Z,     2027-03-01T09:00:00Z",
        "09:00:00, 2026-12-31T10:00:00Z,     2027-01-01T09:00:00Z"
    })
    void nextTimeIsLaterTodayOrTomorrow(String time, Instant now, Instant end) {
        assertThat(TimeOfDay.parse(time).expiresAt(now)).isEqualTo(end);
    }

    @ParameterizedTest
    @Tag("S3-12")
    @ValueSource(
            strings = {
                "24:00:00",
                "2:30",
                "2:30:00",
                "02:30",
                "23:59:60",
                "12:60:00",
                "-1:00:00",
                "02:30:00 PM",
                "02:30:00Z",
                " 02:30:00",
                "023000",
                "",
                "noon"
            })
    void anythingElseIsAnErrorThatShowsTextAndForm(String text) {
        assertThatThrownBy(() -> TimeOfDay.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("'" + text + "'", "HH:mm:ss", "14:30:00");
    }

    @ParameterizedTest
    @CsvSource({
        // Clocks go from 02:00 to 03:00 on 2026-03-08, at 07:00 UTC.
        "02:30, 2026-03-08T06:59:00Z, 2026-03-08T07:30:00Z",
        "02:30, 2026-03-08T07:00:00Z, 2026-03-08T07:30:00Z",
        "02:30, 2026-03-08T07:30:00Z, 2026-03-09T06:30:00Z",
        "03:00, 2026-03-08T06:59:00Z, 2026-03-08T07:00:00Z",
        "12:00, 2026-03-07T17:00:00Z, 2026-03-08T16:00:00Z",
        // They go from 02:00 back to 01:00 on 2026-11-01, at 06:00 UTC.
        "01:30, 2026-11-01T05:00:00Z, 2026-11-01T05:30:00Z",
        "01:30, 2026-11-01T05:30:00Z, 2026-11-02T06:30:00Z",
        "01:30, 2026-11-01T06:10:00Z, 2026-11-02T06:30:00Z",
        "01:00, 2026-11-01T06:10:00Z, 2026-11-02T06:00:00Z",
        "02:00, 2026-11-01T05:30:00Z, 2026-11-01T07:00:00Z",
        "12:00, 2026-10-31T16:00:00Z, 2026-11-01T17:00:00Z"
    })
    void timeComesOnceADayInAZoneThatChangesItsClocks(LocalTime time, Instant now, Instant end) {
        assertThat(TimeOfDay.of(time).in(ZoneId.of("America/New_York")).expiresAt(now))
                .isEqualTo(end);
    }

    @Test
    void dayThatAZoneSkipsIsNoDay() {
        TimeOfDay nine = TimeOfDay.parse("09:00:00").in(ZoneId.of("Pacific/Apia")); // no 2011-12-30 there
        assertThat(nine.expiresAt(Instant.parse("2011-12-29T20:00:00Z"))).isEqualTo("2011-12-30T19:00:00Z");
        assertThat(Instant.parse("2011-12-30T19:00:00Z").atZone(nine.zone()).toLocalDateTime())
                .isEqualTo("2011-12-31T09:00");
    }

    @Test
    void nextTimeIsNeverFartherThanTheLongestDayOfAnyZone() {
        Instant start = Instant.parse("2026-01-01T00:10:00Z");
        for (String id : ZoneId.getAvailableZoneIds()) {
            TimeOfDay time = TimeOfDay.parse("00:30:00").in(ZoneId.of(id));
            assertThat(Stream.iterate(start, now -> now.plus(Duration.ofHours(23)))
                            .limit(380)
                            .map(now -> Duration.between(now, time.expiresAt(now))))
                    .as(id)
                    .allMatch(
                            life -> !life.isNegative() && !life.isZero() && life.compareTo(Duration.ofHours(26)) <= 0);
        }
    }

    @Test
    void eachWriteCountsFromTheClockAsItIsThenAlsoWhenItWasSetBack() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-10T14:00:00Z"));
        TimeOfDay time = TimeOfDay.parse("14:30:00").withClock(now::get);
        assertThat(time.getExpiryForCreation()).isEqualTo(minutes(30));

        now.set(Instant.parse("2026-03-10T14:30:00Z"));
        assertThat(time.getExpiryForCreation()).isEqualTo(minutes(24 * 60));

        now.set(Instant.parse("2026-03-10T14:10:00Z"));
        assertThat(time.getExpiryForUpdate()).isEqualTo(minutes(20));
    }

    @Test
    void timeBeyondTheLastDayIsTheEndOfTime() {
        assertThat(TimeOfDay.parse("14:30:00").expiresAt(Instant.MAX)).isEqualTo(Instant.MAX);
        assertThat(TimeOfDay.parse("14:30:00").withClock(() -> Instant.MAX).getExpiryForCreation())
                .isEqualTo(javax.cache.expiry.Duration.ZERO);
    }

    private static javax.cache.expiry.Duration minutes(long minutes) {
        return new javax.cache.expiry.Duration(TimeUnit.MINUTES, minutes);
    }
}
