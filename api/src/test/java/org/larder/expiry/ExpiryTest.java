package org.larder.expiry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What all rules have in common. */
class ExpiryTest {

    private static final Instant NOW = Instant.parse("2026-03-10T10:00:00Z");

    static Stream<Expiry> rules() {
        return Stream.of(
                TimeToLive.ofSeconds(1_000),
                ExpiryDate.parse("03-12-2026"),
                ExpiryDate.parse("03-12-2026").in(ZoneId.of("Asia/Tokyo")),
                TimeOfDay.parse("14:30:00"),
                TimeOfDay.parse("14:30:00").in(ZoneId.of("Asia/Tokyo")));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void isAPolicyOfTheStandardAndItsOwnFactory(Expiry rule) {
        assertThat(rule.create()).isSameAs(rule);
        Expiry now = rule.withClock(InstantSource.fixed(NOW));
        Duration life = Duration.between(NOW, rule.expiresAt(NOW));
        assertThat(now.getExpiryForCreation()
                        .getTimeUnit()
                        .toMillis(now.getExpiryForCreation().getDurationAmount()))
                .isEqualTo(life.toMillis())
                .isPositive();
        assertThat(now.getExpiryForUpdate()).isEqualTo(now.getExpiryForCreation());
    }

    @ParameterizedTest
    @MethodSource("rules")
    void readingChangesNothing(Expiry rule) {
        assertThat(rule.getExpiryForAccess()).isNull();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void survivesSerializationAndIsEqual(Expiry rule) throws Exception {
        assertThat(copy(rule)).isEqualTo(rule).hasSameHashCodeAs(rule).hasToString(rule.toString());
        Expiry other = rule.withJitter(0.5);
        assertThat(copy(other)).isEqualTo(other).isNotEqualTo(rule);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void jitterTakesUpToItsShareOffAndSpreads(Expiry rule) {
        Instant end = rule.expiresAt(NOW);
        Duration life = Duration.between(NOW, end);
        Expiry spread = rule.withJitter(0.25);
        Set<Instant> ends =
                Stream.generate(() -> spread.expiresAt(NOW)).limit(2_000).collect(Collectors.toSet());
        assertThat(ends)
                .hasSizeGreaterThan(1_500)
                .allSatisfy(instant -> assertThat(instant)
                        .isBetween(end.minus(life.dividedBy(4)).minusMillis(1), end))
                .anySatisfy(instant -> assertThat(instant).isBefore(end.minus(life.dividedBy(5))))
                .anySatisfy(instant -> assertThat(instant).isAfter(end.minus(life.dividedBy(20))));
        assertThat(spread.jitter()).isEqualTo(0.25);
        assertThat(spread.withJitter(0)).isEqualTo(rule);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void jitterOfOneLeavesSomethingOrNothingButNeverLess(Expiry rule) {
        Expiry spread = rule.withJitter(1);
        for (int i = 0; i < 1_000; i++) {
            assertThat(spread.expiresAt(NOW)).isBetween(NOW, rule.expiresAt(NOW));
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void jitterIsAShare(Expiry rule) {
        for (double share : new double[] {-0.01, 1.01, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> rule.withJitter(share))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("from 0 to 1", Double.toString(share));
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void clockMayNotBeNull(Expiry rule) {
        assertThatThrownBy(() -> rule.withClock(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("clock");
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 900, 1_900})
    void shortLivesAreSpreadToo(long millis) {
        TimeToLive spread = TimeToLive.of(Duration.ofMillis(millis)).withJitter(1);
        assertThat(Stream.generate(() -> Duration.between(NOW, spread.expiresAt(NOW)))
                        .limit(500))
                .allMatch(life -> !life.isNegative() && life.toNanos() <= millis * 1_000_000)
                .anyMatch(life -> life.toNanos() < millis * 200_000)
                .anyMatch(life -> life.toNanos() > millis * 800_000);
    }

    @Test
    void pastAndEternalAreNotJittered() {
        ExpiryDate past = ExpiryDate.parse("01-01-2000").withJitter(1);
        assertThat(past.expiresAt(NOW)).isEqualTo("2000-01-01T00:00:00Z");
        TimeToLive eternal = TimeToLive.of(Duration.ofSeconds(Long.MAX_VALUE)).withJitter(1);
        assertThat(eternal.expiresAt(NOW)).isEqualTo(Instant.MAX);
    }

    private static Object copy(Object original) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(original);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return in.readObject();
        }
    }
}
