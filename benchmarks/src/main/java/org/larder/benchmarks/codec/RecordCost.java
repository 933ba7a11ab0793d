package org.larder.benchmarks.codec;

import java.util.List;
import org.larder.benchmarks.jmh.JmhRounds;
import org.larder.benchmarks.report.Environment;
import org.larder.benchmarks.report.Report;
import org.larder.benchmarks.report.Results;

/** The table of what records cost beside Java serialization. */
public final class RecordCost {

    private RecordCost() {}

    /** Measures it; arguments are JMH's. */
    public static void run(List<String> arguments, Environment environment) throws Exception {
        Report.publish(new Results(
                "records",
                "Records",
                """
                Time to write and to read an order of five items in Larder: as a record, by its components, and as a
                class with the same fields, by Java serialization.""",
                "operation",
                null,
                "record",
                false,
                environment,
                new JmhRounds(RecordCodecBenchmark.class, arguments)
                        .run((round, result) -> JmhRounds.averages(
                                round,
                                result.getPrimaryResult().getLabel(),
                                0,
                                result.getParams().getParam("form"),
                                result))));
    }
}
