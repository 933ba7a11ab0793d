package org.larder.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void ratioIsTheMedianOfTheRatiosWithinTheRounds() {
        // The machine was ten times slower in round 2, for both: the ratio of that round is as good as any.
        List<String> rows = rows(
                "raw",
                figure(1, "get", "raw", 100),
                figure(1, "get", "larder", 110),
                figure(2, "get", "raw", 1_000),
                figure(2, "get", "larder", 1_300),
                figure(3, "get", "raw", 200),
                figure(3, "get", "larder", 240));

        assertThat(rows).contains("| get | raw | 200 | 1.00 |  |", "| get | **larder** | 240 | 1.20 | 1.10 to 1.30 |");
    }

    @Test
    void medianOfTwoRoundsLiesBetweenThem() {
        List<String> rows = rows(
                "raw",
                figure(1, "put", "raw", 100),
                figure(2, "put", "raw", 100),
                figure(1, "put", "ohc", 100),
                figure(2, "put", "ohc", 200));

        assertThat(rows.get(3)).isEqualTo("| put | ohc | 150 | 1.50 | 1.00 to 2.00 |");
    }

    @Test
    void operationsKeepTheirOwnYardstick() {
        List<String> rows = rows(
                "raw",
                figure(1, "get", "raw", 100),
                figure(1, "get", "ehcache", 300),
                figure(1, "put", "raw", 200),
                figure(1, "put", "ehcache", 300));

        assertThat(rows.get(3)).startsWith("| get | ehcache | 300 | 3.00 |");
        assertThat(rows.get(5)).startsWith("| put | ehcache | 300 | 1.50 |");
    }

    @Test
    void contestantWithoutYardstickHasNoRatio() {
        List<String> rows = rows(
                "raw",
                figure(1, "get", "ohc", 100),
                figure(2, "get", "ohc", 300),
                figure(2, "get", "raw", 200),
                figure(1, "put", "ohc", 70));

        assertThat(rows.get(2)).isEqualTo("| get | ohc | 200 | 1.50 |  |");
        assertThat(rows.get(4)).isEqualTo("| put | ohc (1 of 2 rounds) | 70.0 |  |  |");
    }

    @Test
    void contestantThatIsMissingInSomeRoundsHasItSaid() {
        List<String> rows = rows(
                "raw",
                figure(1, "get", "raw", 100),
                figure(1, "get", "larder", 110),
                figure(1, "get", "ohc", 120),
                figure(2, "get", "raw", 100),
                figure(2, "get", "ohc", 120),
                figure(3, "get", "raw", 100),
                figure(1, "put", "raw", 100),
                figure(2, "put", "raw", 100),
                figure(3, "put", "raw", 100));

        assertThat(rows)
                .contains(
                        "| get | raw | 100 | 1.00 |  |",
                        "| get | **larder** (1 of 3 rounds) | 110 | 1.10 |  |",
                        "| get | ohc (2 of 3 rounds) | 120 | 1.20 |  |",
                        "| put | raw | 100 | 1.00 |  |");
    }

    @Test
    void withoutYardstickMissingRoundsStandBehindTheValue() {
        List<String> rows = rows(
                null, figure(1, "zipf", "larder", 50), figure(2, "zipf", "larder", 50), figure(2, "zipf", "lru", 40));

        assertThat(rows).contains("| zipf | 50.00 | 40.00 (1 of 2 rounds) |");
    }

    @Test
    void otherMeasuresHaveTheirRatioBehindThemUnlessTheYardstickIsZero() {
        List<String> rows = rows(
                "raw",
                figure(1, "get", "raw", 100),
                new Figure(1, "get", 0, "raw", "B/op", 120),
                new Figure(1, "get", 0, "raw", "waits", 0),
                figure(1, "get", "ohc", 100),
                new Figure(1, "get", 0, "ohc", "B/op", 240),
                new Figure(1, "get", 0, "ohc", "waits", 3));

        assertThat(rows.get(0)).endsWith("| ns/op | ratio to raw | lowest to highest | B/op | waits |");
        assertThat(rows.get(3)).isEqualTo("| get | ohc | 100 | 1.00 |  | 240 (2.00) | 3.00 |");
    }

    @Test
    void withoutYardstickEachContestantHasAColumnAndAMean() {
        List<String> rows = rows(
                null,
                figure(1, "zipf", "larder", 50),
                figure(1, "zipf", "lru", 40.126),
                figure(1, "loop", "larder", 30),
                figure(1, "loop", "lru", 0));

        assertThat(rows)
                .containsExactly(
                        "| operation | larder | lru |",
                        "| --- | --: | --: |",
                        "| zipf | 50.00 | 40.13 |",
                        "| loop | 30.00 | 0.00 |",
                        "| mean | 40.00 | 20.06 |");
    }

    @Test
    void smallRatiosHaveThreeDecimals() {
        List<String> rows = rows("raw", figure(1, "get", "raw", 1_000), figure(1, "get", "hashmap", 12.3));

        assertThat(rows.get(3)).isEqualTo("| get | hashmap | 12.3 | 0.012 |  |");
    }

    @Test
    void sizesHaveAColumn() {
        Results results = results(
                "raw",
                "entries",
                new Figure(1, "get", 1_000_000, "raw", "ns", 1),
                new Figure(1, "get", 0, "ohc", "ns", 2));

        assertThat(new Table(results).render().lines().map(String::strip))
                .contains(
                        "| operation | entries | contestant | ns | ratio to raw | lowest to highest |",
                        "| --- | --: | --- | --: | --: | --: |",
                        "| get | 1,000,000 | raw | 1.00 | 1.00 |  |",
                        "| get |  | ohc | 2.00 |  |  |");
    }

    @Test
    void numbersLookTheSameInEveryLocale() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);
        try {
            assertThat(rows("raw", figure(1, "get", "raw", 1234.4)).get(2))
                    .isEqualTo("| get | raw | 1,234 | 1.00 |  |");
            assertThat(rows("raw", figure(1, "get", "raw", 12.34)).get(2)).isEqualTo("| get | raw | 12.3 | 1.00 |  |");
        } finally {
            Locale.setDefault(before);
        }
    }

    static Figure figure(int round, String operation, String contestant, double nanos) {
        return new Figure(round, operation, 0, contestant, "ns/op", nanos);
    }

    static Results results(@Nullable String yardstick, @Nullable String sizeName, Figure... figures) {
        Environment environment = new Environment(
                "Some processor", 2, 8_192, "Linux 6", "17", "2026-11-21", "abc1234", "java -jar benchmarks.jar get");
        return new Results(
                "get",
                "Some & any",
                "How to read it.",
                "operation",
                sizeName,
                yardstick,
                false,
                environment,
                List.of(figures));
    }

    private static List<String> rows(@Nullable String yardstick, Figure... figures) {
        return new Table(results(yardstick, null, figures)).render().lines().toList();
    }
}
