package org.larder.expiry;

import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import javax.cache.expiry.Duration;

/** The arithmetic of lives, from a write to its end: shortened at random, and in the terms of the standard. */
final class Lives {

    private static final double NANOS_PER_SECOND = 1e9;

    private Lives() {}

    static void requireShare(double share) {
        if (!(share >= 0 && share <= 1)) { // NaN is refused, too
            throw new IllegalArgumentException(
                    "the jitter is the largest share of a life to take off, from 0 to 1, but was " + share);
        }
    }

    /** Takes up to a share of a life off at random. */
    static Instant shortened(Instant written, Instant end, double share) {
        if (share == 0 || !end.isAfter(written) || end.equals(Instant.MAX)) {
            return end;
        }
        java.time.Duration life = java.time.Duration.between(written, end);
        double lifeSeconds = life.getSeconds() + life.getNano() / NANOS_PER_SECOND;
        double offSeconds = lifeSeconds * share * ThreadLocalRandom.current().nextDouble();
        long wholeSeconds = (long) offSeconds;
        return end.minusSeconds(wholeSeconds).minusNanos((long) ((offSeconds - wholeSeconds) * NANOS_PER_SECOND));
    }

    static Duration toStandard(Instant written, Instant end) {
        try {
            long millis = Math.subtractExact(end.toEpochMilli(), written.toEpochMilli());
            return millis <= 0 ? Duration.ZERO : new Duration(TimeUnit.MILLISECONDS, millis);
        } catch (ArithmeticException beyondMilliseconds) {
            return end.isAfter(written) ? Duration.ETERNAL : Duration.ZERO;
        }
    }
}
