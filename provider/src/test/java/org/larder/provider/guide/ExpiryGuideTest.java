package org.larder.provider.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import javax.cache.Cache;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.expiry.EternalExpiryPolicy;
import javax.cache.expiry.TouchedExpiryPolicy;
import org.junit.jupiter.api.Test;
import org.larder.expiry.ExpiryDate;
import org.larder.expiry.PerEntryExpiry;
import org.larder.expiry.TimeOfDay;
import org.larder.expiry.TimeToLive;
import org.larder.provider.LarderCachingProvider;

/** The code of the page "Expiry", run; and that the page shows the code that was run. */
class ExpiryGuideTest {

    private final Instant now = Instant.parse("2026-03-10T10:00:00Z");

    private static MutableConfiguration<String, Double> rates() {
        return new MutableConfiguration<String, Double>().setTypes(String.class, Double.class);
    }

    @Test
    void rowsOfTheTableAreConfigurations() {
        LocalDate lastDay = LocalDate.of(2026, 12, 31);
        assertThat(List.of(
                        rates().setExpiryPolicyFactory(TimeToLive.ofSeconds(300)),
                        rates().setExpiryPolicyFactory(TimeToLive.parse("300")),
                        rates().setExpiryPolicyFactory(CreatedExpiryPolicy.factoryOf(Duration.FIVE_MINUTES)),
                        rates().setExpiryPolicyFactory(TouchedExpiryPolicy.factoryOf(Duration.FIVE_MINUTES)),
                        rates().setExpiryPolicyFactory(TimeOfDay.parse("14:30:00")),
                        rates().setExpiryPolicyFactory(
                                        TimeOfDay.parse("02:00:00").in(ZoneId.of("Europe/Lisbon"))),
                        rates().setExpiryPolicyFactory(ExpiryDate.parse("12-31-2026")),
                        rates().setExpiryPolicyFactory(
                                        ExpiryDate.of(lastDay.plusDays(1)).in(ZoneId.of("Asia/Tokyo"))),
                        rates().setExpiryPolicyFactory(TimeToLive.ofSeconds(300).withJitter(0.1)),
                        rates().setExpiryPolicyFactory(EternalExpiryPolicy.factoryOf()),
                        rates().setExpiryPolicyFactory(TimeToLive.ofSeconds(0))))
                .allSatisfy(configuration -> {
                    try (LarderCachingProvider provider = new LarderCachingProvider(() -> now)) {
                        Cache<String, Double> cache = provider.getCacheManager().createCache("rates", configuration);
                        PerEntryExpiry.of(cache).with(TimeToLive.ofSeconds(30)).put("EUR", 1.0);
                        assertThat(cache.get("EUR")).isEqualTo(1.0);
                    }
                });
    }

    @Test
    void entriesHaveAnExpiryOfTheirOwn() {
        Instant[] clock = {now};
        try (LarderCachingProvider provider = new LarderCachingProvider(() -> clock[0])) {
            Cache<String, Double> rates = provider.getCacheManager().createCache("rates", rates());

            Cache<String, Double> brief = PerEntryExpiry.of(rates).with(TimeToLive.ofSeconds(30));
            brief.put("EUR", 1.0);
            rates.put("USD", 1.1);

            clock[0] = now.plusSeconds(30);
            assertThat(rates.get("EUR")).isNull();
            assertThat(rates.get("USD")).isEqualTo(1.1);
        }
    }

    @Test
    void pageShowsTheCodeThatRuns() throws IOException {
        Page page = new Page("expiry.md");
        String code = Page.codeOf(getClass()) + Page.codeOf(ExpirySettingsGuideTest.class);
        assertThat(page.blocks())
                .hasSize(2)
                .allSatisfy(block -> assertThat(code).contains(block));
        assertThat(page.lastCells())
                .hasSize(12)
                .allSatisfy(cell -> assertThat(code).contains(cell));
    }
}
