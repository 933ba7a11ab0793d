package org.larder.benchmarks.startup;

import org.larder.benchmarks.peer.Contestant;
import org.larder.benchmarks.peer.Peers;
import org.larder.benchmarks.workload.DataKind;

/** The JVM that opens a cache and gets a value out of it. */
final class NewCache {

    /** What it says when it has. */
    static final String GOT = "got";

    private static final int ENTRIES = 10_000;

    private NewCache() {}

    /** Arguments: the contestant. */
    public static void main(String[] arguments) {
        open(arguments[0], DataKind.named("bytes"));
        Runtime.getRuntime().halt(0);
    }

    private static <K, V> void open(String name, DataKind<K, V> data) {
        Contestant<K, V> contestant = Peers.open(name, data, ENTRIES);
        contestant.put(data.key(0), data.value(0));
        if (contestant.get(data.key(0)) == null) {
            throw new IllegalStateException(name + " has lost its only entry");
        }
        System.out.println(GOT);
    }
}
