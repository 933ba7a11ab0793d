package org.larder.quickstart;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** What this process occupies, on the heap and altogether. */
final class ProcessMemory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final int MILLIS_BETWEEN_SAMPLES = 100;
    private static final int EQUAL_SAMPLES = 5;
    private static final int MOST_SAMPLES = 50;
    private static final long NOISE_BYTES = 64 * 1024;

    private ProcessMemory() {}

    /** Bytes that live objects take on the heap, measured after a collection. */
    static long heapBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Bytes of physical memory that the process holds, heap and all; unknown where there is no Linux to tell. */
    static OptionalLong residentBytes() {
        return residentBytes(STATUS);
    }

    /**
     * The same, once it stands still: after a collection the JVM goes on for a while to give unused heap back to the
     * system, which must not be mistaken for somebody else's memory.
     */
    static OptionalLong settledResidentBytes() throws InterruptedException {
        OptionalLong latest = residentBytes();
        int equal = 0;
        for (int i = 0; latest.isPresent() && equal < EQUAL_SAMPLES && i < MOST_SAMPLES; i++) {
            TimeUnit.MILLISECONDS.sleep(MILLIS_BETWEEN_SAMPLES);
            OptionalLong next = residentBytes();
            long changeBytes = Math.abs(next.orElse(0) - latest.getAsLong());
            equal = changeBytes <= NOISE_BYTES ? equal + 1 : 0;
            latest = next;
        }
        return latest;
    }

    static OptionalLong residentBytes(Path status) {
        try {
            return Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("VmRSS:") && line.endsWith(" kB"))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
