package org.larder.benchmarks.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where and when something was measured.
 *
 * @param processor the model
 * @param cores how many the JVM may use
 * @param memoryMiB the memory of the machine, 0 if unknown
 * @param system the operating system and its version
 * @param jdk vendor and version
 * @param date the day
 * @param commit what was checked out where the program was started; null if that is no repository
 * @param command what was typed
 */
public record Environment(
        String processor,
        int cores,
        long memoryMiB,
        String system,
        String jdk,
        String date,
        @Nullable String commit,
        String command) {

    /** Returns what this JVM runs on. */
    public static Environment here(String command) {
        return new Environment(
                entry("/proc/cpuinfo", "model name", System.getProperty("os.arch")),
                Runtime.getRuntime().availableProcessors(),
                Long.parseLong(entry("/proc/meminfo", "MemTotal", "0").replace(" kB", "")) / 1024,
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vendor") + " " + System.getProperty("java.vm.version"),
                LocalDate.now(ZoneId.systemDefault()).toString(),
                describe(),
                command);
    }

    /** Returns the sentence that stands below tables. */
    String sentence() {
        return "%s, %d cores, %,d MiB of memory, %s, JDK %s, %s%s: `%s`"
                .formatted(
                        processor,
                        cores,
                        memoryMiB,
                        system,
                        jdk,
                        date,
                        commit == null ? "" : ", commit " + commit,
                        command);
    }

    private static @Nullable String describe() {
        try {
            Process git = new ProcessBuilder("git", "describe", "--always", "--dirty").start();
            String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return said.isEmpty() ? null : said;
        } catch (IOException e) {
            return null; // there is no git
        }
    }

    /** Returns what a file of Linux says under a name, or something else where there is none. */
    private static String entry(String file, String name, String otherwise) {
        if (!Files.isReadable(Path.of(file))) {
            return otherwise;
        }
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(otherwise);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
