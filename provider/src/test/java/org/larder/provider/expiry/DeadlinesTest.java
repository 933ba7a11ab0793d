package org.larder.provider.expiry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.concurrent.TimeUnit;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.expiry.EternalExpiryPolicy;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.expiry.TouchedExpiryPolicy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.larder.expiry.Expiry;
import org.larder.expiry.ExpiryDate;
import org.larder.expiry.TimeOfDay;
import org.larder.expiry.TimeToLive;
import org.larder.provider.log.LogCapture;
import org.larder.provider.store.Stored;

class DeadlinesTest {

    private static final long NOW = 1_000_000;

    private static Deadlines of(ExpiryPolicy policy) {
        return new Deadlines("orders", policy, () -> Instant.ofEpochMilli(NOW));
    }

    private static Duration minutes(long minutes) {
        return new Duration(TimeUnit.MINUTES, minutes);
    }

    /** A policy of the user. */
    private record Constant(@Nullable Duration duration) implements ExpiryPolicy {
        @Override
        public @Nullable Duration getExpiryForCreation() {
            return duration;
        }

        @Override
        public @Nullable Duration getExpiryForAccess() {
            return duration;
        }

        @Override
        public @Nullable Duration getExpiryForUpdate() {
            return duration;
        }
    }

    @Test
    void rulesOfLarderTellTheInstantByTheClockOfTheCache() {
        InstantSource stopped = () -> {
            throw new AssertionError("the rule was asked for a duration by a clock of its own");
        };
        Expiry[] rules = {
            TimeToLive.ofSeconds(60).withClock(stopped),
            TimeOfDay.of(LocalTime.ofSecondOfDay(NOW / 1000 + 60)).withClock(stopped)
        };
        for (Expiry rule : rules) {
            Deadlines deadlines = of(rule);
            assertThat(deadlines.creation()).isEqualTo(NOW + 60_000);
            assertThat(deadlines.update()).isEqualTo(NOW + 60_000);
            assertThat(deadlines.runsUserCode()).isFalse();
            assertThat(deadlines.dependOnAccess()).isFalse();
            assertThat(deadlines.areNever()).isFalse();
        }
    }

    @Test
    void rulesOfLarderMayReachFromBeforeTheBeginningToAfterTheEndOfTime() {
        assertThat(of(TimeToLive.ofSeconds(0)).creation()).isEqualTo(Deadlines.AT_ONCE);
        assertThat(of(TimeToLive.of(java.time.Duration.ofNanos(999_999))).update())
                .isEqualTo(Deadlines.AT_ONCE);
        assertThat(of(ExpiryDate.of(LocalDate.MIN)).creation()).isEqualTo(Deadlines.AT_ONCE);
        assertThat(of(ExpiryDate.of(LocalDate.MAX)).creation()).isEqualTo(Stored.NEVER);
        assertThat(of(TimeToLive.ofSeconds(Long.MAX_VALUE)).creation()).isEqualTo(Stored.NEVER);
    }

    @Test
    void durationsCountFromNow() {
        for (ExpiryPolicy policy : new ExpiryPolicy[] {new TouchedExpiryPolicy(minutes(1)), new Constant(minutes(1))}) {
            Deadlines deadlines = of(policy);
            assertThat(deadlines.creation()).isEqualTo(NOW + 60_000);
            assertThat(deadlines.update()).isEqualTo(NOW + 60_000);
            assertThat(deadlines.access()).isEqualTo(NOW + 60_000);
        }
    }

    @Test
    void eternalNullAndZeroHaveNumbersOfTheirOwn() {
        assertThat(of(new EternalExpiryPolicy()).creation()).isEqualTo(Stored.NEVER);
        assertThat(of(new CreatedExpiryPolicy(minutes(1))).update()).isEqualTo(Stored.KEEP);
        assertThat(of(new CreatedExpiryPolicy(minutes(1))).access()).isEqualTo(Stored.KEEP);
        assertThat(of(new CreatedExpiryPolicy(Duration.ZERO)).creation()).isEqualTo(Deadlines.AT_ONCE);
        assertThat(of(new Constant(null)).creation()).isEqualTo(Stored.NEVER);
        assertThat(of(new Constant(null)).update()).isEqualTo(Stored.KEEP);
        assertThat(of(new Constant(Duration.ZERO)).update()).isEqualTo(Deadlines.AT_ONCE);
        assertThat(of(new Constant(Duration.ETERNAL)).access()).isEqualTo(Stored.NEVER);
    }

    @Test
    void noDurationReachesBeyondNever() {
        assertThat(of(new Constant(new Duration(TimeUnit.DAYS, Long.MAX_VALUE))).creation())
                .isEqualTo(Stored.NEVER);
        assertThat(of(new Constant(new Duration(TimeUnit.MILLISECONDS, Long.MAX_VALUE - NOW + 1)))
                        .update())
                .isEqualTo(Stored.NEVER);
        assertThat(of(new Constant(new Duration(TimeUnit.MILLISECONDS, Long.MAX_VALUE - NOW - 1)))
                        .update())
                .isEqualTo(Long.MAX_VALUE - 1);
    }

    @Test
    void onlyThePoliciesOfTheStandardItselfRunNoCodeOfTheUser() {
        assertThat(of(new TouchedExpiryPolicy(minutes(1))).runsUserCode()).isFalse();
        assertThat(of(new Constant(null)).runsUserCode()).isTrue();
        assertThat(of(new CreatedExpiryPolicy(minutes(1))).dependOnAccess()).isFalse();
        assertThat(of(new TouchedExpiryPolicy(minutes(1))).dependOnAccess()).isTrue();
        assertThat(of(new Constant(null)).dependOnAccess()).isTrue();
    }

    @Test
    void aPolicyThatAlwaysFailsDoesNotFloodTheLog() {
        Deadlines deadlines = of(new ExpiryPolicy() {
            @Override
            public Duration getExpiryForCreation() {
                throw new IllegalArgumentException("no idea");
            }

            @Override
            public Duration getExpiryForAccess() {
                throw new IllegalArgumentException("no idea");
            }

            @Override
            public Duration getExpiryForUpdate() {
                throw new IllegalArgumentException("no idea");
            }
        });
        try (LogCapture log = new LogCapture(Deadlines.class.getName())) {
            for (int i = 0; i < 100; i++) {
                assertThat(deadlines.creation()).isEqualTo(Stored.NEVER);
                assertThat(deadlines.update()).isEqualTo(Stored.KEEP);
                assertThat(deadlines.access()).isEqualTo(Stored.KEEP);
            }
            assertThat(log.messages()).singleElement().asString().contains("orders", "DeadlinesTest", "creation");
        }
    }
}
