package org.larder.benchmarks.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A table in Markdown. With a yardstick there is a row for each contestant of each case, and ratios; without, a row for
 * each case and a column for each contestant, with their means below. Who was not measured in all rounds has it said.
 */
final class Table {

    private final Results results;
    private final Summary summary;
    private final String measure;

    /** @param results with at least one figure */
    Table(Results results) {
        this.results = results;
        this.summary = new Summary(results);
        this.measure = summary.measures().get(0);
    }

    /** Returns the page: title, how to read the table, the table and where it was made. */
    String page() {
        return "# %s%n%n%s%n%n%s%n%s%n"
                .formatted(
                        results.title(),
                        results.text(),
                        render(),
                        results.environment().sentence())
                .replace(System.lineSeparator(), "\n");
    }

    /** Returns the rows alone. */
    String render() {
        StringBuilder text = new StringBuilder();
        List<List<String>> rows = results.yardstick() == null ? grid() : ratios();
        rows.add(1, alignments(rows.get(0).size()));
        for (List<String> row : rows) {
            text.append("| ").append(String.join(" | ", row)).append(" |\n");
        }
        return text.toString();
    }

    private List<String> alignments(int columns) {
        int texts = results.yardstick() == null ? 1 : 2;
        List<String> alignments = new ArrayList<>(Collections.nCopies(columns, "--:"));
        alignments.set(0, "---");
        if (texts == 2) {
            alignments.set(results.sizeName() == null ? 1 : 2, "---");
        }
        return alignments;
    }

    private List<List<String>> ratios() {
        List<List<String>> rows = new ArrayList<>();
        List<String> head = caseHead();
        head.addAll(List.of("contestant", measure, "ratio to " + results.yardstick(), "lowest to highest"));
        head.addAll(otherMeasures());
        rows.add(head);
        for (Summary.Case of : summary.cases()) {
            for (String contestant : summary.contestants(of)) {
                rows.add(ratioRow(of, contestant));
            }
        }
        return rows;
    }

    private List<String> ratioRow(Summary.Case of, String contestant) {
        List<String> row = caseCells(of);
        row.add((contestant.equals("larder") ? "**larder**" : contestant)
                + summary.missingRounds(of, contestant, measure));
        Spread ratio = summary.ratio(of, contestant, measure);
        row.add(median(summary.value(of, contestant, measure)));
        row.add(ratio == null ? "" : ratio(ratio.median()));
        row.add(ratio == null || ratio.low() == ratio.high() ? "" : ratio(ratio.low()) + " to " + ratio(ratio.high()));
        for (String other : otherMeasures()) {
            Spread otherRatio = summary.ratio(of, contestant, other);
            row.add(median(summary.value(of, contestant, other))
                    + (otherRatio == null ? "" : " (" + ratio(otherRatio.median()) + ")"));
        }
        return row;
    }

    private List<List<String>> grid() {
        List<List<String>> rows = new ArrayList<>();
        List<String> head = caseHead();
        head.addAll(summary.contestants());
        rows.add(head);
        for (Summary.Case of : summary.cases()) {
            List<String> row = caseCells(of);
            for (String contestant : summary.contestants()) {
                Spread value = summary.value(of, contestant, measure);
                row.add(
                        value == null
                                ? ""
                                : twoDecimals(value.median()) + summary.missingRounds(of, contestant, measure));
            }
            rows.add(row);
        }
        List<String> means = new ArrayList<>(List.of("mean"));
        if (results.sizeName() != null) {
            means.add("");
        }
        for (String contestant : summary.contestants()) {
            means.add(twoDecimals(summary.cases().stream()
                    .map(of -> summary.value(of, contestant, measure))
                    .mapToDouble(value -> value == null ? Double.NaN : value.median())
                    .average()
                    .orElse(Double.NaN)));
        }
        rows.add(means);
        return rows;
    }

    private List<String> otherMeasures() {
        return summary.measures().subList(1, summary.measures().size());
    }

    private List<String> caseHead() {
        List<String> head = new ArrayList<>(List.of(results.subjectName()));
        if (results.sizeName() != null) {
            head.add(results.sizeName());
        }
        return head;
    }

    private List<String> caseCells(Summary.Case of) {
        List<String> cells = new ArrayList<>(List.of(of.subject()));
        if (results.sizeName() != null) {
            cells.add(of.size() == 0 ? "" : size(of.size()));
        }
        return cells;
    }

    /** Returns a size as people write it. */
    static String size(long size) {
        return String.format(Locale.ROOT, "%,d", size);
    }

    private static String median(@Nullable Spread spread) {
        return spread == null ? "" : number(spread.median());
    }

    /** Three digits or more, so that numbers of any unit say about as much. */
    static String number(double value) {
        String format = Math.abs(value) >= 100 ? "%,.0f" : Math.abs(value) >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, format, value);
    }

    /** Two decimals or, where these would be next to nothing, three. */
    static String ratio(double value) {
        return value >= 0.1 || value == 0 ? twoDecimals(value) : String.format(Locale.ROOT, "%.3f", value);
    }

    private static String twoDecimals(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
