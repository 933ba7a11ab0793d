package org.larder.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The table of what each contestant takes, as such and as a multiple of the yardstick.
 *
 * <p>A ratio is taken within a round, where the contestants ran right after one another, and the median is taken of the
 * rounds' ratios: a machine that is slow for some minutes spoils a round, not the table.
 */
final class RatioTable {

    private static final String ROW = "%-10s %-18s %10s %10s %10s %16s %10s%n";

    private final String yardstick;
    private final List<Sample> samples;

    /**
     * @param yardstick the contestant whose ratio is 1
     * @param samples the samples of all rounds; a contestant may lack some
     */
    RatioTable(String yardstick, List<Sample> samples) {
        this.yardstick = yardstick;
        this.samples = List.copyOf(samples);
    }

    /** Returns the table as text: operations and contestants in the order of their first samples. */
    String render() {
        StringBuilder text = new StringBuilder();
        text.append(ROW.formatted("operation", "contestant", "ns/op", "±", "ratio", "(low..high)", "B/op"));
        for (String operation : operations()) {
            for (String contestant : contestants(operation)) {
                text.append(row(operation, contestant));
            }
        }
        return text.toString();
    }

    private String row(String operation, String contestant) {
        List<Sample> own = of(operation, contestant);
        List<Double> nanos = own.stream().map(Sample::nanos).sorted().toList();
        List<Double> bytes = own.stream().map(Sample::bytes).sorted().toList();
        List<Double> ratios = ratios(operation, own);
        return ROW.formatted(
                operation,
                contestant,
                number("%.0f", median(nanos)),
                number("%.0f", (last(nanos) - nanos.get(0)) / 2),
                ratios.isEmpty() ? "-" : number("%.2f", median(ratios)),
                ratios.isEmpty() ? "-" : number("%.2f", ratios.get(0)) + ".." + number("%.2f", last(ratios)),
                number("%.0f", median(bytes)));
    }

    /** Returns the ratios of the rounds in which the yardstick has a sample too, the lowest first. */
    private List<Double> ratios(String operation, List<Sample> own) {
        Map<Integer, Double> yardstickNanos =
                of(operation, yardstick).stream().collect(Collectors.toMap(Sample::round, Sample::nanos));
        List<Double> ratios = new ArrayList<>();
        for (Sample sample : own) {
            Double base = yardstickNanos.get(sample.round());
            if (base != null) {
                ratios.add(sample.nanos() / base);
            }
        }
        return ratios.stream().sorted().toList();
    }

    private List<String> operations() {
        return samples.stream().map(Sample::operation).distinct().toList();
    }

    private List<String> contestants(String operation) {
        return samples.stream()
                .filter(sample -> sample.operation().equals(operation))
                .map(Sample::contestant)
                .distinct()
                .toList();
    }

    private List<Sample> of(String operation, String contestant) {
        return samples.stream()
                .filter(sample -> sample.operation().equals(operation))
                .filter(sample -> sample.contestant().equals(contestant))
                .toList();
    }

    private static double median(List<Double> sorted) {
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    private static double last(List<Double> sorted) {
        return sorted.get(sorted.size() - 1);
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
