package org.larder.benchmarks.growth;

import java.util.Arrays;
import org.larder.benchmarks.peer.Contestant;
import org.larder.benchmarks.peer.Peers;
import org.larder.benchmarks.process.ChildJvm;
import org.larder.benchmarks.process.Memory;
import org.larder.benchmarks.workload.AccessPattern;
import org.larder.benchmarks.workload.DataKind;

/** The JVM that holds one contestant with some number of entries. */
final class LargeCache {

    private static final int WARM_UP_SHOTS = 5;
    private static final int SHOTS = 11;
    private static final int GETS = 1_000_000;
    private static final double MIB = 1 << 20;

    private LargeCache() {}

    /** Arguments: contestant, kind of data, entries. */
    public static void main(String[] arguments) {
        measure(arguments[0], DataKind.named(arguments[1]), Integer.parseInt(arguments[2]));
        Runtime.getRuntime().halt(0);
    }

    private static <K, V> void measure(String name, DataKind<K, V> data, int entries) {
        int[] accesses = new AccessPattern(entries, 0.99, 1).accesses(0, GETS);
        Object[] keys = Arrays.stream(accesses).mapToObj(data::key).toArray();
        long heapBefore = Memory.usedHeapBytes();
        long residentBefore = Memory.residentBytes();
        Contestant<K, V> contestant = Peers.open(name, data, entries);
        Peers.fill(contestant, data, entries);
        double[] nanos = new double[SHOTS];
        for (int shot = -WARM_UP_SHOTS; shot < SHOTS; shot++) {
            double each = nanosOfGet(contestant, keys);
            if (shot >= 0) {
                nanos[shot] = each;
            }
        }
        Arrays.sort(nanos);
        double resident = Memory.residentBytes() - residentBefore;
        ChildJvm.say("ns/get", nanos[SHOTS / 2]);
        ChildJvm.say("heap, MiB", (Memory.usedHeapBytes() - heapBefore) / MIB);
        ChildJvm.say("RSS beyond, MiB", resident / MIB);
        ChildJvm.say("RSS beyond, B/entry", resident / entries);
    }

    private static <K, V> double nanosOfGet(Contestant<K, V> contestant, Object[] keys) {
        long begin = System.nanoTime();
        for (Object key : keys) {
            @SuppressWarnings("unchecked") // made by the kind of data
            K ofKind = (K) key;
            if (contestant.get(ofKind) == null) {
                throw new IllegalStateException("the entry of " + key + " is not there any more");
            }
        }
        return (System.nanoTime() - begin) / (double) keys.length;
    }
}
