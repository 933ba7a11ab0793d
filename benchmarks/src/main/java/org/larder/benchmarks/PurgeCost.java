package org.larder.benchmarks;

import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import javax.cache.Cache;
import javax.cache.Caching;
import javax.cache.spi.CachingProvider;
import org.larder.KeyRemoval;
import org.larder.LarderConfiguration;
import org.larder.codec.KeySource;

/**
 * What it costs to remove the entries whose keys begin alike, of which there are 1,000, from a cache that has many others:
 * by {@link KeyRemoval}, and by the iterator of the standard.
 *
 * <p>Arguments: the number of entries, by default a million.
 */
public final class PurgeCost {

    private static final String LARDER = "org.larder.provider.LarderCachingProvider";
    private static final int VALUE_BYTES = 100;
    private static final int GROUP = 1_000;
    private static final int ROUNDS = 5;

    private PurgeCost() {}

    /** Prints the figures, the best and the worst of some rounds. */
    public static void main(String[] arguments) {
        int entries = arguments.length == 0 ? 1_000_000 : Integer.parseInt(arguments[0]);
        for (boolean encrypted : List.of(false, true)) {
            try (CachingProvider provider = Caching.getCachingProvider(LARDER)) {
                Cache<String, byte[]> cache =
                        provider.getCacheManager().createCache("tokens", configuration(entries, encrypted));
                for (int i = 0; i < entries; i++) {
                    cache.put(key(i), new byte[VALUE_BYTES]);
                }
                String kind = encrypted ? "encrypted" : "plain";
                measure(
                        kind + ", by KeyRemoval",
                        cache,
                        entries,
                        prefix -> KeyRemoval.of(cache).removeIf(key -> key.startsWith(prefix)));
                measure(kind + ", by the iterator", cache, entries, prefix -> removedByIterator(cache, prefix));
            }
        }
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

    private static void measure(String what, Cache<String, byte[]> cache, int entries, ToLongFunction<String> removal) {
        long best = Long.MAX_VALUE;
        long worst = 0;
        for (int round = 0; round < ROUNDS; round++) {
            int group = entries / GROUP * round / ROUNDS;
            long begin = System.nanoTime();
            long removed = removal.applyAsLong("group%d__".formatted(group));
            long nanos = System.nanoTime() - begin;
            if (removed != GROUP) {
                throw new IllegalStateException("%d entries were removed instead of %d".formatted(removed, GROUP));
            }
            for (int i = group * GROUP; i < (group + 1) * GROUP; i++) {
                cache.put(key(i), new byte[VALUE_BYTES]);
            }
            best = Math.min(best, nanos);
            worst = Math.max(worst, nanos);
        }
        System.out.printf(
                Locale.ROOT,
                "%s: %.0f to %.0f ms, %.0f ns an entry at best%n",
                what,
                best / 1e6,
                worst / 1e6,
                best / (double) entries);
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
