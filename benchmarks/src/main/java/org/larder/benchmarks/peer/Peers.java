package org.larder.benchmarks.peer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.larder.benchmarks.workload.DataKind;

/** All contestants, by name. */
public final class Peers {

    private static final Map<String, Opener> OPENERS = new LinkedHashMap<>();

    static {
        OPENERS.put("raw", RawMap::open);
        OPENERS.put("larder", Larder::open);
        OPENERS.put("ehcache", Ehcache::offHeap);
        OPENERS.put("infinispan", Infinispan::open);
        OPENERS.put("ohc", OffHeapCache::open);
        OPENERS.put("ehcache-heap", Ehcache::onHeap);
        OPENERS.put("caffeine", CaffeineCache::open);
        OPENERS.put("cache2k", Cache2kCache::open);
        OPENERS.put("hashmap", HeapMap::open);
        OPENERS.put("larder-statistics", Larder::withStatistics);
        OPENERS.put("larder-encrypted", Larder::encrypted);
        OPENERS.put("larder-persistent", Larder::persistent);
        OPENERS.put("ehcache-statistics", Ehcache::withStatistics);
    }

    private Peers() {}

    private interface Opener {
        <K, V> Contestant<K, V> open(DataKind<K, V> data, long maxEntries);
    }

    /** Returns the names of all. */
    public static List<String> names() {
        return List.copyOf(OPENERS.keySet());
    }

    /**
     * Opens one that has room for a quarter more entries than are put in, so that an uneven spread evicts nothing
     * anywhere.
     *
     * @param name one of {@link #names()}
     * @param entries how many are put in
     * @throws IllegalArgumentException if there is none of that name
     */
    public static <K, V> Contestant<K, V> open(String name, DataKind<K, V> data, int entries) {
        Opener opener = OPENERS.get(name);
        if (opener == null) {
            throw new IllegalArgumentException(
                    "contestant '" + name + "' was asked for; there is " + String.join(", ", OPENERS.keySet()));
        }
        return opener.open(data, room(entries));
    }

    /** Returns the bound for so many entries. */
    public static long room(int entries) {
        return entries + entries / 4L;
    }

    /** Puts one entry for each item in. */
    public static <K, V> void put(Contestant<K, V> contestant, DataKind<K, V> data, int entries) {
        for (int item = 0; item < entries; item++) {
            contestant.put(data.key(item), data.value(item));
        }
    }

    /**
     * Puts one entry for each item in and then checks that all are there.
     *
     * @throws IllegalStateException if the contestant has lost or changed an entry
     */
    public static <K, V> void fill(Contestant<K, V> contestant, DataKind<K, V> data, int entries) {
        put(contestant, data, entries);
        for (int item = 0; item < entries; item++) {
            K key = data.key(item);
            if (!Objects.deepEquals(contestant.get(key), data.value(item))) {
                throw new IllegalStateException("of " + entries + " entries that were put, that of " + key
                        + " was lost or changed; raise the bound, or the figures compare caches of different sizes");
            }
        }
    }
}
