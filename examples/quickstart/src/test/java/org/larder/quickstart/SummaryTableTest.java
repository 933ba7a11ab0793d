package org.larder.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SummaryTableTest {

    @Test
    void columnsAreAligned() {
        String table = new SummaryTable()
                .row("a", "1,234", "jars")
                .row("label", "5", "x")
                .render();

        assertThat(table).isEqualTo("""
                a      1,234  jars
                label      5  x
                """);
    }

    @Test
    void figuresAreThoseOfTheRun() {
        String table = SummaryTable.of(
                        1_234,
                        new Lookups(1_234, 2_470),
                        new Pass(3_456_000_000L),
                        new Pass(12_000_000),
                        new CacheMemory(52_429, 3L * 1024 * 1024))
                .render();

        assertThat(table)
                .containsPattern("Entries +1,234 ")
                .containsPattern("First pass +3,456.0 ms ")
                .containsPattern("Second pass +12.0 ms ")
                .containsPattern("Speed-up +288 x ")
                .containsPattern("Hit rate +50.0 % +1,234 of 2,470 lookups")
                .containsPattern("Heap used +0.1 MiB ")
                .containsPattern("Off-heap used +3.0 MiB ");
    }

    @Test
    void whatCannotBeToldIsMarked() {
        String table = SummaryTable.of(0, new Lookups(0, 0), new Pass(5), new Pass(0), new CacheMemory(0, null))
                .render();

        assertThat(table)
                .containsPattern("Hit rate +n/a ")
                .containsPattern("Speed-up +n/a ")
                .containsPattern("Off-heap used +n/a ");
    }
}
