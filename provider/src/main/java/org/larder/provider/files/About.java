package org.larder.provider.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.stream.Collectors.joining;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the files of a cache: a small text, names and values, with a check sum in its last line. It is written
 * when the files are complete and never changed. Immutable.
 */
public final class About {

    /** The version of the format; a file of another is not touched. */
    public static final String FORMAT = "format";

    /** How long a text may be that {@link #read} takes, in bytes. */
    public static final int MAX_BYTES = 1 << 20;

    private static final String CHECK = "check";

    private final SortedMap<String, String> facts;

    /** Creates a text of some facts. */
    public About(Map<String, String> facts) {
        this.facts = new TreeMap<>(facts);
    }

    /**
     * Reads a file.
     *
     * @return what it says; null if it is not a text that {@link #write} wrote, or not any more
     * @throws IOException if it cannot be read
     */
    public static @Nullable About read(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            return null;
        }
        Properties properties = new Properties();
        try {
            properties.load(new ByteArrayInputStream(Files.readAllBytes(file)));
        } catch (IllegalArgumentException e) {
            return null; // no text of properties
        }
        SortedMap<String, String> facts = new TreeMap<>();
        properties.stringPropertyNames().forEach(name -> facts.put(name, properties.getProperty(name)));
        String check = facts.remove(CHECK);
        About about = new About(facts);
        return about.check().equals(check) ? about : null;
    }

    /** Writes the text to the disk. Who dies meanwhile leaves a file that is not whole. */
    public void write(Path file) throws IOException {
        String text = text() + CHECK + "=" + check() + "\n";
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ISO_8859_1.encode(text);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    /** The facts as a file of properties has them, in ASCII, in order and without the comment about the time. */
    private String text() {
        StringBuilder text = new StringBuilder();
        facts.forEach((name, value) -> {
            Properties one = new Properties();
            one.setProperty(name, value);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try {
                one.store(bytes, null);
            } catch (IOException e) {
                throw new AssertionError("memory does not fail", e);
            }
            bytes.toString(ISO_8859_1)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> text.append(line).append('\n'));
        });
        return text.toString();
    }

    private String check() {
        CRC32C crc = new CRC32C();
        crc.update(text().getBytes(ISO_8859_1));
        return Long.toHexString(crc.getValue());
    }

    /** How long the text is without its check sum, in bytes. */
    public int bytes() {
        return text().length();
    }

    /** The value of a fact, or null. */
    public @Nullable String get(String name) {
        return facts.get(name);
    }

    /** All facts, by name. */
    public Map<String, String> facts() {
        return Map.copyOf(facts);
    }

    /**
     * What this says otherwise than another, in words.
     *
     * @param names the facts to compare
     * @return empty if they agree
     */
    public String differences(About other, Collection<String> names) {
        return names.stream()
                .filter(name -> !Objects.equals(get(name), other.get(name)))
                .map(name -> "%s is %s in the file and %s here".formatted(name, get(name), other.get(name)))
                .collect(joining("; "));
    }
}
