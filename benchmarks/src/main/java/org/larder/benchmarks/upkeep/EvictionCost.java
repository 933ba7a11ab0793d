package org.larder.benchmarks.upkeep;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import javax.cache.Cache;
import javax.cache.Caching;
import javax.cache.spi.CachingProvider;
import org.larder.LarderConfiguration;
import org.larder.benchmarks.peer.Larder;
import org.larder.benchmarks.process.Events;
import org.larder.benchmarks.process.Rounds;
import org.larder.benchmarks.report.Environment;
import org.larder.benchmarks.report.Figure;
import org.larder.benchmarks.report.Report;
import org.larder.benchmarks.report.Results;

/**
 * What eviction costs a cache of 64 MiB with values of 100 bytes, once as it is by default and once told how large its
 * entries are: a {@code put} of a new key while it is full, as a multiple of one while it is half empty, in processor time
 * of the thread; and how long a pass that makes room takes, by the clock and, with the {@code put} that needed it, in
 * processor time, which does not grow while others have the processor.
 *
 * <p>The number of rounds is the system property {@code rounds}.
 */
public final class EvictionCost {

    private static final String PASS = "org.larder.EvictionPass";
    private static final String HALF_EMPTY = "half empty";
    private static final String UNKNOWN = "unknown";
    private static final int RECORDED_PUTS = 500_000;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final SplittableRandom random = new SplittableRandom(1);
    private final byte[] value = new byte[100];
    private final Cache<String, byte[]> cache;
    private final int capacity;
    private long nextKey;

    private EvictionCost(Cache<String, byte[]> cache) {
        this.cache = cache;
        putNew(1_000_000); // warms up, and touches all of the memory
        int count = 0;
        for (Iterator<Cache.Entry<String, byte[]>> entries = cache.iterator(); entries.hasNext(); entries.next()) {
            count++;
        }
        capacity = count;
    }

    /** Measures it and publishes the table. */
    public static void run(List<String> arguments, Environment environment) throws IOException {
        List<Figure> figures = new ArrayList<>();
        try (CachingProvider provider = Caching.getCachingProvider(Larder.PROVIDER)) {
            for (String typicalEntryBytes : List.of(UNKNOWN, "120")) {
                LarderConfiguration<String, byte[]> configuration =
                        new LarderConfiguration<String, byte[]>().setTypes(String.class, byte[].class);
                if (!typicalEntryBytes.equals(UNKNOWN)) {
                    configuration.setTypicalEntryBytes(Integer.parseInt(typicalEntryBytes));
                }
                EvictionCost cost =
                        new EvictionCost(provider.getCacheManager().createCache(typicalEntryBytes, configuration));
                cost.measure("typicalEntryBytes " + typicalEntryBytes, figures);
            }
        }
        Report.publish(new Results(
                "eviction", "Making room", """
                A put of a new key into a full cache beside one into a cache that is half empty, in processor time of
                the thread; and how long a pass that makes room takes, by the clock and, with the put that needed it, in
                processor time.""", "cache", null, "put, half empty", false, environment, figures));
    }

    private void measure(String name, List<Figure> figures) throws IOException {
        for (int round = 0; round <= Rounds.count(); round++) {
            double halfEmpty = halfEmptyNanos();
            double full = fullNanos();
            Passes passes = passes();
            if (round > 0) { // the first warms up
                String put = "put, " + name;
                String pass = "pass, " + name;
                figures.add(new Figure(round, put, 0, HALF_EMPTY, "ns", halfEmpty));
                figures.add(new Figure(round, put, 0, "full", "ns", full));
                figures.add(new Figure(round, pass, 0, "p50", "ns", percentile(passes.nanos, 50)));
                figures.add(new Figure(round, pass, 0, "p99", "ns", percentile(passes.nanos, 99)));
                figures.add(new Figure(round, pass, 0, "its put, p50", "ns", percentile(passes.workNanos, 50)));
                figures.add(new Figure(round, pass, 0, "its put, p99", "ns", percentile(passes.workNanos, 99)));
            }
        }
    }

    private static double percentile(long[] ascending, int percent) {
        return ascending[ascending.length * percent / 100];
    }

    /** From a quarter of the entries to half of them. */
    private double halfEmptyNanos() {
        cache.clear();
        putNew(capacity / 4);
        return putNew(capacity / 4);
    }

    private double fullNanos() {
        putNew(capacity * 3 / 2);
        return putNew(capacity);
    }

    /** Puts keys that were never put; the processor time of each, in nanoseconds. */
    private double putNew(int count) {
        long start = threads.getCurrentThreadCpuTime();
        for (int i = 0; i < count; i++) {
            put(nextKey++);
        }
        return (double) (threads.getCurrentThreadCpuTime() - start) / count;
    }

    private void put(long key) {
        cache.put("user-key-" + key, value);
    }

    /** The passes of some puts. */
    private static final class Passes {
        /** How long they took, in ascending order. */
        private final long[] nanos;

        /** The processor time of the puts that needed them, in ascending order: of so many that took most. */
        private final long[] workNanos;

        Passes(long[] nanos, long[] workNanos) {
            this.nanos = nanos;
            this.workNanos = workNanos;
        }
    }

    /** Puts keys of which some are far more frequent than others. */
    private Passes passes() throws IOException {
        long[] work = new long[RECORDED_PUTS];
        long[] nanos = Events.nanos(PASS, () -> {
            for (int i = 0; i < RECORDED_PUTS; i++) {
                long key = -(long) (Math.pow(random.nextDouble(), 3) * 8 * capacity);
                long start = threads.getCurrentThreadCpuTime();
                put(key);
                work[i] = threads.getCurrentThreadCpuTime() - start;
            }
        });
        Arrays.sort(work);
        return new Passes(nanos, Arrays.copyOfRange(work, RECORDED_PUTS - nanos.length, RECORDED_PUTS));
    }
}
