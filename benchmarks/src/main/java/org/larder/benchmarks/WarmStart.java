package org.larder.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;
import javax.cache.Cache;
import javax.cache.Caching;
import javax.cache.spi.CachingProvider;
import org.larder.LarderConfiguration;

/**
 * What a large cache costs beside its entries: the heap that it takes, and how long a persistent one takes to open.
 *
 * <p>Arguments: the number of entries, by default ten million. Needs about 200 bytes off the heap for each of them.
 */
public final class WarmStart {

    private static final String LARDER = "org.larder.provider.LarderCachingProvider";
    private static final int VALUE_BYTES = 100;
    private static final double MILLION = 1e6;

    private WarmStart() {}

    /** Prints the figures. */
    public static void main(String[] arguments) throws IOException {
        int entries = arguments.length == 0 ? 10_000_000 : Integer.parseInt(arguments[0]);
        long heapBefore = usedHeapBytes();
        Path directory = Files.createTempDirectory("larder-warm-start");
        try {
            try (CachingProvider provider = Caching.getCachingProvider(LARDER)) {
                Cache<Long, byte[]> cache = open(provider, directory, entries);
                for (long key = 0; key < entries; key++) {
                    cache.put(key, new byte[VALUE_BYTES]);
                }
                print(
                        "heap beyond the empty JVM, MiB, with the cache open",
                        (usedHeapBytes() - heapBefore) / 1024.0 / 1024);
                require(cache, entries);
            }
            for (int round = 1; round <= 3; round++) {
                try (CachingProvider provider = Caching.getCachingProvider(LARDER)) {
                    long begin = System.nanoTime();
                    Cache<Long, byte[]> cache = open(provider, directory, entries);
                    long opened = System.nanoTime();
                    require(cache, entries);
                    print("opening after a clean close, ms", (opened - begin) / MILLION);
                    print("first read, ms", (System.nanoTime() - opened) / MILLION);
                    begin = System.nanoTime();
                    for (long key = 0; key < entries; key++) {
                        require(cache, key + 1);
                    }
                    print(
                            "reading all once, ns each, with the check of each part",
                            (System.nanoTime() - begin) / (double) entries);
                }
            }
        } finally {
            Directories.delete(directory);
        }
    }

    private static Cache<Long, byte[]> open(CachingProvider provider, Path directory, int entries) {
        Properties properties = new Properties();
        properties.setProperty("larder.directory", directory.toString());
        return provider.getCacheManager(null, null, properties)
                .createCache(
                        "warm",
                        new LarderConfiguration<Long, byte[]>()
                                .setTypes(Long.class, byte[].class)
                                .setMaxEntries((long) entries)
                                .setTypicalEntryBytes(Long.BYTES + VALUE_BYTES)
                                .setPersistent(true));
    }

    /** Fails if the last of some entries is not there: a figure for a cache that lost what it had says nothing. */
    private static void require(Cache<Long, byte[]> cache, long entries) {
        if (cache.get(entries - 1) == null) {
            throw new IllegalStateException("entry " + (entries - 1) + " is not there any more");
        }
    }

    private static long usedHeapBytes() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static void print(String what, double figure) {
        System.out.printf(Locale.ROOT, "%s: %,.1f%n", what, figure);
    }
}
