package org.larder.benchmarks.codec;

import java.util.List;
import java.util.stream.Stream;
import org.larder.benchmarks.jmh.JmhRounds;
import org.larder.benchmarks.report.Environment;
import org.larder.benchmarks.report.Figure;
import org.larder.benchmarks.report.Report;
import org.larder.benchmarks.report.Results;
import org.openjdk.jmh.results.RunResult;

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
                class with the same fields, by Java serialization; and what an entry takes off the heap: key, value and
                what the cache stores beside them, look-up tables not included.""",
                "operation",
                null,
                "record",
                false,
                environment,
                new JmhRounds(RecordCodecBenchmark.class, arguments).run(RecordCost::figures)));
    }

    private static Stream<Figure> figures(int round, RunResult result) {
        String operation = result.getPrimaryResult().getLabel();
        String form = result.getParams().getParam("form");
        return Stream.concat(
                JmhRounds.averages(round, operation, 0, form, result),
                Stream.of(new Figure(round, operation, 0, form, "B/entry", OrderCache.bytesOfEntry(form))));
    }
}
