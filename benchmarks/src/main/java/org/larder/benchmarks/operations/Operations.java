package org.larder.benchmarks.operations;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.ObjIntConsumer;
import java.util.stream.Stream;
import org.larder.benchmarks.jmh.JmhRounds;
import org.larder.benchmarks.peer.RawMap;
import org.larder.benchmarks.process.Rounds;
import org.larder.benchmarks.report.Environment;
import org.larder.benchmarks.report.Figure;
import org.larder.benchmarks.report.Report;
import org.larder.benchmarks.report.Results;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.util.Statistics;

/**
 * The tables of single operations: average times, and percentiles. One thread and two, unless JMH's {@code -t} says
 * otherwise; a table for each kind of data. The contestant whose ratio is 1 is the system property {@code yardstick}.
 */
public final class Operations {

    private static final String YARDSTICK = Rounds.yardstick();
    private static final List<String> ORDER =
            List.of("get", "getHot", "put", "mix", "getOrPut", "getAll", "invoke", "putIfAbsent");
    private static final List<Integer> THREADS = List.of(1, 2);
    private static final List<String> MEMORY = List.of("-Xms3g", "-Xmx3g", "-XX:MaxDirectMemorySize=8g");
    private static final double[] PARTS = {50, 90, 99, 99.9};

    private static final String AVERAGES = """
            Time of an operation of a thread, its ratio to %s in the same round (median of the rounds), bytes allocated by
            an operation, operations of all threads in a second. A contestant without a row has no such operation,
            or failed.\
            """.formatted(YARDSTICK);

    /** In percent of the entries. */
    private static final String ALL = "100";

    private static final String PERCENTILES = """
            Percentiles of the time of single operations, in nanoseconds, and their ratio to %s in the same round (median
            of the rounds): beside the first, behind the others in brackets. Reading the clock is part of it.\
            """.formatted(YARDSTICK);

    private Operations() {}

    /** Measures averages; arguments are JMH's. */
    public static void averages(List<String> arguments, Environment environment) throws Exception {
        run("operations", AVERAGES, Mode.AverageTime, Operations::averages, arguments, environment);
    }

    /** Measures percentiles; arguments are JMH's. */
    public static void latency(List<String> arguments, Environment environment) throws Exception {
        run("latency", PERCENTILES, Mode.SampleTime, Operations::percentiles, arguments, environment);
    }

    private static void run(
            String name,
            String text,
            Mode mode,
            JmhRounds.Reading reading,
            List<String> arguments,
            Environment environment)
            throws Exception {
        JmhRounds rounds = new JmhRounds(OperationsBenchmark.class, arguments);
        List<String> contestants = asked(rounds, "contestant");
        Rounds.requireYardstick(contestants);
        only(rounds, "entries");
        String fits = only(rounds, "fits");
        boolean allFit = fits.equals(ALL);
        for (String kind : asked(rounds, "kind")) {
            List<ObjIntConsumer<ChainedOptionsBuilder>> variants = new ArrayList<>();
            for (int threads : rounds.overrides().getThreads().hasValue()
                    ? List.of(rounds.overrides().getThreads().get())
                    : THREADS) {
                variants.add((options, round) -> options.mode(mode)
                        .threads(threads)
                        .param("kind", kind)
                        .param("contestant", Rounds.inTurn(contestants, round).toArray(String[]::new))
                        .jvmArgsAppend(Stream.concat(MEMORY.stream(), RawMap.FLAGS.stream())
                                .toArray(String[]::new)));
            }
            String file = name + "-" + kind + (allFit ? "" : "-" + fits + "-percent");
            List<Figure> figures = rounds.run(file, variants, reading).stream()
                    .sorted(Comparator.comparingInt((Figure figure) -> ORDER.indexOf(figure.subject()))
                            .thenComparingLong(Figure::size))
                    .toList();
            Report.publish(new Results(
                    file,
                    "%s: %s%s"
                            .formatted(
                                    name.equals("latency") ? "Latency" : "Operations",
                                    kind,
                                    allFit ? "" : ", full caches"),
                    allFit ? text : text + full(fits),
                    "operation",
                    "threads",
                    YARDSTICK,
                    false,
                    environment,
                    figures));
        }
    }

    private static String full(String percent) {
        return """
                 The caches have room for %s %% of the entries and a quarter more; those that are bounded by bytes may hold more
                or fewer. What is not found is put at once: a source, which would have to be asked, is not in it. Hits are what
                getOrPut found; the accesses of a thread begin again after two million.\
                """.formatted(percent);
    }

    /** Returns the only value of a parameter that tells no row of a table from another. */
    private static String only(JmhRounds rounds, String parameter) throws NoSuchFieldException {
        List<String> values = asked(rounds, parameter);
        if (values.size() > 1) {
            throw new IllegalArgumentException(
                    "a table has one value of '%s', but these were asked for: %s; measure one after the other"
                            .formatted(parameter, String.join(", ", values)));
        }
        return values.get(0);
    }

    /** Returns the values of a parameter: those that the arguments name, otherwise those of the benchmark. */
    private static List<String> asked(JmhRounds rounds, String parameter) throws NoSuchFieldException {
        Collection<String> named = rounds.overrides().getParameter(parameter).orElse(List.of());
        return named.isEmpty()
                ? List.of(LoadedCache.class
                        .getField(parameter)
                        .getAnnotation(Param.class)
                        .value())
                : List.copyOf(named);
    }

    private static Stream<Figure> averages(int round, RunResult result) {
        int threads = result.getParams().getThreads();
        String operation = result.getPrimaryResult().getLabel();
        String contestant = result.getParams().getParam("contestant");
        double nanos = result.getPrimaryResult().getScore();
        List<Figure> figures = new ArrayList<>();
        JmhRounds.averages(round, operation, threads, contestant, result).forEach(figures::add);
        figures.add(new Figure(round, operation, threads, contestant, "million/s", threads * 1e3 / nanos));
        Result<?> hits = result.getSecondaryResults().get("hits");
        Result<?> lookups = result.getSecondaryResults().get("lookups");
        if (hits != null && lookups != null) {
            double percent = 100 * hits.getScore() / lookups.getScore();
            figures.add(new Figure(round, operation, threads, contestant, "hits, %", percent));
        }
        return figures.stream();
    }

    private static Stream<Figure> percentiles(int round, RunResult result) {
        Statistics statistics = result.getPrimaryResult().getStatistics();
        List<Figure> figures = new ArrayList<>();
        for (double percentile : PARTS) {
            figures.add(new Figure(
                    round,
                    result.getPrimaryResult().getLabel(),
                    result.getParams().getThreads(),
                    result.getParams().getParam("contestant"),
                    "p" + (percentile == Math.rint(percentile) ? "%.0f" : "%s").formatted(percentile) + ", ns",
                    statistics.getPercentile(percentile)));
        }
        return figures.stream();
    }
}
