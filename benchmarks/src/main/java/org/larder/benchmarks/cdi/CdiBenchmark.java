package org.larder.benchmarks.cdi;

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
 * What a hit of {@code @CacheResult} costs in Weld, beside its parts: the same {@code get} by hand, and a call through an
 * interceptor that does nothing. And what it costs with Spring's support for the same annotation, on the same provider.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Threads(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Dchronicle.analytics.disable=true", "-Dslf4j.internal.verbosity=ERROR"})
public class CdiBenchmark {

    /** JMH hands what is returned to a black hole. */
    @Benchmark
    public @Nullable Object getByHand(WeldApplication application) {
        return application.getByHand();
    }

    @Benchmark
    public Object emptyInterceptor(WeldApplication application) {
        return application.emptyInterceptor();
    }

    @Benchmark
    public Object cacheResultInWeld(WeldApplication application) {
        return application.cacheResult();
    }

    @Benchmark
    public Object cacheResultInSpring(SpringApplication application) {
        return application.cacheResult();
    }
}
