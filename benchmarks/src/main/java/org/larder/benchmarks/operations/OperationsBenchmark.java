package org.larder.benchmarks.operations;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/** What single operations cost, on keys by Zipf's law. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class OperationsBenchmark {

    /** JMH hands what is returned to a black hole. */
    @Benchmark
    public @Nullable Object get(LoadedCache cache, Accesses accesses) {
        return cache.get(accesses.next());
    }

    /** All threads want one and the same entry, and so one lock. */
    @Benchmark
    public @Nullable Object getHot(LoadedCache cache) {
        return cache.get(0);
    }

    /** A value in place of another of the same size, where all fit in. */
    @Benchmark
    public void put(LoadedCache cache, Accesses accesses) {
        cache.put(accesses.next(), accesses.turn());
    }

    /** Three of four operations read, the fourth writes. */
    @Benchmark
    public @Nullable Object mix(LoadedCache cache, Accesses accesses) {
        int item = accesses.next();
        if ((accesses.turn() & 3) == 0) {
            cache.put(item, accesses.turn());
            return null;
        }
        return cache.get(item);
    }

    /** What somebody does who keeps a cache beside a source: puts what is not there. */
    @Benchmark
    public @Nullable Object getOrPut(LoadedCache cache, Accesses accesses, Finds finds) {
        return finds.counted(cache.getOrPut(accesses.next(), accesses.turn()));
    }

    /** Ten keys at once. */
    @Benchmark
    public Map<Object, Object> getAll(LoadedCache cache, Accesses accesses) {
        return cache.getAll(accesses.nextSet());
    }

    /** A processor that reads the value and sets another. */
    @Benchmark
    public boolean invoke(LoadedCache cache, Accesses accesses) {
        return cache.invoke(accesses.next(), accesses.turn());
    }

    /** Of an entry that is there, so that nothing is put. */
    @Benchmark
    public boolean putIfAbsent(LoadedCache cache, Accesses accesses) {
        return cache.putIfAbsent(accesses.next(), accesses.turn());
    }
}
