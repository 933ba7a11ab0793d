package org.larder.benchmarks;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * The one command: runs all contestants in turn, several rounds of a fork each, and prints the {@link RatioTable} to the
 * raw map, or to the contestant that the system property {@code yardstick} names. JMH's own log and results of each round
 * stay in {@code target/jmh}.
 *
 * <p>Arguments are JMH's and override what is set here, such as {@code -p contestant=raw,larder}; the number of rounds is
 * the system property {@code rounds}.
 */
public final class Ratios {

    private static final String YARDSTICK = System.getProperty("yardstick", "raw");
    private static final String BYTES_PER_OPERATION = "gc.alloc.rate.norm";
    private static final int DEFAULT_ROUNDS = 5;

    private Ratios() {}

    public static void main(String[] arguments)
            throws CommandLineOptionException, IOException, RunnerException, URISyntaxException {
        CommandLineOptions overrides = new CommandLineOptions(arguments);
        int rounds = Integer.getInteger("rounds", DEFAULT_ROUNDS);
        Path directory = Files.createDirectories(buildDirectory().resolve("jmh"));
        List<Sample> samples = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            Path log = directory.resolve("round-" + round + ".log");
            System.out.printf("round %d of %d, log in %s%n", round, rounds, log);
            Options options = new OptionsBuilder()
                    .parent(overrides)
                    .include(MapBenchmark.class.getSimpleName())
                    .addProfiler(GCProfiler.class)
                    .output(log.toString())
                    .resultFormat(ResultFormatType.JSON)
                    .result(directory.resolve("round-" + round + ".json").toString())
                    .build();
            samples.addAll(samples(round, new Runner(options).run()));
        }
        System.out.println();
        System.out.print(new RatioTable(YARDSTICK, samples).render());
        System.out.print("""

                ns/op: median of the rounds, ± half of what lies between the fastest and the slowest
                ratio: to %s within a round, median of the rounds; a contestant without a row failed, see the log
                """.formatted(YARDSTICK));
    }

    private static List<Sample> samples(int round, Collection<RunResult> results) {
        List<Sample> samples = new ArrayList<>();
        for (RunResult result : results) {
            Result<?> bytes = result.getSecondaryResults().get(BYTES_PER_OPERATION);
            samples.add(new Sample(
                    round,
                    result.getPrimaryResult().getLabel(),
                    result.getParams().getParam("contestant"),
                    // A median, because a spinning lock makes single iterations many times slower on a busy machine.
                    result.getPrimaryResult().getStatistics().getPercentile(50),
                    bytes == null ? Double.NaN : bytes.getScore()));
        }
        return samples;
    }

    /** Returns the directory that the jar or the classes lie in. */
    private static Path buildDirectory() throws URISyntaxException {
        Path code = Path.of(
                Ratios.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        return code.resolveSibling("");
    }
}
