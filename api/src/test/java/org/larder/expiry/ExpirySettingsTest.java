package org.larder.expiry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.larder.LogCapture;

class ExpirySettingsTest {

    private static final Instant NOW = Instant.parse("2026-12-01T00:00:00Z");
    private static final Duration MONTH = Duration.ofDays(30);

    private final Map<String, String> variables = new HashMap<>();
    private LogCapture log;

    @BeforeEach
    void listen() {
        log = new LogCapture(ExpirySettings.class);
    }

    @AfterEach
    void stopListening() {
        log.close();
    }

    private static ExpirySettings.Builder settings() {
        return ExpirySettings.builder();
    }

    private long seconds(ExpirySettings settings) {
        return Duration.between(NOW, settings.expiresAt(NOW, variables::get)).toSeconds();
    }

    @ParameterizedTest
    @Tag("S3-10")
    @Tag("S3-11")
    @Tag("S3-12")
    @Tag("S3-13")
    @Tag("S3-15")
    @CsvSource(textBlock = """
            UTC,              2026-03-10T10:00:00Z,         ,           , 14:30:00,   16200
            UTC,              2026-03-10T15:00:00Z,         ,           , 14:30:00,   84600
            UTC,              2026-03-10T14:30:00Z,         ,           , 14:30:00,   86400
            UTC,              2026-12-31T23:59:59Z,         ,           , 00:00:00,       1
            UTC,              2026-12-01T00:00:00Z,         , 12-19-2026,         , 1555200
            UTC,              2026-12-01T00:00:00Z,         , 12-31-2026,         , 2592000
            UTC,              2026-12-01T00:00:00Z,         , 01-01-2027,         , 2592000
            UTC,              2026-12-01T00:00:00Z,         , 05-20-2014,         , 2592000
            UTC,              2026-12-19T10:00:00Z,         , 12-19-2026,         , 2592000
            UTC,              2026-12-01T00:00:00Z,      300,           ,         ,     300
            UTC,              2026-12-01T00:00:00Z,  2678400,           ,         , 2592000
            UTC,              2026-12-01T00:00:00Z,       20, 12-20-2026, 14:30:00,      20
            UTC,              2026-12-01T00:00:00Z,         , 12-20-2026, 14:30:00, 1641600
            America/New_York, 2026-03-10T10:00:00Z,         ,           , 14:30:00,   16200
            America/New_York, 2026-03-10T15:00:00Z,         ,           , 14:30:00,   84600
            America/New_York, 2026-03-10T14:30:00Z,         ,           , 14:30:00,   86400
            America/New_York, 2026-12-31T23:59:59Z,         ,           , 00:00:00,       1
            America/New_York, 2026-12-01T00:00:00Z,         , 12-19-2026,         , 1555200
            America/New_York, 2026-12-19T10:00:00Z,         , 12-19-2026,         , 2592000
            America/New_York, 2026-12-01T00:00:00Z,         , 12-20-2026, 14:30:00, 1641600
            """)
    void figuresOfTheTableHoldWhateverTheZoneOfTheJvm(
            String jvmZone, Instant now, String timeout, String date, String time, long seconds) {
        TimeZone before = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone(jvmZone));
        try {
            ExpirySettings settings = settings()
                    .timeoutInSeconds(timeout)
                    .expiryDate(date)
                    .timeOfDay(time)
                    .maximum(MONTH)
                    .build();
            assertThat(settings.expiresAt(now, variables::get)).isEqualTo(now.plusSeconds(seconds));
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @Test
    @Tag("S3-13")
    void severalAreWarnedOfOnceWhenBuilt() {
        ExpirySettings settings = settings()
                .owner("policy 'Populate-1'")
                .timeoutInSeconds("20")
                .expiryDate("12-20-2026")
                .timeOfDay("14:30:00")
                .build();
        assertThat(log.lines())
                .singleElement()
                .asString()
                .startsWith("WARNING policy 'Populate-1'")
                .contains("TimeoutInSeconds, ExpiryDate, TimeOfDay");
        assertThat(seconds(settings)).isEqualTo(20);
        assertThat(log.lines()).hasSize(1);
    }

    @Test
    @Tag("S3-14")
    void unsetReferenceLeavesTheLiteralQuietly() {
        ExpirySettings settings =
                settings().timeoutInSeconds("300").timeoutInSecondsRef("v").build();
        assertThat(seconds(settings)).isEqualTo(300);
        variables.put("v", "  ");
        assertThat(seconds(settings)).isEqualTo(300);
        assertThat(log.lines()).isEmpty();
    }

    @Test
    @Tag("S3-14")
    void referenceIsResolvedAtEachWrite() {
        ExpirySettings settings =
                settings().timeoutInSeconds("300").timeoutInSecondsRef("v").build();
        variables.put("v", "60");
        assertThat(seconds(settings)).isEqualTo(60);
        variables.put("v", " 61 ");
        assertThat(seconds(settings)).isEqualTo(61);
        assertThat(log.lines()).isEmpty();
    }

    @Test
    @Tag("S3-14")
    void nonsenseInAReferenceLeavesTheLiteralAndIsWarnedOfOnce() {
        ExpirySettings settings =
                settings().timeoutInSeconds("300").timeoutInSecondsRef("v").build();
        variables.put("v", "x");
        for (int i = 0; i < 3; i++) {
            assertThat(seconds(settings)).isEqualTo(300);
        }
        assertThat(log.lines())
                .singleElement()
                .asString()
                .startsWith("WARNING ")
                .contains("TimeoutInSeconds", "variable v", "'x'", "whole number of seconds", "the literal counts");
    }

    @Test
    @Tag("S3-14")
    void eachReferenceIsWarnedOfByItself() {
        ExpirySettings settings = settings()
                .expiryDateRef("day")
                .timeOfDayRef("time")
                .timeOfDay("01:00:00")
                .build();
        variables.putAll(Map.of("day", "31-12-2026", "time", "25:00:00"));
        assertThat(seconds(settings)).isEqualTo(3_600);
        assertThat(seconds(settings)).isEqualTo(3_600);
        assertThat(log.lines())
                .hasSize(3)
                .anySatisfy(line -> assertThat(line).contains("ExpiryDate, variable day", "'31-12-2026'"))
                .anySatisfy(line -> assertThat(line).contains("TimeOfDay, variable time", "'25:00:00'"));
    }

    @Test
    @Tag("S3-16")
    void negativeReferenceLeavesTheLiteral() {
        ExpirySettings settings =
                settings().timeoutInSeconds("300").timeoutInSecondsRef("v").build();
        variables.put("v", "-5");
        assertThat(seconds(settings)).isEqualTo(300);
        assertThat(log.lines()).singleElement().asString().contains("'-5'");
    }

    @Test
    @Tag("S3-16")
    void timeoutOfZeroIsExpiredFromTheStart() {
        assertThat(settings().timeoutInSeconds("0").maximum(MONTH).build().expiresAt(NOW, variables::get))
                .isEqualTo(NOW);
        variables.put("v", "0");
        assertThat(settings()
                        .timeoutInSeconds("300")
                        .timeoutInSecondsRef("v")
                        .build()
                        .expiresAt(NOW, variables::get))
                .isEqualTo(NOW);
    }

    @ParameterizedTest
    @Tag("S3-16")
    @ValueSource(strings = {"-1", "abc", "1.5"})
    void malformedTimeoutIsAnErrorThatShowsElementTextAndForm(String literal) {
        assertThatThrownBy(() ->
                        settings().owner("policy 'P'").timeoutInSeconds(literal).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("policy 'P'", "TimeoutInSeconds", "'" + literal + "'", "whole number");
    }

    @ParameterizedTest
    @Tag("S3-10")
    @ValueSource(strings = {"2021-22-99", "2-3-2027", "02-30-2027"})
    void malformedDateIsAnErrorThatShowsElementTextAndForm(String literal) {
        assertThatThrownBy(() -> settings().expiryDate(literal).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("ExpiryDate", "'" + literal + "'", "mm-dd-yyyy");
    }

    @ParameterizedTest
    @Tag("S3-12")
    @ValueSource(strings = {"24:00:00", "2:30"})
    void malformedTimeIsAnErrorThatShowsElementTextAndForm(String literal) {
        assertThatThrownBy(() -> settings().timeOfDay(literal).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("TimeOfDay", "'" + literal + "'", "HH:mm:ss");
    }

    @Test
    @Tag("S3-11")
    void pastDateGetsTheMaximumAndIsWarnedOfOnce() {
        ExpirySettings settings =
                settings().expiryDate("05-20-2014").maximum(MONTH).build();
        assertThat(seconds(settings)).isEqualTo(2_592_000);
        assertThat(seconds(settings)).isEqualTo(2_592_000);
        assertThat(log.lines()).singleElement().asString().contains("2014-05-20T00:00:00Z is past", "2592000 s");
    }

    @Test
    void pastDateIsExpiredFromTheStartWithoutAMaximum() {
        assertThat(settings().expiryDate("05-20-2014").build().expiresAt(NOW, variables::get))
                .isEqualTo("2014-05-20T00:00:00Z");
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void dateThatEndsWithItsDayLivesThroughIt() {
        ExpirySettings settings = settings()
                .expiryDate("12-01-2026")
                .expiryDateRef("day")
                .endOfDay()
                .maximum(MONTH)
                .build();
        assertThat(seconds(settings)).isEqualTo(86_400);
        variables.put("day", "12-02-2026");
        assertThat(seconds(settings)).isEqualTo(2 * 86_400);
        assertThat(log.lines()).isEmpty();
    }

    @Test
    @Tag("S3-15")
    void longerLivesAreCutAndWarnedOfOnce() {
        ExpirySettings settings =
                settings().timeoutInSeconds("2678400").maximum(MONTH).build();
        assertThat(seconds(settings)).isEqualTo(2_592_000);
        assertThat(seconds(settings)).isEqualTo(2_592_000);
        assertThat(log.lines()).singleElement().asString().contains("longer than the maximum of 2592000 s");
    }

    @Test
    void lifeOfExactlyTheMaximumIsNotWarnedOf() {
        assertThat(seconds(settings().timeoutInSeconds("2592000").maximum(MONTH).build()))
                .isEqualTo(2_592_000);
        assertThat(log.lines()).isEmpty();
    }

    @Test
    @Tag("S3-17")
    void nothingGivenIsAnError() {
        assertThatThrownBy(() ->
                        settings().owner("policy 'P'").timeoutInSeconds(" ").build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("policy 'P'", "TimeoutInSeconds", "ExpiryDate", "TimeOfDay");
    }

    @Test
    @Tag("S3-18")
    void deprecatedNameIsAnAliasThatIsWarnedOf() {
        assertThat(seconds(settings().timeoutInSec("600").build())).isEqualTo(600);
        assertThat(log.lines()).singleElement().asString().contains("TimeoutInSec is deprecated", "TimeoutInSeconds");
    }

    @Test
    @Tag("S3-18")
    void presentNameGoesBeforeTheDeprecatedOne() {
        assertThat(seconds(settings().timeoutInSec("600").timeoutInSeconds("60").build()))
                .isEqualTo(60);
    }

    @Test
    @Tag("S3-18")
    void literalOfTheDeprecatedNameCountsWhereTheReferenceOfThePresentOneGivesNothing() {
        ExpirySettings settings =
                settings().timeoutInSecondsRef("ttl").timeoutInSec("600").build();
        assertThat(seconds(settings)).isEqualTo(600);
        variables.put("ttl", "60");
        assertThat(seconds(settings)).isEqualTo(60);
    }

    @Test
    void copyOfABuilderIsOneOfItsOwn() {
        ExpirySettings.Builder builder = settings().timeoutInSeconds("2678400");
        builder.copy().maximum(MONTH).owner("copy").build();
        assertThat(seconds(builder.build())).isEqualTo(2_678_400);
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void nonsenseOfAVariableIsLoggedInOneLineOfABoundedLength() {
        ExpirySettings settings =
                settings().timeoutInSeconds("300").timeoutInSecondsRef("ttl").build();
        variables.put("ttl", "1\nWARNING: all is lost\u2028" + "x".repeat(10_000));
        assertThat(seconds(settings)).isEqualTo(300);
        assertThat(log.lines())
                .singleElement()
                .asString()
                .doesNotContain("\n", "\u2028")
                .hasSizeLessThan(700);
    }

    @Test
    @Tag("S3-18")
    void malformedTextUnderTheDeprecatedNameIsAnErrorThatNamesIt() {
        assertThatThrownBy(() -> settings().timeoutInSec("soon").build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("TimeoutInSec: 'soon'");
    }

    @Test
    @Tag("S3-19")
    void emptyElementsAndReferencesAreAsIfTheyWereNotThere() {
        ExpirySettings settings = settings()
                .expiryDate("")
                .timeOfDay(" ")
                .timeoutInSecondsRef("")
                .timeoutInSeconds("3600")
                .build();
        assertThat(seconds(settings)).isEqualTo(3_600);
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void elementWithoutAnyValueIsPassedOver() {
        ExpirySettings settings = settings()
                .timeoutInSecondsRef("v")
                .expiryDate("12-20-2026")
                .maximum(MONTH)
                .build();
        assertThat(seconds(settings)).isEqualTo(1_641_600);
        variables.put("v", "10");
        assertThat(seconds(settings)).isEqualTo(10);
    }

    @Test
    void maximumHoldsIfNoReferenceGivesAnything() {
        ExpirySettings settings =
                settings().timeoutInSecondsRef("v").maximum(MONTH).build();
        assertThat(seconds(settings)).isEqualTo(2_592_000);
        variables.put("v", "x");
        assertThat(seconds(settings)).isEqualTo(2_592_000);
        assertThat(log.lines()).singleElement().asString().contains("the element does not count");
    }

    @Test
    void withoutMaximumItIsAnErrorIfNoReferenceGivesAnything() {
        ExpirySettings settings =
                settings().timeoutInSecondsRef("v").timeOfDayRef("w").build();
        assertThatThrownBy(() -> settings.expiresAt(NOW, variables::get))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("[v, w]", "literal");
        variables.put("w", "01:00:00");
        assertThatCode(() -> settings.expiresAt(NOW, variables::get)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S"})
    void maximumIsPositive(Duration maximum) {
        assertThatThrownBy(() -> settings().maximum(maximum))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(maximum.toString());
    }
}
