package org.larder.expiry;

import static java.util.Objects.requireNonNull;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;

/**
 * Entries expire when it is next a certain time of day: later today, or tomorrow if that time has come already. What is
 * written at that very time lives until tomorrow.
 *
 * <p>In a zone that changes its clocks the time comes once a day all the same. A time that is skipped on a day comes as
 * long after midnight as on other days: 02:30 when clocks go from 02:00 to 03:00 is 03:30 by the new time. Of a time
 * that comes twice, the first counts.
 *
 * @param time the time of day
 * @param zone where it is that time; UTC unless said otherwise
 * @param jitter see {@link Expiry#withJitter}
 * @param clock see {@link Expiry#withClock}
 * @since 0.1
 */
public record TimeOfDay(LocalTime time, ZoneId zone, double jitter, InstantSource clock) implements Expiry {

    private static final DateTimeFormatter FORM = new DateTimeFormatterBuilder()
            .appendValue(ChronoField.HOUR_OF_DAY, 2)
            .appendLiteral(':')
            .appendValue(ChronoField.MINUTE_OF_HOUR, 2)
            .appendLiteral(':')
            .appendValue(ChronoField.SECOND_OF_MINUTE, 2)
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    /**
     * Creates a rule.
     *
     * @throws IllegalArgumentException if the jitter is not from 0 to 1
     */
    public TimeOfDay {
        requireNonNull(time, "the time must not be null");
        requireNonNull(zone, "the zone must not be null");
        requireNonNull(clock, "the clock must not be null");
        Lives.requireShare(jitter);
    }

    /** Creates a rule for a time of day in UTC, without jitter. */
    public static TimeOfDay of(LocalTime time) {
        return new TimeOfDay(time, ZoneOffset.UTC, 0, InstantSource.system());
    }

    /**
     * Reads a time of day in UTC, such as {@code 14:30:00}: two digits each, from 00:00:00 to 23:59:59, and nothing else.
     *
     * @throws IllegalArgumentException if the text is anything else; the message shows text and expected form
     */
    public static TimeOfDay parse(String hourMinuteSecond) {
        requireNonNull(hourMinuteSecond, "the time must not be null");
        try {
            return of(LocalTime.parse(hourMinuteSecond, FORM));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "'%s' is no time of day; write hour, minute and second as HH:mm:ss, from 00:00:00 to 23:59:59, such as 14:30:00"
                            .formatted(hourMinuteSecond),
                    e);
        }
    }

    /** Returns the rule for the same time in another zone. */
    public TimeOfDay in(ZoneId other) {
        return new TimeOfDay(time, other, jitter, clock);
    }

    @Override
    public TimeOfDay withJitter(double share) {
        return new TimeOfDay(time, zone, share, clock);
    }

    @Override
    public TimeOfDay withClock(InstantSource other) {
        return new TimeOfDay(time, zone, jitter, other);
    }

    @Override
    public Instant expiresAt(Instant written) {
        return Lives.shortened(written, next(written), jitter);
    }

    private Instant next(Instant written) {
        try {
            LocalDate today = LocalDate.ofInstant(written, zone);
            Instant end = on(today);
            return end.isAfter(written) ? end : on(today.plusDays(1));
        } catch (DateTimeException beyondTime) {
            return Instant.MAX;
        }
    }

    private Instant on(LocalDate day) {
        return ZonedDateTime.of(day, time, zone).toInstant();
    }
}
