package org.larder.quickstart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The closing table: a label, a right-aligned figure and a remark on each line. */
final class SummaryTable {
    private record Row(String label, String figure, String remark) {}

    private final List<Row> rows = new ArrayList<>();

    /** The table of a finished run over {@code entries} cached jars. */
    static SummaryTable of(long entries, Lookups lookups, Pass first, Pass second, CacheMemory memory) {
        return new SummaryTable()
                .row("Entries", count(entries), "jars in the cache")
                .row("First pass", millis(first.elapsedNanos()), "every fingerprint computed")
                .row("Second pass", millis(second.elapsedNanos()), "served from the cache")
                .row("Speed-up", ratio(first.elapsedNanos(), second.elapsedNanos()), "second pass over first")
                .row(
                        "Hit rate",
                        percent(lookups.hits(), lookups.gets()),
                        count(lookups.hits()) + " of " + count(lookups.gets()) + " lookups, both passes")
                .row("Heap used", mebibytes(memory.heapBytes()), "by the cache, given back when it was destroyed")
                .row("Off-heap used", mebibytes(memory.offHeapBytes()), "likewise, as resident memory of the process");
    }

    SummaryTable row(String label, String figure, String remark) {
        rows.add(new Row(label, figure, remark));
        return this;
    }

    /** The lines of the table, each ended by a line feed. */
    String render() {
        int labelWidth =
                rows.stream().mapToInt(row -> row.label().length()).max().orElse(0);
        int figureWidth =
                rows.stream().mapToInt(row -> row.figure().length()).max().orElse(0);
        StringBuilder text = new StringBuilder();
        for (Row row : rows) {
            text.append(row.label())
                    .append(" ".repeat(labelWidth - row.label().length() + 2))
                    .append(" ".repeat(figureWidth - row.figure().length()))
                    .append(row.figure())
                    .append("  ")
                    .append(row.remark())
                    .append('\n');
        }
        return text.toString();
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%,.1f ms", nanos / 1e6);
    }

    private static String ratio(long slowNanos, long fastNanos) {
        return fastNanos == 0 ? "n/a" : String.format(Locale.ROOT, "%,.0f x", (double) slowNanos / fastNanos);
    }

    private static String percent(long part, long whole) {
        return whole == 0 ? "n/a" : String.format(Locale.ROOT, "%.1f %%", 100.0 * part / whole);
    }

    private static String mebibytes(@Nullable Long bytes) {
        return bytes == null ? "n/a" : String.format(Locale.ROOT, "%,.1f MiB", bytes / (1024.0 * 1024));
    }
}
