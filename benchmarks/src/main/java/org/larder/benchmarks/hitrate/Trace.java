package org.larder.benchmarks.hitrate;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.larder.benchmarks.workload.AccessPattern;

/** The keys that a program asked a cache for, in order. */
final class Trace {

    private static final String SUFFIX = ".keys.gz";

    private final String name;
    private final int[] keys;

    private Trace(String name, int[] keys) {
        this.name = name;
        this.keys = keys;
    }

    /** What to call it in tables. */
    String name() {
        return name;
    }

    /** One for each access; not to be changed. */
    int[] keys() {
        return keys;
    }

    /**
     * Reads a trace from a file. One that is named {@code .keys.gz} is gzip of 32-bit numbers, big-endian, one for each
     * access; any other is text, gzip if its name ends with {@code .gz}, with a key in each line that is not blank.
     *
     * @throws IOException if the file cannot be read, ends within a number or has no accesses
     */
    static Trace read(Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        Trace trace = name.endsWith(SUFFIX)
                ? new Trace(name.substring(0, name.length() - SUFFIX.length()), numbers(file))
                : new Trace(name, lines(file, name.endsWith(".gz")));
        if (trace.keys.length == 0) {
            throw new IOException(file + " has no accesses");
        }
        return trace;
    }

    private static int[] lines(Path file, boolean zipped) throws IOException {
        Map<String, Integer> ids = new HashMap<>();
        try (InputStream bytes = Files.newInputStream(file);
                BufferedReader text = new BufferedReader(new InputStreamReader(
                        zipped ? new GZIPInputStream(bytes) : bytes,
                        StandardCharsets.UTF_8.newDecoder()))) { // which refuses what is no text
            return text.lines()
                    .filter(line -> !line.isBlank())
                    .mapToInt(key -> ids.computeIfAbsent(key.strip(), absent -> ids.size()))
                    .toArray();
        } catch (UncheckedIOException e) {
            throw new IOException(file + " is no text in UTF-8, and not named .keys.gz: " + e.getCause(), e);
        }
    }

    private static int[] numbers(Path file) throws IOException {
        int[] keys = new int[1 << 16];
        int count = 0;
        try (DataInputStream in =
                new DataInputStream(new GZIPInputStream(new BufferedInputStream(Files.newInputStream(file))))) {
            for (int first = in.read(); first >= 0; first = in.read()) {
                if (count == keys.length) {
                    keys = Arrays.copyOf(keys, 2 * count);
                }
                keys[count++] = first << 24 | in.readUnsignedByte() << 16 | in.readUnsignedShort();
            }
        } catch (EOFException e) {
            throw new IOException("%s ends in the middle of its number %d".formatted(file, count), e);
        }
        return Arrays.copyOf(keys, count);
    }

    /** Accesses by Zipf's law, where a few keys are asked for most of the time. */
    static Trace zipf(int distinct, int accesses) {
        return new Trace("zipf", new AccessPattern(distinct, 0.99, 42).accesses(0, accesses));
    }

    /** Keys in turn, again and again: whoever keeps the newest never finds one. */
    static Trace loop(int distinct, int accesses) {
        int[] keys = new int[accesses];
        Arrays.setAll(keys, i -> i % distinct);
        return new Trace("loop", keys);
    }

    /** How many different keys there are. */
    int distinct() {
        return (int) Arrays.stream(keys).distinct().count();
    }
}
