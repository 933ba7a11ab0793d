package org.larder.expiry;

import static java.util.Objects.requireNonNull;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Entries expire a fixed time after they were last written.
 *
 * @param life how long an entry lives; zero for entries that are expired from the start, and so are never stored
 * @param jitter see {@link Expiry#withJitter}
 * @param clock see {@link Expiry#withClock}
 * @since 0.1
 */
public record TimeToLive(Duration life, double jitter, InstantSource clock) implements Expiry {

    private static final Pattern SECONDS = Pattern.compile("[0-9]+");

    /**
     * Creates a rule.
     *
     * @throws IllegalArgumentException if the life is negative or the jitter not from 0 to 1
     */
    public TimeToLive {
        requireNonNull(clock, "the clock must not be null");
        Lives.requireShare(jitter);
        if (requireNonNull(life, "the time to live must not be null").isNegative()) {
            throw new IllegalArgumentException(
                    "a time to live must not be negative, but was %s; zero stores nothing".formatted(life));
        }
    }

    /**
     * Creates a rule without jitter.
     *
     * @throws IllegalArgumentException if the life is negative
     */
    public static TimeToLive of(Duration life) {
        return new TimeToLive(life, 0, InstantSource.system());
    }

    /**
     * Creates a rule without jitter.
     *
     * @param seconds how long an entry lives; zero for entries that are never stored
     * @throws IllegalArgumentException if the number is negative
     */
    public static TimeToLive ofSeconds(long seconds) {
        return of(Duration.ofSeconds(seconds));
    }

    /**
     * Reads a number of seconds, such as {@code 180}: ASCII digits and nothing else.
     *
     * @throws IllegalArgumentException if the text is anything else; the message shows text and expected form
     */
    public static TimeToLive parse(String seconds) {
        requireNonNull(seconds, "the seconds must not be null");
        if (!SECONDS.matcher(seconds).matches()) {
            throw unreadable(seconds, null);
        }
        try {
            return ofSeconds(Long.parseLong(seconds));
        } catch (NumberFormatException tooLarge) {
            throw unreadable(seconds, tooLarge);
        }
    }

    private static IllegalArgumentException unreadable(String text, @Nullable Exception cause) {
        return new IllegalArgumentException(
                "'%s' is no time to live; write a whole number of seconds from 0 to %d, such as 180"
                        .formatted(text, Long.MAX_VALUE),
                cause);
    }

    @Override
    public TimeToLive withJitter(double share) {
        return new TimeToLive(life, share, clock);
    }

    @Override
    public TimeToLive withClock(InstantSource other) {
        return new TimeToLive(life, jitter, other);
    }

    @Override
    public Instant expiresAt(Instant written) {
        return Lives.shortened(written, end(written), jitter);
    }

    private Instant end(Instant written) {
        try {
            return written.plus(life);
        } catch (DateTimeException | ArithmeticException beyondTime) {
            return Instant.MAX;
        }
    }
}
