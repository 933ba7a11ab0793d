package org.larder.benchmarks.startup;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.larder.benchmarks.peer.RawMap;
import org.larder.benchmarks.process.ChildJvm;
import org.larder.benchmarks.process.Rounds;
import org.larder.benchmarks.report.Environment;
import org.larder.benchmarks.report.Figure;
import org.larder.benchmarks.report.Report;
import org.larder.benchmarks.report.Results;

/** How long a new JVM takes until it has got the first value out of a new cache. */
public final class FirstGet {

    private static final String CONTESTANTS = "raw,larder,ehcache,infinispan,ohc,caffeine,cache2k,hashmap";

    private FirstGet() {}

    /** Measures all contestants; there are no arguments. */
    public static void run(List<String> arguments, Environment environment) throws IOException {
        List<Figure> figures = new ArrayList<>();
        Rounds.run(CONTESTANTS, (round, contestant) -> {
            long begin = System.nanoTime();
            // Each as its users start it: only the raw map needs flags, and flags take time.
            List<String> flags = contestant.equals("raw") ? RawMap.FLAGS : List.of();
            try (ChildJvm child = ChildJvm.start(NewCache.class, flags, contestant)) {
                child.await(NewCache.GOT);
                figures.add(new Figure(round, "first get", 0, contestant, "ms", (System.nanoTime() - begin) / 1e6));
            }
        });
        Report.publish(new Results(
                "first-get", "First get", """
                From the start of a JVM until a value that was put into a new cache has been got, in milliseconds. The
                row hashmap is the JVM with the benchmark's own data and no cache.""", "what", null, Rounds.yardstick(), false, environment, figures));
    }
}
