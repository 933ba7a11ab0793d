package org.larder.expiry;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;

/**
 * Entries expire when a day begins. What is written on that day or later is expired from the start.
 *
 * <p>A day begins at midnight, or, where the zone skips midnight on that day, when the clocks have been set forward.
 * Where there are two midnights it is the first.
 *
 * @param date the day
 * @param zone where the day begins; UTC unless said otherwise
 * @param jitter see {@link Expiry#withJitter}
 * @param clock see {@link Expiry#withClock}
 * @since 0.1
 */
public record ExpiryDate(LocalDate date, ZoneId zone, double jitter, InstantSource clock) implements Expiry {

    private static final DateTimeFormatter FORM = new DateTimeFormatterBuilder()
            .appendValue(ChronoField.MONTH_OF_YEAR, 2)
            .appendLiteral('-')
            .appendValue(ChronoField.DAY_OF_MONTH, 2)
            .appendLiteral('-')
            .appendValue(ChronoField.YEAR, 4)
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    /**
     * Creates a rule.
     *
     * @throws IllegalArgumentException if the jitter is not from 0 to 1
     */
    public ExpiryDate {
        requireNonNull(date, "the date must not be null");
        requireNonNull(zone, "the zone must not be null");
        requireNonNull(clock, "the clock must not be null");
        Lives.requireShare(jitter);
    }

    /** Creates a rule for a day in UTC, without jitter. */
    public static ExpiryDate of(LocalDate date) {
        return new ExpiryDate(date, ZoneOffset.UTC, 0, InstantSource.system());
    }

    /**
     * Reads a day in UTC as month, day and year, such as {@code 12-31-2027}: two, two and four digits and nothing else.
     *
     * @throws IllegalArgumentException if the text is anything else or there is no such day; the message shows text and
     *     expected form
     */
    public static ExpiryDate parse(String monthDayYear) {
        requireNonNull(monthDayYear, "the date must not be null");
        try {
            return of(LocalDate.parse(monthDayYear, FORM));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "'%s' is no date; write month, day and year as mm-dd-yyyy, such as 12-31-2027"
                            .formatted(monthDayYear),
                    e);
        }
    }

    /** Returns the rule for the same day in another zone. */
    public ExpiryDate in(ZoneId other) {
        return new ExpiryDate(date, other, jitter, clock);
    }

    @Override
    public ExpiryDate withJitter(double share) {
        return new ExpiryDate(date, zone, share, clock);
    }

    @Override
    public ExpiryDate withClock(InstantSource other) {
        return new ExpiryDate(date, zone, jitter, other);
    }

    @Override
    public Instant expiresAt(Instant written) {
        return Lives.shortened(written, date.atStartOfDay(zone).toInstant(), jitter);
    }
}
