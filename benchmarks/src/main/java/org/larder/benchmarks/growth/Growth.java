package org.larder.benchmarks.growth;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.larder.benchmarks.peer.RawMap;
import org.larder.benchmarks.process.ChildJvm;
import org.larder.benchmarks.process.Rounds;
import org.larder.benchmarks.report.Environment;
import org.larder.benchmarks.report.Figure;
import org.larder.benchmarks.report.Report;
import org.larder.benchmarks.report.Results;

/**
 * What changes as entries become many: the time of a {@code get}, and memory. Each size of each contestant has a JVM of
 * its own. Arguments are the sizes; data and heap are the system properties {@code kind} and {@code heap}.
 */
public final class Growth {

    private static final List<String> SIZES = List.of("100000", "1000000", "10000000", "30000000");
    private static final String HEAP = System.getProperty("heap", "2g");
    private static final String KIND = System.getProperty("kind", "bytes");
    private static final String CONTESTANTS = "raw,larder,ehcache,ohc";

    private Growth() {}

    /** Measures all sizes. */
    public static void run(List<String> arguments, Environment environment) throws IOException {
        List<Figure> figures = new ArrayList<>();
        List<String> flags = Stream.concat(
                        Stream.of(
                                "-Xms" + HEAP,
                                "-Xmx" + HEAP,
                                // Then the heap is in memory from the start, and what comes later is not heap.
                                "-XX:+AlwaysPreTouch",
                                "-XX:MaxDirectMemorySize=64g"),
                        RawMap.FLAGS.stream())
                .toList();
        for (String size : arguments.isEmpty() ? SIZES : arguments) {
            System.out.printf("%s entries%n", size);
            Rounds.run(
                    CONTESTANTS,
                    (round, contestant) -> ChildJvm.figures(LargeCache.class, flags, contestant, KIND, size)
                            .forEach((measure, value) -> figures.add(
                                    new Figure(round, KIND, Long.parseLong(size), contestant, measure, value))));
        }
        Report.publish(new Results(
                "growth-" + KIND,
                "Growth: " + KIND,
                """
                Time of a get of one thread by Zipf's law, of keys that lie on the heap in the order in which they are
                asked for; and what the cache has taken: heap after collections, memory of the process (RSS) beyond what
                it had before, and this divided by the entries. With few entries the last is the JVM's own (compiled
                code) rather than the cache's. Ehcache takes all of the memory that it may use at once, which is a
                setting of the benchmark. The heap was %s.""".formatted(HEAP),
                "data",
                "entries",
                Rounds.yardstick(),
                true,
                environment,
                figures));
    }
}
