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
 * How long the garbage collector stops a program that has a large cache, off the heap and on it. The arguments are the
 * number of entries and for how many seconds they are read; the heap is the system property {@code heap}.
 */
public final class Pauses {

    private static final String HEAP = System.getProperty("heap", "6g");
    private static final String CONTESTANTS = "raw,larder,caffeine";

    private Pauses() {}

    /** Measures all contestants. */
    public static void run(List<String> arguments, Environment environment) throws IOException {
        String entries = arguments.isEmpty() ? "10000000" : arguments.get(0);
        String seconds = arguments.size() < 2 ? "60" : arguments.get(1);
        List<String> flags = Stream.concat(
                        Stream.of("-Xms" + HEAP, "-Xmx" + HEAP, "-XX:+UseG1GC"), RawMap.FLAGS.stream())
                .toList();
        List<Figure> figures = new ArrayList<>();
        Rounds.run(
                CONTESTANTS,
                (round, contestant) -> ChildJvm.figures(BusyCache.class, flags, contestant, entries, seconds)
                        .forEach((name, value) -> {
                            String[] phaseAndMeasure = name.split(": ", 2);
                            figures.add(new Figure(
                                    round,
                                    phaseAndMeasure[0],
                                    Long.parseLong(entries),
                                    contestant,
                                    phaseAndMeasure[1],
                                    value));
                        }));
        Report.publish(new Results(
                "pauses",
                "Pauses of the garbage collector",
                """
                Pauses of G1 in a JVM with a heap of %s, while one thread puts all entries in, and while it reads them at
                random for %s s and replaces one for every hundred reads.""".formatted(HEAP, seconds),
                "while",
                "entries",
                Rounds.yardstick(),
                false,
                environment,
                figures));
    }
}
