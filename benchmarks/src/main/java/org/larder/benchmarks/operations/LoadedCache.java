package org.larder.benchmarks.operations;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.larder.benchmarks.peer.Contestant;
import org.larder.benchmarks.peer.Peers;
import org.larder.benchmarks.workload.AccessPattern;
import org.larder.benchmarks.workload.DataKind;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One contestant that was filled, and what the threads share to access it. */
@State(Scope.Benchmark)
public class LoadedCache {

    private static final double ZIPF_EXPONENT = 0.99;
    private static final long SEED = 0x1A2DE2;

    /** Who is measured. There are more than those measured by default: see {@link Peers#names()}. */
    @Param({"raw", "larder", "ehcache", "infinispan", "ohc", "ehcache-heap", "caffeine", "cache2k", "hashmap"})
    public String contestant = "raw";

    /** What is in it: see {@link DataKind}. */
    @Param("bytes")
    public String kind = "bytes";

    /** How many entries. */
    @Param("1000000")
    public int entries = 1;

    /** How many of them fit in, in percent; with less than 100 the contestant drops some all the time. */
    @Param("100")
    public int fits = 100;

    private AccessPattern pattern;
    private Object[] keys;
    private DataKind<Object, Object> data;
    private Contestant<Object, Object> cache;

    /** Opens the contestant and puts all entries in; checks that it holds them if they fit. */
    @Setup(Level.Trial)
    public void load() {
        @SuppressWarnings("unchecked") // used with its own keys and values only
        DataKind<Object, Object> named = (DataKind<Object, Object>) DataKind.named(kind);
        data = named;
        pattern = new AccessPattern(entries, ZIPF_EXPONENT, SEED);
        keys = new Object[entries];
        for (int item = 0; item < entries; item++) {
            keys[item] = data.key(item);
        }
        cache = Peers.open(contestant, data, (int) (entries * (long) fits / 100));
        if (fits >= 100) {
            Peers.fill(cache, data, entries);
        } else {
            Peers.put(cache, data, entries);
        }
    }

    /** Closes the contestant. */
    @TearDown(Level.Trial)
    public void close() {
        cache.close();
    }

    @Nullable
    Object get(int item) {
        return cache.get(keys[item]);
    }

    @Nullable
    Object getOrPut(int item, int turn) {
        Object found = get(item);
        if (found == null) {
            put(item, turn);
        }
        return found;
    }

    void put(int item, int turn) {
        cache.put(keys[item], data.value(turn));
    }

    boolean putIfAbsent(int item, int turn) {
        return cache.putIfAbsent(keys[item], data.value(turn));
    }

    boolean invoke(int item, int turn) {
        return cache.invoke(keys[item], data.value(turn));
    }

    Map<Object, Object> getAll(Set<Object> wanted) {
        return cache.getAll(wanted);
    }

    Object key(int item) {
        return keys[item];
    }

    int[] accesses(int thread, int accesses) {
        return pattern.accesses(thread, accesses);
    }
}
