package org.larder.benchmarks.codec;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one {@code get} and one {@code put} cost where the value is an order of five items: as a record, which Larder
 * writes by its components, and as a class with the same fields, which Java serialization writes.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Threads(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Dchronicle.analytics.disable=true", "-Dslf4j.internal.verbosity=ERROR"})
public class RecordCodecBenchmark {

    /** JMH hands what is returned to a black hole. */
    @Benchmark
    public @Nullable Object get(OrderCache orders) {
        return orders.get();
    }

    @Benchmark
    public void put(OrderCache orders) {
        orders.put();
    }
}
