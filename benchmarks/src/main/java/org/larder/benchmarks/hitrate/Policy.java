package org.larder.benchmarks.hitrate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import javax.cache.Caching;
import javax.cache.spi.CachingProvider;
import org.larder.LarderConfiguration;
import org.larder.benchmarks.peer.Larder;

/** What decides which entries a full cache keeps; tells how many accesses of a trace it would serve. */
enum Policy {
    /** Larder itself, through the standard API: the real cache, not a model of it. */
    LARDER {
        @Override
        long hits(int[] keys, int capacity) {
            try (CachingProvider provider = Caching.getCachingProvider(Larder.PROVIDER)) {
                javax.cache.Cache<Integer, Integer> cache = provider.getCacheManager()
                        .createCache(
                                "trace",
                                new LarderConfiguration<Integer, Integer>()
                                        .setTypes(Integer.class, Integer.class)
                                        .setMaxEntries(capacity));
                long hits = 0;
                for (int key : keys) {
                    if (cache.get(key) != null) {
                        hits++;
                    } else {
                        cache.put(key, key);
                    }
                }
                return hits;
            }
        }
    },

    /** Caffeine's W-TinyLFU, evicting on the calling thread. */
    CAFFEINE {
        @Override
        long hits(int[] keys, int capacity) {
            Cache<Integer, Integer> cache = Caffeine.newBuilder()
                    .maximumSize(capacity)
                    .executor(Runnable::run)
                    .build();
            long hits = 0;
            for (int key : keys) {
                if (cache.getIfPresent(key) != null) {
                    hits++;
                } else {
                    cache.put(key, key);
                }
            }
            return hits;
        }
    },

    /** The least recently used goes. */
    LRU {
        @Override
        long hits(int[] keys, int capacity) {
            Map<Integer, Integer> entries = new LinkedHashMap<>(16, 0.75f, true);
            long hits = 0;
            for (int key : keys) {
                if (entries.put(key, key) != null) {
                    hits++;
                } else if (entries.size() > capacity) {
                    entries.remove(entries.keySet().iterator().next());
                }
            }
            return hits;
        }
    },

    /** Who knows the future lets go what is wanted last (Bélády, 1966): nothing can do better. */
    OPTIMUM {
        @Override
        long hits(int[] keys, int capacity) {
            int[] next = nextAccesses(keys);
            Map<Integer, Integer> nextOfKey = new HashMap<>();
            TreeMap<Integer, Integer> keyByNext = new TreeMap<>(); // an access is of one key
            long hits = 0;
            for (int i = 0; i < keys.length; i++) {
                Integer expected = nextOfKey.remove(keys[i]);
                if (expected != null) {
                    hits++;
                    keyByNext.remove(expected);
                }
                nextOfKey.put(keys[i], next[i]);
                keyByNext.put(next[i], keys[i]);
                if (nextOfKey.size() > capacity) {
                    nextOfKey.remove(keyByNext.pollLastEntry().getValue());
                }
            }
            return hits;
        }
    };

    /**
     * Serves a trace from an empty cache; what is not there is put.
     *
     * @param capacity the most entries that are kept
     * @return how many accesses found their key
     */
    abstract long hits(int[] keys, int capacity);

    /** For each access, when its key is accessed next; after the end, and each at another time, if never. */
    private static int[] nextAccesses(int[] keys) {
        Map<Integer, Integer> seen = new HashMap<>();
        int[] next = new int[keys.length];
        for (int i = keys.length - 1; i >= 0; i--) {
            Integer later = seen.put(keys[i], i);
            next[i] = later == null ? keys.length + i : later;
        }
        return next;
    }
}
