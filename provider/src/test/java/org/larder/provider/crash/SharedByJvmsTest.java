package org.larder.provider.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.cache.Cache;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.larder.provider.LarderCachingProvider;
import org.larder.provider.chronicle.ForkedJvm;

/** JVMs that change the same entries of one persistent cache at once. */
class SharedByJvmsTest {

    private static final int TIMES = 2_000;

    @TempDir
    Path directory;

    private final List<Process> processes = new ArrayList<>();
    private final List<Path> outputs = new ArrayList<>();

    @AfterEach
    void kill() {
        processes.forEach(Process::destroyForcibly);
    }

    private void start(int times, String name) throws IOException {
        int number = processes.size();
        ForkedJvm jvm = ForkedJvm.in(Files.createDirectories(directory.resolve("jvm" + number)))
                .with("-XX:TieredStopAtLevel=1");
        processes.add(jvm.start(
                Incrementer.class, directory.toString(), String.valueOf(times), String.valueOf(number), name));
        outputs.add(jvm.output());
    }

    private String output(int number) {
        try {
            return Files.readString(outputs.get(number));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void await(int number, String word) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(() ->
                        output(number).contains(word) || !processes.get(number).isAlive());
        assertThat(output(number)).contains(word).doesNotContain("Exception");
    }

    private long sum() {
        try (LarderCachingProvider provider = new LarderCachingProvider()) {
            Cache<String, Long> cache = Incrementer.open(provider, directory.resolve("caches"));
            return IntStream.range(0, Incrementer.KEYS)
                    .mapToLong(key -> cache.get("number" + key))
                    .sum();
        }
    }

    @Test
    void twoJvmsThatAddByInvokeLoseNothing() throws IOException {
        start(TIMES, "number");
        start(TIMES, "number");
        await(0, "done");
        await(1, "done");
        assertThat(sum()).isEqualTo(2L * Incrementer.THREADS * TIMES);
    }

    @Test
    void ofThreeJvmsOneIsKilledAndTheOthersGoOn() throws Exception {
        start(TIMES, "number");
        start(TIMES, "number");
        start(Integer.MAX_VALUE, "other"); // what it is about to write may be lost
        Journal journal = new Journal(directory.resolve("journal"), 100);
        Awaitility.await().until(() -> ended(journal, 2) > 500);
        processes.get(2).destroyForcibly().waitFor();
        await(0, "done");
        await(1, "done");
        assertThat(sum()).isEqualTo(2L * Incrementer.THREADS * TIMES);
    }

    private static long ended(Journal journal, int place) {
        return IntStream.range(0, Incrementer.THREADS)
                .mapToLong(thread -> journal.ended(place * Incrementer.THREADS + thread))
                .sum();
    }
}
