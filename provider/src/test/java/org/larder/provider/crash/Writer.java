package org.larder.provider.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.larder.provider.chronicle.ForkedJvm;
import org.larder.provider.files.SafeName;

/** A JVM that runs a {@link CrashingWriter}. */
record Writer(Process process, Path directory, Path log, int number) {

    static Writer start(Path directory, long maxBytes, int number) throws IOException {
        Files.createDirectories(directory);
        ForkedJvm jvm = ForkedJvm.in(Files.createDirectories(directory.resolve("writer" + number)))
                .with("-XX:TieredStopAtLevel=1", "-Xshare:auto");
        Process process =
                jvm.start(CrashingWriter.class, directory.toString(), String.valueOf(maxBytes), String.valueOf(number));
        return new Writer(process, directory, jvm.output(), number);
    }

    /** Where the files of the cache are. */
    static Path files(Path directory) {
        return directory.resolve("caches").resolve(SafeName.of("larder:crash")).resolve("crash");
    }

    void awaitReady() {
        Awaitility.await().until(() -> !process.isAlive() || output().contains("ready"));
        assertThat(process.isAlive()).as(output()).isTrue();
    }

    /** Waits until each thread has done something more. */
    void awaitProgress() {
        try {
            Journal journal = new Journal(directory.resolve("journal"), CrashingWriter.KEYS);
            long before = progress(journal);
            Awaitility.await().until(() -> !process.isAlive() || progress(journal) > before + 1_000);
            assertThat(process.isAlive()).as(output()).isTrue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long progress(Journal journal) {
        long versions = 0;
        int all = CrashingWriter.WRITERS * CrashingWriter.THREADS;
        for (int key = 0; key < CrashingWriter.KEYS; key++) {
            versions += key % all / CrashingWriter.THREADS == number ? Math.abs(journal.ended(key)) : 0;
        }
        return versions;
    }

    String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void signal(String name) {
        run("kill", "-" + name, String.valueOf(process.pid()));
    }

    void kill() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void run(String... command) {
        try {
            assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
