package org.larder.provider.expiry;

import java.lang.System.Logger;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Supplier;
import javax.cache.expiry.AccessedExpiryPolicy;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.expiry.EternalExpiryPolicy;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.expiry.ModifiedExpiryPolicy;
import javax.cache.expiry.TouchedExpiryPolicy;
import org.jspecify.annotations.Nullable;
import org.larder.expiry.Expiry;
import org.larder.expiry.TimeToLive;
import org.larder.provider.log.OncePerMinute;
import org.larder.provider.store.Stored;

/**
 * The deadlines that an expiry policy gives to the entries of a cache, in epoch milliseconds: {@link Stored#NEVER} for
 * eternal, {@link Stored#KEEP} for no change, {@link #AT_ONCE} for a duration of zero.
 *
 * <p>A policy that throws changes nothing: a new entry never expires, an old one keeps its deadline. So does a policy
 * that returns null where the standard knows no null, for a creation. Failures are logged once a minute. Thread-safe if
 * the policy is.
 */
public final class Deadlines {

    /** The deadline of an entry that is expired from the start. */
    public static final long AT_ONCE = 0;

    /** Later than this milliseconds cannot tell. */
    private static final Instant LAST = Instant.ofEpochMilli(Long.MAX_VALUE);

    private static final Logger LOG = System.getLogger(Deadlines.class.getName());

    /** The policies of the standard, whose durations never change: no code of the user runs in them. */
    private static final Set<Class<? extends ExpiryPolicy>> CONSTANT_POLICIES = Set.of(
            EternalExpiryPolicy.class,
            CreatedExpiryPolicy.class,
            ModifiedExpiryPolicy.class,
            AccessedExpiryPolicy.class,
            TouchedExpiryPolicy.class);

    private final String cacheName;
    private final ExpiryPolicy policy;
    private final InstantSource clock;
    private final boolean constant;

    /** A policy of Larder's own that tells the instant itself, by the clock of the cache; null for any other. */
    private final @Nullable Expiry expiry;

    private final OncePerMinute failures;

    // Of a constant policy; milliseconds, NEVER or KEEP.
    private final long creationMillis;
    private final long updateMillis;
    private final long accessMillis;

    /** Creates the deadlines of a policy. */
    public Deadlines(String cacheName, ExpiryPolicy policy, InstantSource clock) {
        this(cacheName, policy, clock, new OncePerMinute(System::nanoTime));
    }

    private Deadlines(String cacheName, ExpiryPolicy policy, InstantSource clock, OncePerMinute failures) {
        this.cacheName = cacheName;
        this.failures = failures;
        this.policy = policy;
        this.clock = clock;
        this.constant = CONSTANT_POLICIES.contains(policy.getClass());
        this.expiry = policy instanceof Expiry own ? own : null;
        this.creationMillis = constant ? millis(policy.getExpiryForCreation()) : Stored.NEVER;
        this.updateMillis = constant ? millis(policy.getExpiryForUpdate()) : Stored.KEEP;
        this.accessMillis = constant ? millis(policy.getExpiryForAccess()) : Stored.KEEP;
    }

    /** The deadlines of another policy in the same cache, whose failures are logged once a minute together with these. */
    public Deadlines with(ExpiryPolicy other) {
        return new Deadlines(cacheName, other, clock, failures);
    }

    /**
     * How long an entry lives from a write on, in milliseconds, before jitter. {@link Stored#NEVER} where entries have no
     * end, or lives that are not alike, such as those until a time of day.
     */
    public long lifeMillis() {
        if (expiry instanceof TimeToLive rule) {
            return millis(rule.life());
        }
        return constant && !dependOnAccess() ? creationMillis : Stored.NEVER;
    }

    private static long millis(java.time.Duration life) {
        try {
            return life.toMillis();
        } catch (ArithmeticException beyondTime) {
            return Stored.NEVER;
        }
    }

    /** The same deadlines where creating gives one, and updating one as long, also where the policy would keep the old. */
    public Deadlines renewing() {
        return constant ? with(new ModifiedExpiryPolicy(policy.getExpiryForCreation())) : this;
    }

    /** Whether no entry ever gets a deadline. */
    public boolean areNever() {
        return constant && creationMillis == Stored.NEVER && isNoDeadline(updateMillis) && isNoDeadline(accessMillis);
    }

    private static boolean isNoDeadline(long millis) {
        return millis == Stored.NEVER || millis == Stored.KEEP;
    }

    /** Whether asking for a deadline runs code of the user. */
    public boolean runsUserCode() {
        return !constant && expiry == null;
    }

    /** Whether an access may give an entry another deadline. */
    public boolean dependOnAccess() {
        return runsUserCode() || accessMillis != Stored.KEEP;
    }

    /** The deadline of an entry created now; never {@link Stored#KEEP}. */
    public long creation() {
        if (expiry != null) {
            return end(expiry);
        }
        if (constant) {
            return after(creationMillis);
        }
        long millis = asked(policy::getExpiryForCreation, "creation");
        return millis == Stored.KEEP ? Stored.NEVER : after(millis);
    }

    /** The deadline of an entry updated now. */
    public long update() {
        if (expiry != null) {
            return end(expiry);
        }
        return after(constant ? updateMillis : asked(policy::getExpiryForUpdate, "update"));
    }

    /** The deadline of an entry read now. */
    public long access() {
        return after(constant ? accessMillis : asked(policy::getExpiryForAccess, "access"));
    }

    private long end(Expiry rule) {
        long nowMillis = clock.millis();
        Instant end = rule.expiresAt(Instant.ofEpochMilli(nowMillis));
        if (end.isBefore(Instant.ofEpochMilli(nowMillis + 1))) {
            return AT_ONCE;
        }
        return end.isAfter(LAST) ? Stored.NEVER : end.toEpochMilli();
    }

    private long asked(Supplier<@Nullable Duration> question, String event) {
        try {
            return millis(question.get());
        } catch (RuntimeException e) {
            failures.log(
                    LOG,
                    "cache '%s': the expiry policy %s failed to say when an entry expires after %s; a new entry never will, an old one as before"
                            .formatted(cacheName, policy.getClass().getName(), event),
                    e);
            return Stored.KEEP;
        }
    }

    private static long millis(@Nullable Duration duration) {
        if (duration == null) {
            return Stored.KEEP;
        }
        return duration.isEternal() ? Stored.NEVER : duration.getTimeUnit().toMillis(duration.getDurationAmount());
    }

    private long after(long millis) {
        if (isNoDeadline(millis)) {
            return millis;
        }
        if (millis == 0) {
            return AT_ONCE;
        }
        long deadlineMillis = clock.millis() + millis;
        return deadlineMillis < 0 ? Stored.NEVER : deadlineMillis; // a duration beyond the end of time
    }
}
