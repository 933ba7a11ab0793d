package org.larder.benchmarks.startup;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import org.larder.benchmarks.peer.Contestant;
import org.larder.benchmarks.peer.Larder;
import org.larder.benchmarks.peer.Peers;
import org.larder.benchmarks.peer.RawMap;
import org.larder.benchmarks.process.ChildJvm;
import org.larder.benchmarks.workload.DataKind;

/** The JVM that writes a cache of files, or opens it. */
final class FileUser {

    /** What the writer says when all is written; also closed, if it was told to close. */
    static final String DONE = "done";

    private static final double NANOS_PER_MILLI = 1e6;

    private FileUser() {}

    /** Arguments: {@code write} or {@code read}, contestant, how the writer ends, entries, directory. */
    public static void main(String[] arguments) throws IOException {
        boolean write = arguments[0].equals("write");
        Opening.End end = Opening.End.valueOf(arguments[2]);
        int entries = Integer.parseInt(arguments[3]);
        Path directory = Path.of(arguments[4]);
        if (write) {
            write(arguments[1], DataKind.named("bytes"), end, entries, directory);
        } else {
            read(arguments[1], DataKind.named("bytes"), end, entries, directory);
        }
    }

    private static <K, V> void write(String name, DataKind<K, V> data, Opening.End end, int entries, Path directory)
            throws IOException {
        Contestant<K, V> contestant = open(name, data, Opening.End.CLOSED, entries, directory);
        Peers.fill(contestant, data, entries);
        if (end == Opening.End.CLOSED) {
            contestant.close();
            System.out.println(DONE);
        } else {
            System.out.println(DONE);
            for (int item = 0; ; item = (item + 1) % entries) { // until it is killed in the middle of it
                contestant.put(data.key(item), data.value(item));
            }
        }
    }

    private static <K, V> void read(String name, DataKind<K, V> data, Opening.End end, int entries, Path directory)
            throws IOException {
        long begin = System.nanoTime();
        Contestant<K, V> contestant = open(name, data, end, entries, directory);
        long opened = System.nanoTime();
        int missing = contestant.get(data.key(entries / 2)) == null ? 1 : 0;
        long got = System.nanoTime();
        for (int item = 0; item < entries; item++) {
            missing += contestant.get(data.key(item)) == null ? 1 : 0;
        }
        double nanosOfAll = System.nanoTime() - got;
        // The entry that was being written when the writer was killed may be lost, and no other.
        if (missing > (end == Opening.End.CLOSED ? 0 : 2)) {
            throw new IllegalStateException(missing + " entries are not there any more");
        }
        ChildJvm.say("open, ms", (opened - begin) / NANOS_PER_MILLI);
        ChildJvm.say("first get, ms", (got - opened) / NANOS_PER_MILLI);
        ChildJvm.say("read all, ns each", nanosOfAll / entries);
        contestant.close();
    }

    private static <K, V> Contestant<K, V> open(
            String name, DataKind<K, V> data, Opening.End end, int entries, Path directory) throws IOException {
        long room = Peers.room(entries);
        if (name.equals("larder")) {
            return Larder.inFiles(data, room, directory);
        }
        if (!name.equals("raw")) {
            throw new IllegalArgumentException(
                    "'%s' was to be opened in files, but only raw and larder can be".formatted(name));
        }
        File file = directory.resolve("raw").toFile();
        return end == Opening.End.CLOSED ? RawMap.inFile(data, room, file) : RawMap.recovered(data, room, file);
    }
}
