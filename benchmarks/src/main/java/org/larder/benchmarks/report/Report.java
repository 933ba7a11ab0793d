package org.larder.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The files of some results: {@code <name>.json} with each figure, {@code <name>.md} with the table and {@code <name>.svg}
 * with the chart. They go to the directory that the system property {@code out} names.
 */
public final class Report {

    private static final Path DIRECTORY = Path.of(System.getProperty("out", "benchmarks/target/results"));

    private Report() {}

    /**
     * Writes the files and prints the table.
     *
     * @throws IllegalStateException if there are no figures
     */
    public static void publish(Results results) throws IOException {
        write(results, DIRECTORY);
        System.out.printf(
                "%n%s%nThe files %s.json, .md and .svg are in %s.%n",
                new Table(results).page(), results.name(), DIRECTORY);
    }

    /** Makes tables and charts anew from files that have been written. */
    public static void again(List<String> files) throws IOException {
        for (String file : files) {
            write(Results.read(Path.of(file)), Path.of(file).resolveSibling(""));
        }
    }

    static void write(Results results, Path directory) throws IOException {
        if (results.figures().isEmpty()) {
            throw new IllegalStateException(
                    "'" + results.name() + "' has measured nothing: all contestants failed, see the log");
        }
        Files.createDirectories(directory);
        results.write(directory.resolve(results.name() + ".json"));
        Files.writeString(
                directory.resolve(results.name() + ".md"),
                new Table(results).page() + "\n![chart](%s.svg)\n".formatted(results.name()));
        Files.writeString(directory.resolve(results.name() + ".svg"), new Chart(results).svg());
    }
}
