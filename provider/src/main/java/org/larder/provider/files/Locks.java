package org.larder.provider.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The locks of a lock file: one for the gate and one for each slot, on bytes far behind the end of the file.
 *
 * <p>Who holds one keeps the {@code FileLock}: the JVM forgets, and gives away again, the locks of those that nobody
 * keeps. Thread-safe, if all who use the channel have the same guard.
 */
final class Locks {

    static final long GATE = 1L << 40;

    private final Path path;
    private final FileChannel channel;
    private final Object guard;

    Locks(Path path, FileChannel channel, Object guard) {
        this.path = path;
        this.channel = channel;
        this.guard = guard;
    }

    static long ofSlot(int slot) {
        return GATE + 1 + slot;
    }

    /** A lock that nobody else has, or null if somebody has it, in this JVM or in another. */
    @Nullable
    FileLock take(long lock) throws IOException {
        return tryLock(lock, false);
    }

    /** Whether somebody has a lock, in this JVM or in another. */
    boolean isTaken(long lock) throws IOException {
        return !whileFree(lock, () -> {});
    }

    /**
     * Does something while nobody has a lock; false, and nothing, if somebody has it.
     *
     * <p>The lock is shared meanwhile: two who look at once do not take each other for its owner.
     */
    boolean whileFree(long lock, Runnable work) throws IOException {
        synchronized (guard) {
            FileLock shared = tryLock(lock, true);
            if (shared == null) {
                return false;
            }
            try {
                work.run();
                return true;
            } finally {
                shared.release();
            }
        }
    }

    private @Nullable FileLock tryLock(long lock, boolean shared) throws IOException {
        synchronized (guard) {
            try {
                return channel.tryLock(lock, 1, shared);
            } catch (OverlappingFileLockException somebodyInThisJvmHasIt) {
                return null;
            } catch (IOException e) {
                throw new IOException(
                        "cannot lock '%s': %s. Files that outlive the process need a file system with locks"
                                .formatted(path, e),
                        e);
            }
        }
    }
}
