package org.larder.benchmarks.upkeep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.ToLongFunction;
import javax.cache.Cache;
import javax.cache.Caching;
import javax.cache.spi.CachingProvider;
import org.larder.KeyRemoval;
import org.larder.LarderConfiguration;
import org.larder.benchmarks.peer.Larder;
import org.larder.benchmarks.process.Rounds;
import org.larder.benchmarks.report.Environment;
import org.larder.benchmarks.report.Figure;
import org.larder.benchmarks.report.Report;
import org.larder.benchmarks.report.Results;
import org.larder.codec.KeySource;

/**
 * What it costs to remove the entries whose keys begin alike, of which there are 1,000, from a cache that has many others:
 * by {@link KeyRemoval}, and by the iterator of the standard.
 *
 * <p>Arguments: the number of entries, by default a million.
 */
public final class PurgeCost {

    private static final int VALUE_BYTES = 100;
    private static final int GROUP = 1_000;

    private PurgeCost() {}

    /** Measures it and publishes the table. */
    public static void run(List<String> arguments, Environment environment) throws IOException {
        int entries = arguments.isEmpty() ? 1_000_000 : Integer.parseInt(arguments.get(0));
        List<Figure> figures = new ArrayList<>();
        for (boolean encrypted : List.of(false, true)) {
            String kind = encrypted ? "encrypted" : "plain";
            try (CachingProvider provider = Caching.getCachingProvider(Larder.PROVIDER)) {
                Cache<String, byte[]> cache =
                        provider.getCacheManager().createCache("tokens", configuration(entries, encrypted));
                for (int i = 0; i < entries; i++) {
                    cache.put(key(i), new byte[VALUE_BYTES]);
                }
                for (int round = 1; round <= Rounds.count(); round++) {
                    int group = entries / GROUP * (round - 1) / Rounds.count();
                    double byRemoval =
                            nanos(cache, group, prefix -> KeyRemoval.of(cache).removeIf(key -> key.startsWith(prefix)));
                    double byIterator = nanos(cache, group, prefix -> removedByIterator(cache, prefix));
                    figures.add(new Figure(round, kind, entries, "KeyRemoval", "ns an entry", byRemoval / entries));
                    figures.add(new Figure(round, kind, entries, "iterator", "ns an entry", byIterator / entries));
                }
            }
        }
        Report.publish(new Results(
                "purge",
                "Removing a group of entries",
                """
                Time to remove the %,d entries whose keys begin alike, divided by the number of all entries in the
                cache, as each is looked at.""".formatted(GROUP),
                "cache",
                "entries",
                "KeyRemoval",
                false,
                environment,
                figures));
    }

    private static LarderConfiguration<String, byte[]> configuration(int entries, boolean encrypted) {
        LarderConfiguration<String, byte[]> configuration = new LarderConfiguration<String, byte[]>()
                .setTypes(String.class, byte[].class)
                .setMaxEntries(entries + entries / 4L)
                .setTypicalEntryBytes(24 + VALUE_BYTES);
        return encrypted
                ? configuration.setEncrypted(true).setKeySourceFactory(() ->
                        (KeySource) () -> List.of(new byte[KeySource.KEY_BYTES]))
                : configuration;
    }

    private static String key(int i) {
        return "group%d__%d".formatted(i / GROUP, i);
    }

    /** Returns the nanoseconds that the removal of a group takes, and puts its entries in again. */
    private static long nanos(Cache<String, byte[]> cache, int group, ToLongFunction<String> removal) {
        long begin = System.nanoTime();
        long removed = removal.applyAsLong("group%d__".formatted(group));
        long nanos = System.nanoTime() - begin;
        if (removed != GROUP) {
            throw new IllegalStateException("%d entries were removed instead of %d".formatted(removed, GROUP));
        }
        for (int i = group * GROUP; i < (group + 1) * GROUP; i++) {
            cache.put(key(i), new byte[VALUE_BYTES]);
        }
        return nanos;
    }

    private static long removedByIterator(Cache<String, byte[]> cache, String prefix) {
        long removed = 0;
        for (Iterator<Cache.Entry<String, byte[]>> all = cache.iterator(); all.hasNext(); ) {
            if (all.next().getKey().startsWith(prefix)) {
                all.remove();
                removed++;
            }
        }
        return removed;
    }
}
