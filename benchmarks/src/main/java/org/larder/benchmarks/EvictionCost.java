package org.larder.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import javax.cache.Cache;
import javax.cache.Caching;
import javax.cache.spi.CachingProvider;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;
import org.larder.LarderConfiguration;

/**
 * What eviction costs a cache of 64 MiB with values of 100 bytes, once as it is by default and once told how large its
 * entries are: a {@code put} of a new key while it is full, as a multiple of one while it is half empty, in processor time
 * of the thread; and how long a pass that makes room takes, by the clock and, with the {@code put} that needed it, in
 * processor time, which does not grow while others have the processor.
 *
 * <p>The number of rounds is the system property {@code rounds}.
 */
public final class EvictionCost {

    private static final int ROUNDS = Integer.getInteger("rounds", 7);
    private static final String PASS = "org.larder.EvictionPass";
    private static final String ROW = "%-18s %-22s %10s %22s%n";
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

    public static void main(String[] arguments) throws IOException {
        System.out.printf(ROW, "typicalEntryBytes", "", "median", "(low..high)");
        try (CachingProvider provider = Caching.getCachingProvider("org.larder.provider.LarderCachingProvider")) {
            report("unknown", provider, null);
            report("120", provider, 120);
        }
    }

    private static void report(String name, CachingProvider provider, @Nullable Integer typicalEntryBytes)
            throws IOException {
        LarderConfiguration<String, byte[]> configuration =
                new LarderConfiguration<String, byte[]>().setTypes(String.class, byte[].class);
        if (typicalEntryBytes != null) {
            configuration.setTypicalEntryBytes(typicalEntryBytes);
        }
        EvictionCost cost = new EvictionCost(provider.getCacheManager().createCache(name, configuration));
        List<Double> halfEmpty = new ArrayList<>();
        List<Double> full = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        List<Double> middle = new ArrayList<>();
        List<Double> nearlyAll = new ArrayList<>();
        List<Double> middleWork = new ArrayList<>();
        List<Double> nearlyAllWork = new ArrayList<>();
        for (int round = 0; round <= ROUNDS; round++) {
            double before = cost.halfEmptyNanos();
            double after = cost.fullNanos();
            Passes passes = cost.passes();
            if (round > 0) { // the first warms up
                halfEmpty.add(before);
                full.add(after);
                ratios.add(after / before);
                middle.add(percentile(passes.nanos, 50));
                nearlyAll.add(percentile(passes.nanos, 99));
                middleWork.add(percentile(passes.workNanos, 50));
                nearlyAllWork.add(percentile(passes.workNanos, 99));
            }
        }
        row(name, "put, half empty: ns", "%.0f", halfEmpty);
        row(name, "put, full: ns", "%.0f", full);
        row(name, "full to half empty", "%.2f", ratios);
        row(name, "pass, p50: µs", "%.0f", middle);
        row(name, "pass, p99: µs", "%.0f", nearlyAll);
        row(name, "its put, p50: µs", "%.0f", middleWork);
        row(name, "its put, p99: µs", "%.0f", nearlyAllWork);
    }

    private static double percentile(long[] ascendingNanos, int percent) {
        return ascendingNanos[ascendingNanos.length * percent / 100] / 1e3;
    }

    private static void row(String name, String what, String format, List<Double> values) {
        List<String> sorted = values.stream()
                .sorted()
                .map(number -> String.format(Locale.ROOT, format, number))
                .toList();
        System.out.printf(
                ROW, name, what, sorted.get(sorted.size() / 2), sorted.get(0) + ".." + sorted.get(sorted.size() - 1));
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
        Path file = Files.createTempFile("eviction", ".jfr");
        try (Recording recording = new Recording()) {
            recording.enable(PASS).withoutThreshold().withoutStackTrace();
            recording.start();
            long[] work = new long[RECORDED_PUTS];
            for (int i = 0; i < RECORDED_PUTS; i++) {
                long key = -(long) (Math.pow(random.nextDouble(), 3) * 8 * capacity);
                long start = threads.getCurrentThreadCpuTime();
                put(key);
                work[i] = threads.getCurrentThreadCpuTime() - start;
            }
            recording.stop();
            recording.dump(file);
            long[] nanos = RecordingFile.readAllEvents(file).stream()
                    .filter(event -> event.getEventType().getName().equals(PASS))
                    .flatMapToLong(event -> LongStream.of(event.getDuration().toNanos()))
                    .sorted()
                    .toArray();
            Arrays.sort(work);
            return new Passes(nanos, Arrays.copyOfRange(work, RECORDED_PUTS - nanos.length, RECORDED_PUTS));
        } finally {
            Files.delete(file);
        }
    }
}
