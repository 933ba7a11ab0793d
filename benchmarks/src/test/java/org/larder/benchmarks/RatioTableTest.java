package org.larder.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class RatioTableTest {

    @Test
    void ratioIsTheMedianOfTheRatiosWithinTheRounds() {
        // The machine was ten times slower in round 2, for both: the ratio of that round is as good as any.
        List<String> rows = rows(
                new Sample(1, "get", "raw", 100, 120),
                new Sample(1, "get", "larder", 110, 120),
                new Sample(2, "get", "raw", 1_000, 120),
                new Sample(2, "get", "larder", 1_300, 120),
                new Sample(3, "get", "raw", 200, 120),
                new Sample(3, "get", "larder", 240, 122));

        assertThat(rows.get(1)).isEqualTo("get raw 200 450 1.00 1.00..1.00 120");
        assertThat(rows.get(2)).isEqualTo("get larder 240 595 1.20 1.10..1.30 120");
    }

    @Test
    void medianOfTwoRoundsLiesBetweenThem() {
        List<String> rows = rows(
                new Sample(1, "put", "raw", 100, 0),
                new Sample(2, "put", "raw", 100, 0),
                new Sample(1, "put", "larder", 100, 10),
                new Sample(2, "put", "larder", 200, 20));

        assertThat(rows.get(2)).isEqualTo("put larder 150 50 1.50 1.00..2.00 15");
    }

    @Test
    void operationsKeepTheirOwnYardstick() {
        List<String> rows = rows(
                new Sample(1, "get", "raw", 100, 0),
                new Sample(1, "get", "ehcache", 300, 0),
                new Sample(1, "put", "raw", 200, 0),
                new Sample(1, "put", "ehcache", 300, 0));

        assertThat(rows.get(2)).startsWith("get ehcache 300 0 3.00");
        assertThat(rows.get(4)).startsWith("put ehcache 300 0 1.50");
    }

    @Test
    void contestantWithoutYardstickHasNoRatio() {
        List<String> rows = rows(
                new Sample(1, "get", "larder", 100, 1),
                new Sample(2, "get", "larder", 300, 1),
                new Sample(2, "get", "raw", 200, 1),
                new Sample(1, "put", "larder", 70, 2));

        assertThat(rows.get(1)).isEqualTo("get larder 200 100 1.50 1.50..1.50 1");
        assertThat(rows.get(3)).isEqualTo("put larder 70 0 - - 2");
    }

    @Test
    void numbersLookTheSameInEveryLocale() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);
        try {
            assertThat(rows(new Sample(1, "get", "raw", 1234.4, 0)).get(1))
                    .isEqualTo("get raw 1234 0 1.00 1.00..1.00 0");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void tableWithoutSamplesIsItsHeading() {
        assertThat(rows()).containsExactly("operation contestant ns/op ± ratio (low..high) B/op");
    }

    private static List<String> rows(Sample... samples) {
        return new RatioTable("raw", List.of(samples))
                .render()
                .lines()
                .map(row -> row.replaceAll(" +", " "))
                .toList();
    }
}
