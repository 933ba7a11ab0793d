package org.larder.benchmarks.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What this JVM takes of the machine's memory. */
public final class Memory {

    private static final Path STATUS = Path.of("/proc/self/status");

    private Memory() {}

    /** Returns the bytes of live objects, after some collections. */
    public static long usedHeapBytes() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /**
     * Returns the bytes of the process that are in memory (RSS), heap and everything else.
     *
     * @throws IllegalStateException on systems other than Linux, which do not tell
     */
    public static long residentBytes() {
        if (!Files.isReadable(STATUS)) {
            throw new IllegalStateException(
                    "the memory of the process was asked for, but there is no " + STATUS + "; run this on Linux");
        }
        try (Stream<String> lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
