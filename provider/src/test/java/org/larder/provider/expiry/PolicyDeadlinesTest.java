package org.larder.provider.expiry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import javax.cache.expiry.AccessedExpiryPolicy;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.expiry.EternalExpiryPolicy;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.expiry.ModifiedExpiryPolicy;
import javax.cache.expiry.TouchedExpiryPolicy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.larder.provider.log.LogCapture;
import org.larder.provider.store.Stored;

/** What each kind of expiry policy means as a deadline. */
class PolicyDeadlinesTest {

    private static final long NOW_MILLIS = 1_000_000;
    private static final long MINUTE_LATER_MILLIS = NOW_MILLIS + 60_000;

    @Test
    void eternalEntriesNeverExpireAndKeepThatDeadline() {
        assertDeadlines(of(new EternalExpiryPolicy()), Stored.NEVER, Stored.KEEP, Stored.KEEP);
    }

    @Test
    void createdPolicySetsTheDeadlineOnce() {
        assertDeadlines(
                of(new CreatedExpiryPolicy(Duration.ONE_MINUTE)), MINUTE_LATER_MILLIS, Stored.KEEP, Stored.KEEP);
    }

    @Test
    void modifiedPolicySetsItOnEachWrite() {
        assertDeadlines(
                of(new ModifiedExpiryPolicy(Duration.ONE_MINUTE)),
                MINUTE_LATER_MILLIS,
                MINUTE_LATER_MILLIS,
                Stored.KEEP);
    }

    @Test
    void accessedPolicySetsItOnEachRead() {
        assertDeadlines(
                of(new AccessedExpiryPolicy(Duration.ONE_MINUTE)),
                MINUTE_LATER_MILLIS,
                Stored.KEEP,
                MINUTE_LATER_MILLIS);
    }

    @Test
    void touchedPolicySetsItOnEachReadAndWrite() {
        assertDeadlines(
                of(new TouchedExpiryPolicy(Duration.ONE_MINUTE)),
                MINUTE_LATER_MILLIS,
                MINUTE_LATER_MILLIS,
                MINUTE_LATER_MILLIS);
    }

    @Test
    void policyOfTheUserIsAskedForEachKindOfEvent() {
        assertDeadlines(
                of(answering(seconds(1), seconds(2), seconds(3))),
                NOW_MILLIS + 1000,
                NOW_MILLIS + 2000,
                NOW_MILLIS + 3000);
    }

    @Test
    void nullOfThePolicyChangesNothing() {
        assertDeadlines(of(answering(null, null, null)), Stored.NEVER, Stored.KEEP, Stored.KEEP);
    }

    @Test
    void eternalForAnUpdateLiftsTheDeadline() {
        assertDeadlines(
                of(answering(Duration.ETERNAL, Duration.ETERNAL, Duration.ETERNAL)),
                Stored.NEVER,
                Stored.NEVER,
                Stored.NEVER);
    }

    @Test
    void zeroExpiresAtOnce() {
        assertDeadlines(
                of(answering(Duration.ZERO, Duration.ZERO, Duration.ZERO)),
                Deadlines.AT_ONCE,
                Deadlines.AT_ONCE,
                Deadlines.AT_ONCE);
    }

    @Test
    void durationBeyondTheEndOfTimeIsEternal() {
        Duration endless = new Duration(TimeUnit.MILLISECONDS, Long.MAX_VALUE - 1);
        assertDeadlines(of(new CreatedExpiryPolicy(endless)), Stored.NEVER, Stored.KEEP, Stored.KEEP);
    }

    @Test
    void deadlineAtTheEpochIsOne() {
        InstantSource beforeTheEpoch = () -> Instant.ofEpochMilli(-1000);
        Deadlines deadlines = new Deadlines("orders", new CreatedExpiryPolicy(seconds(1)), beforeTheEpoch);
        assertThat(deadlines.creation()).isZero();
    }

    @Test
    void throwingPolicyChangesNothingAndIsReported() {
        Deadlines deadlines = of(new Answering(null, null, null, new IllegalStateException("broken")));
        try (LogCapture log = new LogCapture(Deadlines.class.getName())) {
            assertDeadlines(deadlines, Stored.NEVER, Stored.KEEP, Stored.KEEP);
            assertThat(log.messages())
                    .isNotEmpty()
                    .allSatisfy(message ->
                            assertThat(message).contains("cache 'orders'").contains(Answering.class.getName()));
        }
    }

    @Test
    void errorOfThePolicyIsNotCaught() {
        ExpiryPolicy policy = new Answering(null, null, null, new AssertionError("broken"));
        Deadlines deadlines = of(policy);
        assertThatThrownBy(deadlines::creation).isInstanceOf(AssertionError.class);
    }

    @Test
    void onlyPoliciesOfTheUserRunItsCode() {
        assertThat(of(new EternalExpiryPolicy()).runsUserCode()).isFalse();
        assertThat(of(new TouchedExpiryPolicy(Duration.ONE_DAY)).runsUserCode()).isFalse();
        assertThat(of(answering(null, null, null)).runsUserCode()).isTrue();
    }

    @Test
    void accessMattersToPoliciesThatAnswerItAndMayMatterToThoseOfTheUser() {
        assertThat(of(new EternalExpiryPolicy()).dependOnAccess()).isFalse();
        assertThat(of(new ModifiedExpiryPolicy(Duration.ONE_DAY)).dependOnAccess())
                .isFalse();
        assertThat(of(new AccessedExpiryPolicy(Duration.ONE_DAY)).dependOnAccess())
                .isTrue();
        assertThat(of(new TouchedExpiryPolicy(Duration.ONE_DAY)).dependOnAccess())
                .isTrue();
        assertThat(of(answering(null, null, null)).dependOnAccess()).isTrue();
    }

    private static void assertDeadlines(Deadlines deadlines, long creation, long update, long access) {
        assertThat(deadlines.creation()).as("creation").isEqualTo(creation);
        assertThat(deadlines.update()).as("update").isEqualTo(update);
        assertThat(deadlines.access()).as("access").isEqualTo(access);
    }

    private static Deadlines of(ExpiryPolicy policy) {
        return new Deadlines("orders", policy, () -> Instant.ofEpochMilli(NOW_MILLIS));
    }

    private static Duration seconds(long seconds) {
        return new Duration(TimeUnit.SECONDS, seconds);
    }

    private static ExpiryPolicy answering(
            @Nullable Duration creation, @Nullable Duration update, @Nullable Duration access) {
        return new Answering(creation, update, access, null);
    }

    /** A policy of the user's: throws if it was given something to throw, else answers. */
    private record Answering(
            @Nullable Duration creation,
            @Nullable Duration update,
            @Nullable Duration access,
            @Nullable Throwable failure)
            implements ExpiryPolicy {

        @Override
        public @Nullable Duration getExpiryForCreation() {
            return answer(creation);
        }

        @Override
        public @Nullable Duration getExpiryForUpdate() {
            return answer(update);
        }

        @Override
        public @Nullable Duration getExpiryForAccess() {
            return answer(access);
        }

        private @Nullable Duration answer(@Nullable Duration duration) {
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure instanceof RuntimeException exception) {
                throw exception;
            }
            return duration;
        }
    }
}
