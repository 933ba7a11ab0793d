package org.larder.provider.encryption;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * A key ring in a file, which other JVMs may replace by one with more openers. It is never changed in place: whoever
 * reads it sees an old ring or a new one. Thread-safe.
 */
final class KeysFile implements Openers {

    private static final Logger LOG = System.getLogger(KeysFile.class.getName());

    private static final long MAX_BYTES = KeyRing.HEAD_BYTES + (long) KeyRing.MAX_OPENERS * Opener.RECORD_BYTES;

    private final Path path;
    private KeyRing ring;
    private Version version;
    private boolean unreadable;

    /** What changes with every opener. */
    private record Version(
            long byteCount, FileTime time, @Nullable Object fileKey) {
        static Version of(Path path) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return new Version(attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
        }
    }

    private KeysFile(Path path, KeyRing ring, Version version) {
        this.path = path;
        this.ring = ring;
        this.version = version;
    }

    /** Makes a file, or replaces what is there, with a new ring. */
    static void create(Path path, MasterKeys masterKeys, SecureRandom random) throws IOException {
        write(path, KeyRing.create(masterKeys.current(), random));
    }

    /** Adds an opener to a file. */
    static KeysFile open(Path path, MasterKeys masterKeys, SecureRandom random) throws IOException {
        KeyRing ring = read(path).opened(masterKeys, random);
        write(path, ring);
        return new KeysFile(path, ring, Version.of(path));
    }

    private static void write(Path path, KeyRing ring) throws IOException {
        Path unfinished = path.resolveSibling(path.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                unfinished,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(ring.bytes());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceDirectory(path);
    }

    /** Makes the new name last, where the system lets directories be forced. */
    private static void forceDirectory(Path path) {
        try (FileChannel directory = FileChannel.open(path.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, () -> "the directory of %s cannot be forced to disk: %s".formatted(path, e));
        }
    }

    static KeyRing read(Path path) throws IOException {
        long byteCount = Files.size(path);
        try {
            if (byteCount > MAX_BYTES) {
                throw new DamagedKeysException("it has %,d bytes".formatted(byteCount));
            }
            return KeyRing.of(Files.readAllBytes(path));
        } catch (DamagedKeysException e) {
            throw new DamagedKeysException(
                    "%s is no file of keys, or damaged: %s".formatted(path.getFileName(), e.getMessage()));
        }
    }

    /** The ring as it was last read or written. */
    synchronized KeyRing ring() {
        return ring;
    }

    /** Looks into the file again if another has replaced it. */
    @Override
    public synchronized @Nullable Opener find(int number) {
        Opener opener = ring.find(number);
        if (opener == null && isReadAgain()) {
            opener = ring.find(number);
        }
        return opener;
    }

    private boolean isReadAgain() {
        try {
            Version now = Version.of(path);
            if (now.equals(version)) {
                return false;
            }
            ring = read(path);
            version = now;
            unreadable = false;
            return true;
        } catch (IOException e) {
            if (!unreadable) {
                unreadable = true;
                LOG.log(
                        Level.WARNING,
                        "%s cannot be read again; entries that other JVMs write from now on are misses".formatted(path),
                        e);
            }
            return false;
        }
    }
}
