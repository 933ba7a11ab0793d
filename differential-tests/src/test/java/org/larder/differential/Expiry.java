package org.larder.differential;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.cache.expiry.AccessedExpiryPolicy;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.expiry.EternalExpiryPolicy;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.expiry.ModifiedExpiryPolicy;
import javax.cache.expiry.TouchedExpiryPolicy;
import org.jspecify.annotations.Nullable;

/** An expiry policy, as data; that of the user's kind answers differently from time to time. */
record Expiry(Kind kind, Term creation, Term update, Term access) {

    /** Stands for an entry that never expires. */
    static final long NEVER = Long.MAX_VALUE;

    /** The policies of the standard, and one of the user. */
    enum Kind {
        ETERNAL,
        CREATED,
        MODIFIED,
        ACCESSED,
        TOUCHED,
        CUSTOM
    }

    /** What a policy answers to one of its three questions. */
    enum Term {
        UNCHANGED(-1),
        FAILS(-1),
        ETERNAL(NEVER),
        ZERO(0),
        SHORT(10),
        LONG(1000);

        private final long millis;

        Term(long millis) {
            this.millis = millis;
        }

        private @Nullable Duration duration() {
            return switch (this) {
                case UNCHANGED -> null;
                case FAILS -> throw new PolicyFailure();
                case ETERNAL -> Duration.ETERNAL;
                case ZERO -> Duration.ZERO;
                case SHORT, LONG -> new Duration(TimeUnit.MILLISECONDS, millis);
            };
        }

        /** The deadline of an entry that this term applies to now. */
        long deadline(long nowMillis, long oldDeadlineMillis) {
            return switch (this) {
                case UNCHANGED, FAILS -> oldDeadlineMillis;
                case ETERNAL -> NEVER;
                case ZERO -> 0;
                case SHORT, LONG -> nowMillis + millis;
            };
        }
    }

    /** What a custom policy throws. */
    static final class PolicyFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        PolicyFailure() {
            super("policy", null, false, false);
        }
    }

    static final Expiry NONE = new Expiry(Kind.ETERNAL, Term.ETERNAL, Term.UNCHANGED, Term.UNCHANGED);

    /** A policy of the standard; what it leaves alone follows from its kind. */
    static Expiry of(Kind kind, Term term) {
        boolean updates = kind == Kind.MODIFIED || kind == Kind.TOUCHED;
        boolean accesses = kind == Kind.ACCESSED || kind == Kind.TOUCHED;
        return kind == Kind.ETERNAL
                ? NONE
                : new Expiry(kind, term, updates ? term : Term.UNCHANGED, accesses ? term : Term.UNCHANGED);
    }

    /**
     * The policy.
     *
     * @param now what a custom one answers from, when it is asked
     */
    ExpiryPolicy policy(Supplier<Expiry> now) {
        return switch (kind) {
            case ETERNAL -> new EternalExpiryPolicy();
            case CREATED -> new CreatedExpiryPolicy(creation.duration());
            case MODIFIED -> new ModifiedExpiryPolicy(creation.duration());
            case ACCESSED -> new AccessedExpiryPolicy(creation.duration());
            case TOUCHED -> new TouchedExpiryPolicy(creation.duration());
            case CUSTOM -> new Custom(now);
        };
    }

    private record Custom(Supplier<Expiry> expiry) implements ExpiryPolicy {
        @Override
        public @Nullable Duration getExpiryForCreation() {
            return expiry.get().creation.duration();
        }

        @Override
        public @Nullable Duration getExpiryForAccess() {
            return expiry.get().access.duration();
        }

        @Override
        public @Nullable Duration getExpiryForUpdate() {
            return expiry.get().update.duration();
        }
    }
}
