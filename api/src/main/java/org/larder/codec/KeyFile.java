package org.larder.codec;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import javax.cache.configuration.Factory;

/**
 * A source of keys in a text file: one key in each line, in Base64 (44 characters) or hexadecimal (64 digits). The first
 * line is the current key, further lines are older keys that may still be read. Empty lines and lines that begin with
 * {@code #} are skipped. Such a file is made by {@code openssl rand -base64 32 > orders.key; chmod 600 orders.key}.
 *
 * <p>A file whose permissions let others than its owner do anything with it is used with a warning.
 *
 * @param path the file; relative to the directory that the JVM was started in if it is not absolute
 * @since 0.1
 */
public record KeyFile(String path) implements KeySource, Factory<KeySource> {

    private static final Logger LOG = System.getLogger(KeyFile.class.getName());

    private static final int MAX_BYTES = 64 << 10;

    private static final Set<PosixFilePermission> OWNERS = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    /**
     * Names a file, which is not read yet.
     *
     * @throws IllegalArgumentException if the path is blank
     */
    public KeyFile {
        if (requireNonNull(path, "path").isBlank()) {
            throw new IllegalArgumentException("the path of a key file is blank; name the file");
        }
    }

    /** Returns this source, which is its own factory. */
    @Override
    public KeySource create() {
        return this;
    }

    /**
     * Reads the keys from the file.
     *
     * @throws IllegalStateException if the file is not there or cannot be read, if there is no key in it, or something
     *     that is none; says which line, and never what is in it
     */
    @Override
    public List<byte[]> keys() {
        Path file = Path.of(path).toAbsolutePath();
        byte[] text = read(file);
        try {
            return KeyText.lines(text, "key file " + file);
        } finally {
            Arrays.fill(text, (byte) 0);
        }
    }

    private static byte[] read(Path file) {
        try {
            warnIfOpenToOthers(file);
            if (Files.size(file) > MAX_BYTES) {
                throw new IllegalStateException("key file %s has %,d bytes, and that is no key file; %s"
                        .formatted(file, Files.size(file), KeyText.ADVICE));
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new IllegalStateException("key file %s is not there; %s".formatted(file, KeyText.ADVICE), e);
        } catch (IOException e) {
            throw new IllegalStateException("key file %s cannot be read: %s".formatted(file, e), e);
        }
    }

    private static void warnIfOpenToOthers(Path file) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view != null && !OWNERS.containsAll(view.readAttributes().permissions())) {
            LOG.log(
                    Level.WARNING,
                    "key file %s is open to others than its owner; run: chmod 600 %s".formatted(file, file));
        }
    }

    /** The setting of a configuration file that has the same meaning. */
    @Override
    public String toString() {
        return "file:" + path;
    }
}
