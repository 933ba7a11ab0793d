package org.larder.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import javax.cache.Cache;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.larder.LarderConfiguration;
import org.larder.expiry.Expiry;
import org.larder.expiry.ExpiryDate;
import org.larder.expiry.PerEntryExpiry;
import org.larder.expiry.TimeOfDay;
import org.larder.expiry.TimeToLive;

/** Rules of {@code org.larder.expiry} as the expiry policies of caches. */
class ExpiryRulesTest {

    private final Rig rig = new Rig();

    @AfterEach
    void close() {
        rig.close();
    }

    private Cache<String, String> cache(Expiry rule) {
        return rig.create(
                "cache",
                new LarderConfiguration<String, String>()
                        .setTypes(String.class, String.class)
                        .setMaxBytes(1L << 20)
                        .setExpiryPolicyFactory(rule));
    }

    private void setClock(String instant) {
        rig.clock.set(Instant.parse(instant).toEpochMilli());
    }

    @ParameterizedTest
    @Tag("S1-5")
    @ValueSource(strings = {"180", "0180"})
    void entryLivesExactlyItsTimeFromTheLastWriteOn(String seconds) {
        Cache<String, String> cache = cache(TimeToLive.parse(seconds));
        cache.put("k", "one");
        rig.clock.advance(Duration.ofMillis(179_999));
        assertThat(cache.get("k")).isEqualTo("one");
        rig.clock.advance(Duration.ofMillis(1));
        assertThat(cache.get("k")).isNull();
    }

    @Test
    @Tag("S1-5")
    void readingDoesNotExtendAndUpdatingDoes() {
        Cache<String, String> cache = cache(TimeToLive.ofSeconds(180));
        cache.put("read", "one");
        cache.put("updated", "one");
        rig.clock.advance(Duration.ofSeconds(100));
        assertThat(cache.get("read")).isEqualTo("one");
        cache.put("updated", "two");
        rig.clock.advance(Duration.ofSeconds(150));
        assertThat(cache.get("read")).isNull();
        assertThat(cache.get("updated")).isEqualTo("two");
    }

    @Test
    @Tag("S1-6")
    void timeToLiveOfZeroStoresNothing() {
        Cache<String, String> cache = cache(TimeToLive.ofSeconds(0));
        cache.put("k", "one");
        assertThat(cache.get("k")).isNull();
        assertThat(cache.containsKey("k")).isFalse();
    }

    @Test
    @Tag("S3-9")
    void timeoutOf300IsAHitAt299Point999AndAMissAt300() {
        Cache<String, String> cache = cache(TimeToLive.ofSeconds(300));
        cache.put("k", "one");
        rig.clock.advance(Duration.ofMillis(299_999));
        assertThat(cache.get("k")).isEqualTo("one");
        rig.clock.advance(Duration.ofMillis(1));
        assertThat(cache.get("k")).isNull();
    }

    @Test
    @Tag("S3-16")
    void timeoutOfZeroStoresNothingAndRemovesWhatWasThere() {
        Cache<String, String> cache = cache(TimeToLive.ofSeconds(300));
        cache.put("k", "one");
        PerEntryExpiry.of(cache).with(TimeToLive.ofSeconds(0)).put("k", "two");
        assertThat(cache.containsKey("k")).isFalse();
        assertThat(cache.get("k")).isNull();
    }

    @Test
    @Tag("S3-10")
    void dateExpiresEntriesAtMidnightAndWhatIsWrittenLaterAtOnce() {
        setClock("2026-12-18T09:30:00.250Z");
        Cache<String, String> cache = cache(ExpiryDate.parse("12-19-2026").withClock(rig.clock));
        cache.put("k", "one");
        setClock("2026-12-18T23:59:59.999Z");
        assertThat(cache.get("k")).isEqualTo("one");
        setClock("2026-12-19T00:00:00Z");
        assertThat(cache.get("k")).isNull();
        cache.put("k", "two");
        assertThat(cache.get("k")).isNull();
    }

    @Test
    @Tag("S3-12")
    void timeOfDayExpiresEntriesOnceADay() {
        setClock("2026-03-10T10:00:00.001Z");
        Cache<String, String> cache = cache(TimeOfDay.parse("14:30:00").withClock(rig.clock));
        cache.put("k", "today");
        setClock("2026-03-10T14:29:59.999Z");
        assertThat(cache.get("k")).isEqualTo("today");
        setClock("2026-03-10T14:30:00Z");
        assertThat(cache.get("k")).isNull();
        cache.put("k", "tomorrow");
        setClock("2026-03-11T14:29:59.999Z");
        assertThat(cache.get("k")).isEqualTo("tomorrow");
        setClock("2026-03-11T14:30:00Z");
        assertThat(cache.get("k")).isNull();
    }

    @Test
    void entriesKeepTheEndTheyGotWhenTheClockIsSetBack() {
        setClock("2026-11-01T05:20:00Z");
        Cache<String, String> cache = cache(
                TimeOfDay.parse("01:30:00").in(ZoneId.of("America/New_York")).withClock(rig.clock));
        cache.put("k", "one");
        setClock("2026-11-01T04:20:00Z");
        assertThat(cache.get("k")).isEqualTo("one");
        setClock("2026-11-01T05:29:59.999Z");
        assertThat(cache.get("k")).isEqualTo("one");
        setClock("2026-11-01T05:30:00Z");
        assertThat(cache.get("k")).isNull();
    }
}
