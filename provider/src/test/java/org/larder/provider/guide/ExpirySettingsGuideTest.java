package org.larder.provider.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.larder.expiry.ExpirySettings;

/** The code of the page "Expiry" that works with the durations of the JDK, run. */
class ExpirySettingsGuideTest {

    private final Instant now = Instant.parse("2026-03-10T10:00:00Z");

    @ParameterizedTest
    @CsvSource({"request.queryparam.ttl, 60, 60", "another, 60, 300", "request.queryparam.ttl, 9999999, 2592000"})
    void settingsSayWhenAnEntryExpires(String variable, String value, long seconds) {
        Map<String, String> variables = Map.of(variable, value);

        ExpirySettings settings = ExpirySettings.builder()
                .timeoutInSeconds("300")
                .timeoutInSecondsRef("request.queryparam.ttl")
                .maximum(Duration.ofDays(30))
                .build();
        Instant end = settings.expiresAt(now, variables::get);

        assertThat(end).isEqualTo(now.plusSeconds(seconds));
    }
}
