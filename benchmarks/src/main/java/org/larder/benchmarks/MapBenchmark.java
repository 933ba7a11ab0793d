package org.larder.benchmarks;

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
 * What one {@code get} and one {@code put} cost when two threads access a million entries of 100 bytes by Zipf's law.
 * The flags are those that the raw map needs to start; all contestants get them.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Threads(2)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {
            "-Xms1g",
            "-Xmx1g",
            "-XX:MaxDirectMemorySize=2g",
            "-Dchronicle.analytics.disable=true",
            "-Dchronicle.announcer.disable=true",
            "-Dslf4j.internal.verbosity=ERROR",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
            "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
            "--add-exports=jdk.compiler/com.sun.tools.javac.file=ALL-UNNAMED"
        })
public class MapBenchmark {

    /** JMH hands what is returned to a black hole. */
    @Benchmark
    public byte @Nullable [] get(LoadedCache cache, Accesses accesses) {
        return cache.get(accesses.next());
    }

    /** All threads want one and the same entry, and so one lock. */
    @Benchmark
    public byte @Nullable [] getHot(LoadedCache cache) {
        return cache.get(0);
    }

    @Benchmark
    public void put(LoadedCache cache, Accesses accesses) {
        cache.put(accesses.next(), accesses.turn());
    }
}
