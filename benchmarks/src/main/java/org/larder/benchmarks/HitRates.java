package org.larder.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Hit rates of the real cache on access traces, beside Caffeine, LRU and the optimum.
 *
 * <p>Arguments are trace files ({@code .keys.gz}), each optionally followed by the capacities to try; without any file a
 * Zipf trace and a loop are made up. Without capacities there are five: parts of the number of different keys.
 */
public final class HitRates {

    private static final double[] PARTS = {0.01, 0.02, 0.05, 0.1, 0.25};

    private HitRates() {}

    public static void main(String[] arguments) throws IOException {
        System.out.printf("%-16s %9s", "trace", "capacity");
        for (Policy policy : Policy.values()) {
            System.out.printf(" %9s", policy.name().toLowerCase(Locale.ROOT));
        }
        System.out.println();
        Map<Policy, Double> sums = new EnumMap<>(Policy.class);
        int rows = 0;
        for (Run run : runs(arguments)) {
            for (int capacity : run.capacities()) {
                System.out.printf("%-16s %,9d", run.trace().name(), capacity);
                for (Policy policy : Policy.values()) {
                    int[] keys = run.trace().keys();
                    double percent = 100.0 * policy.hits(keys, capacity) / keys.length;
                    sums.merge(policy, percent, Double::sum);
                    System.out.printf(Locale.ROOT, " %9.2f", percent);
                }
                System.out.println();
                rows++;
            }
        }
        System.out.printf("%-16s %9s", "mean", "");
        for (double sum : sums.values()) {
            System.out.printf(Locale.ROOT, " %9.2f", sum / rows);
        }
        System.out.println();
    }

    /** A trace and the capacities to try. */
    private record Run(Trace trace, List<Integer> capacities) {
        static Run of(Trace trace) {
            int distinct = trace.distinct();
            List<Integer> capacities = new ArrayList<>();
            for (double part : PARTS) {
                capacities.add(Math.max(1, (int) (distinct * part)));
            }
            return new Run(trace, capacities);
        }
    }

    private static List<Run> runs(String[] arguments) throws IOException {
        List<Run> runs = new ArrayList<>();
        for (int i = 0; i < arguments.length; ) {
            Trace trace = Trace.read(Path.of(arguments[i++]));
            List<Integer> capacities = new ArrayList<>();
            while (i < arguments.length && arguments[i].matches("\\d{1,9}")) {
                capacities.add(Integer.parseInt(arguments[i++]));
            }
            runs.add(capacities.isEmpty() ? Run.of(trace) : new Run(trace, capacities));
        }
        if (runs.isEmpty()) {
            runs.add(Run.of(Trace.zipf(100_000, 1_000_000)));
            runs.add(Run.of(Trace.loop(10_000, 200_000)));
        }
        return runs;
    }
}
