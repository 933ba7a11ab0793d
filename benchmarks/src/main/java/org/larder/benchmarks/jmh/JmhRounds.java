package org.larder.benchmarks.jmh;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.ObjIntConsumer;
import java.util.stream.Stream;
import org.larder.benchmarks.process.Rounds;
import org.larder.benchmarks.report.Figure;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs a benchmark of JMH several times, all contestants in turn in each round. JMH's own log and results of each round
 * stay in {@code target/jmh}.
 */
public final class JmhRounds {

    private final Class<?> benchmark;
    private final List<String> methods;
    private final CommandLineOptions overrides;

    /**
     * @param benchmark the class whose methods are run
     * @param arguments JMH's, which override what is noted at the class, such as {@code -p contestant=raw,larder get put}
     * @throws CommandLineOptionException if JMH does not know them
     */
    public JmhRounds(Class<?> benchmark, List<String> arguments) throws CommandLineOptionException {
        this.benchmark = benchmark;
        this.methods = List.copyOf(parsed(arguments).getIncludes());
        List<String> others = new ArrayList<>(arguments);
        // JMH would add them to ours, and look for them in all benchmarks.
        methods.forEach(method -> others.remove(others.lastIndexOf(method)));
        this.overrides = parsed(others);
    }

    /** What the result of a benchmark method says. */
    public interface Reading {
        /** Returns the figures of a result. */
        Stream<Figure> figures(int round, RunResult result);
    }

    /** Returns the arguments. */
    public CommandLineOptions overrides() {
        return overrides;
    }

    /** Runs all rounds, with nothing but the arguments and what is noted at the benchmark. */
    public List<Figure> run(Reading reading) throws IOException, RunnerException, URISyntaxException {
        return run(benchmark.getSimpleName(), List.of((options, round) -> {}), reading);
    }

    /**
     * Runs all rounds.
     *
     * @param name what logs and results of JMH are called, with round and variant behind it
     * @param variants what to set for each of the runs that a round consists of, given the number of the round
     */
    public List<Figure> run(String name, List<ObjIntConsumer<ChainedOptionsBuilder>> variants, Reading reading)
            throws IOException, RunnerException, URISyntaxException {
        Path directory = Files.createDirectories(buildDirectory().resolve("jmh"));
        List<Figure> figures = new ArrayList<>();
        for (int round = 1; round <= Rounds.count(); round++) {
            for (int variant = 1; variant <= variants.size(); variant++) {
                String run = "%s-%d-%d".formatted(name, round, variant);
                Path log = directory.resolve(run + ".log");
                System.out.printf("round %d of %d, log in %s%n", round, Rounds.count(), log);
                ChainedOptionsBuilder options = new OptionsBuilder()
                        .parent(overrides)
                        .addProfiler(GCProfiler.class)
                        .output(log.toString())
                        .resultFormat(ResultFormatType.JSON)
                        .result(directory.resolve(run + ".json").toString());
                included().forEach(options::include);
                variants.get(variant - 1).accept(options, round);
                Collection<RunResult> results = new Runner(options.build()).run();
                for (RunResult result : results) {
                    reading.figures(round, result).forEach(figures::add);
                }
            }
        }
        return figures;
    }

    private static CommandLineOptions parsed(List<String> arguments) throws CommandLineOptionException {
        return new CommandLineOptions(arguments.toArray(String[]::new));
    }

    /** Returns expressions for the methods that the arguments name, for all methods if they name none. */
    private List<String> included() {
        String all = "\\." + benchmark.getSimpleName() + "\\.";
        return methods.isEmpty()
                ? List.of(all)
                : methods.stream().map(method -> all + "(" + method + ")$").toList();
    }

    /**
     * Returns the average time of an operation and what beside it was measured: the bytes that it allocates and, with
     * {@code -prof perfnorm}, its instructions.
     */
    public static Stream<Figure> averages(int round, String subject, long size, String contestant, RunResult result) {
        return Stream.concat(
                Stream.of(new Figure(
                        round,
                        subject,
                        size,
                        contestant,
                        "ns/op",
                        result.getPrimaryResult().getScore(),
                        iterations(result))),
                Stream.concat(
                        secondary(round, subject, size, contestant, "B/op", "gc.alloc.rate.norm", result),
                        secondary(round, subject, size, contestant, "instructions/op", "instructions", result)));
    }

    private static List<Double> iterations(RunResult result) {
        return result.getBenchmarkResults().stream()
                .flatMap(fork -> fork.getIterationResults().stream())
                .map(iteration -> iteration.getPrimaryResult().getScore())
                .toList();
    }

    private static Stream<Figure> secondary(
            int round, String subject, long size, String contestant, String measure, String label, RunResult result) {
        for (String other : result.getSecondaryResults().keySet()) {
            Result<?> secondary = result.getSecondaryResults().get(other);
            // A profiler's labels may begin with a mark of JMH's.
            if (other.endsWith(label) && !Double.isNaN(secondary.getScore())) {
                return Stream.of(new Figure(round, subject, size, contestant, measure, secondary.getScore()));
            }
        }
        return Stream.empty();
    }

    /** Returns the directory that the jar or the classes lie in. */
    private static Path buildDirectory() throws URISyntaxException {
        Path code = Path.of(JmhRounds.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        return code.resolveSibling("");
    }
}
