package org.larder.benchmarks.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All figures of one table, with what is needed to make the table of them.
 *
 * @param name what its files are called
 * @param title what the table is called
 * @param text how to read it, in a few sentences
 * @param subjectName what the subjects are, such as {@code operation}
 * @param sizeName what the sizes count, or null if there are none
 * @param yardstick the contestant whose ratio is 1, or null for a table without ratios
 * @param lines whether the chart has lines over the sizes, instead of bars
 * @param environment where and when the figures were taken
 * @param figures in the order of the table; the measure of the first is the one of ratios and chart
 */
public record Results(
        String name,
        String title,
        String text,
        String subjectName,
        @Nullable String sizeName,
        @Nullable String yardstick,
        boolean lines,
        Environment environment,
        List<Figure> figures) {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** Copies the figures. */
    public Results {
        figures = List.copyOf(figures);
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IOException if the file cannot be read, or is not of that kind
     */
    public static Results read(Path file) throws IOException {
        return JSON.readValue(file.toFile(), Results.class);
    }

    /** Writes all of it as JSON. */
    void write(Path file) throws IOException {
        JSON.writeValue(file.toFile(), this);
    }
}
