package org.larder.provider.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A lock file as this JVM has it: open once, whoever in the JVM uses it, Larder of another class loader included.
 *
 * <p>Once, because the operating system takes all locks of a process off a file as soon as the process closes any
 * channel to it. What the class loaders share lies in the system properties and is made of classes of the JDK, so that it
 * keeps no class loader alive. Its shape must stay as it is, for two versions of Larder may meet in it: under
 * {@value #KEY} a map from the identity of a lock file to a map that holds its channel, its mapped words and the number
 * of its users. It is guarded by the system properties themselves, the locks of one file by the inner map.
 *
 * <p>The channel is used for nothing but {@code tryLock} and the release of locks: what else it can do closes it when the
 * thread is interrupted. Thread-safe.
 */
final class SharedFile implements Closeable {

    static final String KEY = "org.larder.files";
    private static final String CHANNEL = "channel";
    private static final String WORDS = "words";
    private static final String USERS = "users";

    private final Path path;
    private final String identity;
    private final Map<String, Object> shared;
    private final Words words;
    private final Locks locks;

    private SharedFile(Path path, String identity, Map<String, Object> shared) {
        this.path = path;
        this.identity = identity;
        this.shared = shared;
        this.words = new Words((MappedByteBuffer) part(shared, WORDS));
        this.locks = new Locks(path, (FileChannel) part(shared, CHANNEL), shared);
    }

    /**
     * Opens a lock file, and makes it if there is none. Whoever opens it closes it.
     *
     * @param wait how long to wait for a process that is just making it
     */
    static SharedFile open(Path path, Wait wait) throws IOException {
        Properties guard = System.getProperties();
        synchronized (guard) {
            try {
                if (!Files.exists(path)) {
                    OpenedFile.toShare(path, wait).close();
                }
                String identity = identity(path);
                Map<String, Map<String, Object>> files = files(guard);
                Map<String, Object> shared = files.get(identity);
                if (shared == null) {
                    OpenedFile opened = OpenedFile.toShare(path, wait);
                    shared = new ConcurrentHashMap<>(
                            Map.of(CHANNEL, opened.channel(), WORDS, opened.mapped(), USERS, 0));
                    files.put(identity, shared);
                }
                shared.put(USERS, users(shared) + 1);
                return new SharedFile(path, identity, shared);
            } finally {
                forgetIfEmpty(guard);
            }
        }
    }

    /** Reads who is in and leaves everything as it is. */
    static Occupancy inspect(Path path, Wait wait) throws IOException {
        Properties guard = System.getProperties();
        synchronized (guard) {
            String identity = identity(path);
            Map<String, Object> shared = files(guard).get(identity);
            if (shared != null) {
                SharedFile file = new SharedFile(path, identity, shared);
                return Occupancy.of(file.words, file.locks);
            }
            // Nobody in this JVM has locks on the file, which would be lost when it is closed.
            try (OpenedFile opened = OpenedFile.toRead(path, wait)) {
                Locks locks = new Locks(path, opened.channel(), opened);
                return Occupancy.of(new Words(opened.mapped()), locks);
            } finally {
                forgetIfEmpty(guard);
            }
        }
    }

    /** Whether its path still leads to it. */
    boolean isInPlace() throws IOException {
        try {
            return identity(path).equals(identity);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    Words words() {
        return words;
    }

    Locks locks() {
        return locks;
    }

    @Override
    public void close() throws IOException {
        Properties guard = System.getProperties();
        synchronized (guard) {
            int users = users(shared) - 1;
            shared.put(USERS, users);
            if (users == 0) {
                files(guard).remove(identity);
                forgetIfEmpty(guard);
                ((FileChannel) part(shared, CHANNEL)).close();
            }
        }
    }

    /** What the operating system knows the file by: not its path, for another file may have that tomorrow. */
    private static String identity(Path path) throws IOException {
        Object fileKey = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        return fileKey == null ? path.toRealPath().toString() : fileKey.toString();
    }

    @SuppressWarnings("unchecked") // nobody else uses the key
    private static Map<String, Map<String, Object>> files(Properties guard) {
        return (Map<String, Map<String, Object>>) guard.computeIfAbsent(KEY, key -> new ConcurrentHashMap<>());
    }

    /** Listing the system properties fails while there is one that is not a text. */
    private static void forgetIfEmpty(Properties guard) {
        if (files(guard).isEmpty()) {
            guard.remove(KEY);
        }
    }

    private static int users(Map<String, Object> shared) {
        return (Integer) part(shared, USERS);
    }

    private static Object part(Map<String, Object> shared, String name) {
        return Objects.requireNonNull(shared.get(name), name);
    }
}
