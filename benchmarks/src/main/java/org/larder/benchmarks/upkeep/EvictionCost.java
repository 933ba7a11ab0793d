package org.larder.benchmarks.upkeep;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
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
 * of the thread, which does not grow while others have the processor; and how long a pass that makes room takes, by the
 * clock.
 *
 * <p>The number of rounds is the system property {@code rounds}.
 */
public final class EvictionCost {

    private static final String PASS = "org.larder.EvictionPass";
    private static final String PUT = "ns/put";
    private static final String HALF_EMPTY = "half empty";
    private static final String FULL = "full";
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
        Report.publish(
                new Results("eviction", "Making room", """
                A put of a new key into a full cache beside one into a cache that is half empty, in processor time of
                the thread; and how long a pass that makes room takes, by the clock.""", "cache", null, HALF_EMPTY, false, environment, figures));
    }

    private void measure(String name, List<Figure> figures) throws IOException {
        for (int round = 0; round <= Rounds.count(); round++) {
            double halfEmpty = halfEmptyNanos();
            double full = fullNanos();
            long[] passes = passNanos();
            if (round > 0) { // the first warms up
                figures.add(new Figure(round, name, 0, HALF_EMPTY, PUT, halfEmpty));
                figures.add(new Figure(round, name, 0, FULL, PUT, full));
                figures.add(new Figure(round, name, 0, FULL, "pass p50, ns", percentile(passes, 50)));
                figures.add(new Figure(round, name, 0, FULL, "pass p99, ns", percentile(passes, 99)));
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

    /** Puts keys of which some are far more frequent than others; how long the passes took, in ascending order. */
    private long[] passNanos() throws IOException {
        return Events.nanos(PASS, () -> {
            for (int i = 0; i < RECORDED_PUTS; i++) {
                put(-(long) (Math.pow(random.nextDouble(), 3) * 8 * capacity));
            }
        });
    }
}
