package org.larder.benchmarks.cdi;

import java.util.List;
import org.larder.benchmarks.jmh.JmhRounds;
import org.larder.benchmarks.report.Environment;
import org.larder.benchmarks.report.Report;
import org.larder.benchmarks.report.Results;

/** The table of what a hit costs through annotations. */
public final class CdiCost {

    private CdiCost() {}

    /** Measures it; arguments are JMH's. */
    public static void run(List<String> arguments, Environment environment) throws Exception {
        Report.publish(new Results(
                "cdi",
                "A hit of @CacheResult",
                """
                Time of a hit of `@CacheResult` in Weld, of its parts (the same get by hand, and an interceptor that does
                nothing) and of the same annotation in Spring on the same provider.""",
                "what",
                null,
                "getByHand",
                false,
                environment,
                new JmhRounds(CdiBenchmark.class, arguments)
                        .run((round, result) -> JmhRounds.averages(
                                round, "hit", 0, result.getPrimaryResult().getLabel(), result))));
    }
}
