package org.larder.policies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.larder.policies.PolicyRig.key;
import static org.larder.policies.PolicyRig.populate;

import java.time.Duration;
import java.time.Instant;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.larder.expiry.ExpirySettings;
import org.larder.policies.PopulateResult.Outcome;

/** When entries of policies expire; rows S3-9 to S3-19, as far as they do not speak of XML. */
class PopulateExpiryTest {

    private static final Duration MILLISECOND = Duration.ofMillis(1);

    private final PolicyRig rig = new PolicyRig();

    @AfterEach
    void close() {
        rig.close();
    }

    private static PopulateCache populateFor(ExpirySettings.Builder settings) {
        return populate(key("P", "a")).expirySettings(settings).build();
    }

    private static ExpirySettings.Builder settings(
            @Nullable String timeout, @Nullable String date, @Nullable String time) {
        return ExpirySettings.builder()
                .timeoutInSeconds(timeout)
                .expiryDate(date)
                .timeOfDay(time);
    }

    /** Writes an entry, and asserts that it is there until a time, and not from then on. */
    private void assertLives(long seconds, PopulateCache policy) {
        PopulateResult result = rig.put(policy, "value");
        assertThat(result.outcome()).isEqualTo(Outcome.STORED);
        assertThat(Duration.between(rig.now.get(), result.expiresAt()).toSeconds())
                .isEqualTo(seconds);
        rig.advance(Duration.ofSeconds(seconds).minus(MILLISECOND));
        assertThat(rig.get("P", "a")).isEqualTo("value");
        rig.advance(MILLISECOND);
        assertThat(rig.get("P", "a")).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-10T10:00:00Z,        ,            , 14:30:00,   16200",
        "2026-03-10T15:00:00Z,        ,            , 14:30:00,   84600",
        "2026-03-10T14:30:00Z,        ,            , 14:30:00,   86400",
        "2026-12-31T23:59:59Z,        ,            , 00:00:00,       1",
        "2026-12-01T00:00:00Z,        , 12-19-2026,          , 1555200",
        "2026-12-01T00:00:00Z,        , 12-31-2026,          , 2592000",
        "2026-12-01T00:00:00Z,        , 01-01-2027,          , 2592000",
        "2026-12-01T00:00:00Z,        , 05-20-2014,          , 2592000",
        "2026-12-19T10:00:00Z,        , 12-19-2026,          , 2592000",
        "2026-12-01T00:00:00Z,     300,           ,          ,     300",
        "2026-12-01T00:00:00Z, 2678400,           ,          , 2592000",
        "2026-12-01T00:00:00Z,      20, 12-20-2026, 14:30:00,       20",
        "2026-12-01T00:00:00Z,        , 12-20-2026, 14:30:00,  1641600",
    })
    @Tag("S3-9")
    @Tag("S3-10")
    @Tag("S3-11")
    @Tag("S3-12")
    @Tag("S3-13")
    @Tag("S3-15")
    void timeoutsDatesTimesPrecedenceAndMaximumGiveTheDocumentedLives(
            Instant now, String timeout, String date, String time, long seconds) {
        rig.now.set(now);
        assertLives(seconds, populateFor(settings(timeout, date, time)));
    }

    @Test
    @Tag("S3-12")
    void timesAreUtcInEveryZone() {
        TimeZone zone = TimeZone.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
            rig.now.set(Instant.parse("2026-03-10T10:00:00Z"));
            assertLives(16200, populateFor(settings(null, null, "14:30:00")));
        } finally {
            TimeZone.setDefault(zone);
        }
    }

    @ParameterizedTest
    @CsvSource({
        ",    2021-22-99,         , ExpiryDate",
        ",    2-3-2027,           , ExpiryDate",
        ",    02-30-2027,         , ExpiryDate",
        ",              , 24:00:00, TimeOfDay",
        ",              , 2:30,     TimeOfDay",
        "abc,           ,         , TimeoutInSeconds",
        "-1,            ,         , TimeoutInSeconds",
    })
    @Tag("S3-10")
    @Tag("S3-12")
    @Tag("S3-16")
    void malformedLiteralsAreRefused(String timeout, String date, String time, String element) {
        String text = timeout != null ? timeout : date != null ? date : time;
        assertThatThrownBy(() -> populateFor(settings(timeout, date, time)))
                .isInstanceOf(PolicyConfigurationException.class)
                .hasMessageContaining("policy 'POP-CACHE-1', " + element + ": '" + text + "'");
    }

    @Test
    @Tag("S3-14")
    void referenceGoesFirstAndLiteralIsTheFallback() {
        PopulateCache policy =
                populateFor(ExpirySettings.builder().timeoutInSeconds("300").timeoutInSecondsRef("v"));
        assertLives(300, policy);
        rig.flow.put("v", "60");
        assertLives(60, policy);
        rig.flow.put("v", 45);
        assertLives(45, policy);
        try (LogCapture log = new LogCapture(ExpirySettings.class)) {
            rig.flow.put("v", "x");
            assertLives(300, policy);
            rig.flow.put("v", "-5");
            assertLives(300, policy);
            assertThat(log.messages()).singleElement().asString().contains("POP-CACHE-1", "'x'");
        }
    }

    @Test
    @Tag("S3-15")
    void tooLongALifeIsCutWithAWarning() {
        PopulateCache policy = populateFor(settings("2678400", null, null));
        try (LogCapture log = new LogCapture(ExpirySettings.class)) {
            assertLives(2592000, policy);
            assertLives(2592000, policy);
            assertThat(log.messages()).singleElement().asString().contains("POP-CACHE-1", "maximum");
        }
    }

    @Test
    @Tag("S3-16")
    void zeroStoresNothingAndRemovesTheOldEntry() {
        rig.put("old", "P", "a");
        PopulateResult result = rig.put(populateFor(settings("0", null, null)), "new");
        assertThat(result.outcome()).isEqualTo(Outcome.EXPIRED);
        assertThat(rig.get("P", "a")).isNull();
        assertThat(rig.caches.statistics(PolicyCaches.SHARED).getCacheRemovals())
                .isEqualTo(1);
    }

    @Test
    @Tag("S3-17")
    void expiryIsRequired() {
        PopulateCache.Builder policy =
                PopulateCache.builder("P").cacheKey(key("P")).source("a");
        assertThatThrownBy(policy::build)
                .isInstanceOf(PolicyConfigurationException.class)
                .hasMessage("policy 'P' has no ExpirySettings, which is required; give it one");
        assertThatThrownBy(() -> populateFor(ExpirySettings.builder()))
                .isInstanceOf(PolicyConfigurationException.class)
                .hasMessageContaining("nothing says when entries expire");
    }

    @Test
    @Tag("S3-18")
    void deprecatedTimeoutIsTakenWithAWarning() {
        try (LogCapture log = new LogCapture(ExpirySettings.class)) {
            assertLives(600, populateFor(ExpirySettings.builder().timeoutInSec("600")));
            assertThat(log.messages()).singleElement().asString().contains("TimeoutInSec is deprecated");
        }
    }

    @Test
    void maximumOfThePoliciesIsNotLeftInTheSettingsThatWereGiven() {
        ExpirySettings.Builder settings = ExpirySettings.builder().timeoutInSeconds("2678400");
        assertLives(2_592_000, populateFor(settings));
        Instant now = rig.now.get();
        assertThat(Duration.between(now, settings.build().expiresAt(now, name -> null)))
                .hasSeconds(2_678_400);
    }

    @Test
    void endOfDayIsAnOption() {
        rig.now.set(Instant.parse("2026-12-19T10:00:00Z"));
        assertLives(
                14 * 3600,
                populateFor(ExpirySettings.builder().expiryDate("12-19-2026").endOfDay()));
    }

    @Test
    void writingAgainGivesTheEntryANewLife() {
        rig.put(populateFor(settings("300", null, null)), "value");
        rig.advance(Duration.ofSeconds(200));
        rig.put(populateFor(settings("150", null, null)), "value");
        rig.advance(Duration.ofSeconds(149));
        assertThat(rig.get("P", "a")).isEqualTo("value");
        rig.advance(Duration.ofSeconds(1));
        assertThat(rig.get("P", "a")).isNull();
    }
}
