package org.larder.benchmarks.hitrate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.larder.benchmarks.report.Environment;
import org.larder.benchmarks.report.Figure;
import org.larder.benchmarks.report.Report;
import org.larder.benchmarks.report.Results;

/**
 * Hit rates of the real cache on access traces, beside Caffeine, LRU and the optimum.
 *
 * <p>Arguments are trace files, each optionally followed by the capacities to try; without any file a
 * Zipf trace and a loop are made up. Without capacities there are five: parts of the number of different keys.
 */
public final class HitRates {

    private static final double[] PARTS = {0.01, 0.02, 0.05, 0.1, 0.25};

    private HitRates() {}

    /** Measures all traces that the arguments name. */
    public static void run(List<String> arguments, Environment environment) throws IOException {
        List<Figure> figures = new ArrayList<>();
        for (Run run : runs(arguments)) {
            int[] keys = run.trace().keys();
            for (int capacity : run.capacities()) {
                System.out.printf("%s, capacity %,d%n", run.trace().name(), capacity);
                for (Policy policy : Policy.values()) {
                    figures.add(new Figure(
                            1,
                            run.trace().name(),
                            capacity,
                            policy.name().toLowerCase(Locale.ROOT),
                            "% found",
                            100.0 * policy.hits(keys, capacity) / keys.length));
                }
            }
        }
        Report.publish(
                new Results("hit-rates", "Hit rates", """
                Percent of the accesses of a trace that found their key in a cache of this capacity, which begins empty
                and is given what it has not. Larder is the real cache through its standard API; the optimum knows the
                future.""", "trace", "capacity", null, true, environment, figures));
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

    private static List<Run> runs(List<String> arguments) throws IOException {
        List<Run> runs = new ArrayList<>();
        for (int i = 0; i < arguments.size(); ) {
            Trace trace = Trace.read(Path.of(arguments.get(i++)));
            List<Integer> capacities = new ArrayList<>();
            while (i < arguments.size() && arguments.get(i).matches("\\d{1,9}")) {
                capacities.add(Integer.parseInt(arguments.get(i++)));
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
