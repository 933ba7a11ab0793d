package org.larder.benchmarks.growth;

import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.larder.benchmarks.peer.Contestant;
import org.larder.benchmarks.peer.Peers;
import org.larder.benchmarks.process.ChildJvm;
import org.larder.benchmarks.process.Events;
import org.larder.benchmarks.workload.DataKind;

/** The JVM that fills one contestant and then reads it for some time. */
final class BusyCache {

    private static final String PAUSE = "jdk.GCPhasePause";
    private static final double NANOS_PER_MILLI = 1e6;
    private static final int READS_PER_PUT = 100;

    private BusyCache() {}

    /** Arguments: contestant, entries, seconds. */
    public static void main(String[] arguments) throws IOException {
        measure(
                arguments[0],
                DataKind.named("bytes"),
                Integer.parseInt(arguments[1]),
                Integer.parseInt(arguments[2]) * 1_000_000_000L);
        Runtime.getRuntime().halt(0);
    }

    private static <K, V> void measure(String name, DataKind<K, V> data, int entries, long nanos) throws IOException {
        Contestant<K, V> contestant = Peers.open(name, data, entries);
        say("filling", Events.nanos(PAUSE, () -> Peers.fill(contestant, data, entries)));
        long[] reads = {0};
        long begin = System.nanoTime();
        long[] pauses = Events.nanos(PAUSE, () -> reads[0] = access(contestant, data, entries, nanos));
        say("reading", pauses);
        ChildJvm.say("reading: thousand reads/s", reads[0] * NANOS_PER_MILLI / (System.nanoTime() - begin));
    }

    private static void say(String phase, long[] pauses) {
        ChildJvm.say(
                phase + ": longest pause, ms", pauses.length == 0 ? 0 : pauses[pauses.length - 1] / NANOS_PER_MILLI);
        ChildJvm.say(phase + ": all pauses, ms", Arrays.stream(pauses).sum() / NANOS_PER_MILLI);
        ChildJvm.say(phase + ": pauses", pauses.length);
    }

    /** Returns how many reads there were. */
    private static <K, V> long access(Contestant<K, V> contestant, DataKind<K, V> data, int entries, long nanos) {
        SplittableRandom random = new SplittableRandom(1);
        long reads = 0;
        for (long begin = System.nanoTime(); System.nanoTime() - begin < nanos; ) {
            for (int i = 0; i < READS_PER_PUT; i++) {
                if (contestant.get(data.key(random.nextInt(entries))) == null) {
                    throw new IllegalStateException("an entry is not there any more");
                }
            }
            reads += READS_PER_PUT;
            int item = random.nextInt(entries);
            contestant.put(data.key(item), data.value(item));
        }
        return reads;
    }
}
