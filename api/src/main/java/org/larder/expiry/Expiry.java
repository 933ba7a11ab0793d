package org.larder.expiry;

import java.time.Instant;
import java.time.InstantSource;
import javax.cache.configuration.Factory;
import javax.cache.expiry.Duration;
import javax.cache.expiry.ExpiryPolicy;
import org.jspecify.annotations.Nullable;

/**
 * A rule that gives an entry its end when it is written: an expiry policy of the standard that is its own factory, for
 * any provider.
 *
 * <pre>{@code
 * configuration.setExpiryPolicyFactory(TimeToLive.ofSeconds(300));
 * }</pre>
 *
 * <p>Creating and updating an entry count as writing; reading changes nothing. An entry is expired from the very instant
 * on that it expires at, by the clock of its cache. What was written is not looked at again when the clock is set back
 * or forward: the end stays at the instant it was given.
 *
 * <p>Immutable and thread-safe; serializable if its clock is, as the default is.
 *
 * @since 0.1
 */
public sealed interface Expiry extends ExpiryPolicy, Factory<ExpiryPolicy> permits TimeToLive, ExpiryDate, TimeOfDay {

    /**
     * Returns when an entry expires, jitter included.
     *
     * @param written when the entry is written
     * @return an instant that may lie at {@code written} or before it, which means that the entry is expired from the
     *     start; {@link Instant#MAX} if it is beyond the end of time
     */
    Instant expiresAt(Instant written);

    /** Returns the largest share of a life that is taken off at random, from 0 to 1. */
    double jitter();

    /**
     * Returns the clock that is asked for the time of a write where a provider asks for a duration. Larder does not use
     * it but calls {@link #expiresAt} with the time by its own.
     */
    InstantSource clock();

    /**
     * Returns the same rule with lives shortened at random, so that what was written together does not expire together.
     * Nothing lives longer than without.
     *
     * @param share the largest part of a life to take off: 0 for none, 0.1 for up to a tenth, 1 at most
     * @throws IllegalArgumentException if the share is not from 0 to 1
     */
    Expiry withJitter(double share);

    /**
     * Returns the same rule with another clock; the system's is the default.
     *
     * @param clock a clock, which should be serializable where the configuration of the cache has to be
     */
    Expiry withClock(InstantSource clock);

    /** Returns this rule. */
    @Override
    default ExpiryPolicy create() {
        return this;
    }

    /**
     * Returns how long an entry created now lives: milliseconds, {@link Duration#ZERO} if it is expired from the start,
     * {@link Duration#ETERNAL} if its end is beyond what milliseconds can tell.
     */
    @Override
    default Duration getExpiryForCreation() {
        Instant written = clock().instant();
        return Lives.toStandard(written, expiresAt(written));
    }

    /** Returns how long an entry updated now lives; the same as for one that is created. */
    @Override
    default Duration getExpiryForUpdate() {
        return getExpiryForCreation();
    }

    /** Returns null: reading changes nothing. */
    @Override
    default @Nullable Duration getExpiryForAccess() {
        return null;
    }
}
