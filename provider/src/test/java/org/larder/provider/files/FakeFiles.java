package org.larder.provider.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Files of a cache that check what a {@link Membership} promises, across all JVMs that use the same directory. Every
 * opener holds the lock of a file of its own while it is open, and that of the file {@code alone} while it opens alone;
 * so that two who are at it at once see each other, and nobody sees the dead. What was broken is written into the
 * directory {@code broken}.
 */
final class FakeFiles implements Opener {

    private static final String DIRTY = "dirty";
    private static final String ALONE = "alone";
    private static final Object ACROSS_CLASS_LOADERS = Runtime.getRuntime();

    private final Path directory;
    private final String id = UUID.randomUUID().toString();
    private final ReadWriteLock use = new ReentrantReadWriteLock();
    private final Queue<String> calls = new ConcurrentLinkedQueue<>();
    private volatile Hook onOpen = call -> {};
    private volatile Hook onClose = call -> {};
    private volatile @Nullable FileChannel mine;

    /** What a test does in the middle of a call. */
    interface Hook {
        void run(String call) throws IOException;
    }

    FakeFiles(Path directory) throws IOException {
        this.directory = directory;
        Files.createDirectories(directory.resolve("open"));
        Files.createDirectories(directory.resolve("broken"));
    }

    static Path lockFile(Path directory) {
        return directory.resolve("locks");
    }

    void onOpen(Hook hook) {
        onOpen = hook;
    }

    void onClose(Hook hook) {
        onClose = hook;
    }

    /** The calls so far. */
    List<String> calls() {
        return List.copyOf(calls);
    }

    boolean isOpen() {
        return mine != null;
    }

    /** What was broken, by anybody. */
    static List<String> broken(Path directory) {
        try (Stream<Path> files = Files.list(directory.resolve("broken"))) {
            return files.map(FakeFiles::text).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void open(boolean alone, boolean clean) throws IOException {
        String call = alone ? "open alone" + (clean ? " clean" : "") : "open";
        calls.add(call);
        check(mine == null, call + " though open");
        if (!alone) {
            check(!isLocked(directory.resolve(ALONE)), "open while somebody is alone");
            hold(call);
            check(!isLocked(directory.resolve(ALONE)), "open while somebody is alone");
            return;
        }
        try (FileChannel channel = channel(directory.resolve(ALONE))) {
            check(lockedAtLast(channel), "two are alone");
            checkAlone();
            check(!clean || !Files.exists(directory.resolve(DIRTY)), "said to be clean after an unclean end");
            hold(call);
            checkAlone();
        }
    }

    private void hold(String call) throws IOException {
        Files.write(directory.resolve(DIRTY), new byte[0]);
        FileChannel channel = channel(directory.resolve("open").resolve(id));
        boolean held = false;
        try {
            check(lockedAtLast(channel), "two have one id");
            channel.write(ByteBuffer.allocate(1), 0); // fails if the thread is interrupted, as it would for real files
            onOpen.run(call);
            held = true;
            mine = channel;
        } finally {
            if (!held) {
                channel.close();
            }
        }
    }

    private void checkAlone() throws IOException {
        try (Stream<Path> others = Files.list(directory.resolve("open"))) {
            for (Path other : others.toList()) {
                if (!other.endsWith(id)) {
                    check(!isLocked(other), "alone while somebody has the files open");
                }
            }
        }
    }

    @Override
    public void close(boolean last) throws IOException {
        String call = last ? "close last" : "close";
        calls.add(call);
        use.writeLock().lock();
        try {
            FileChannel channel = mine;
            check(channel != null, call + " though closed");
            try {
                onClose.run(call);
            } finally {
                if (channel != null) {
                    if (last) {
                        checkAlone();
                        Files.deleteIfExists(directory.resolve(DIRTY));
                    }
                    mine = null;
                    channel.close();
                }
            }
        } finally {
            use.writeLock().unlock();
        }
    }

    /** An operation, as a cache would do it. */
    void operate(Membership membership) throws IOException {
        while (true) {
            use.readLock().lock();
            try {
                if (membership.isCurrent() && mine != null) {
                    check(!isLocked(directory.resolve(ALONE)), "an operation while somebody is alone");
                    return;
                }
            } finally {
                use.readLock().unlock();
            }
            membership.catchUp();
        }
    }

    private void check(boolean holds, String broken) throws IOException {
        if (!holds) {
            Files.writeString(
                    directory.resolve("broken").resolve(UUID.randomUUID().toString()),
                    broken + ": process " + ProcessHandle.current().pid() + ", calls " + calls);
        }
    }

    /** Whether somebody has the lock of a file. Those who only look have it together, one after the other in a JVM. */
    private static boolean isLocked(Path file) throws IOException {
        synchronized (ACROSS_CLASS_LOADERS) {
            try (FileChannel channel = channel(file)) {
                return tryLock(channel, true) == null;
            }
        }
    }

    /** Takes the lock of a file, until the channel is closed; false if somebody else keeps it. */
    private static boolean lockedAtLast(FileChannel channel) throws IOException {
        for (int attempt = 0; attempt < 500; attempt++) {
            synchronized (ACROSS_CLASS_LOADERS) {
                if (tryLock(channel, false) != null) {
                    return true;
                }
            }
            LockSupport.parkNanos(1_000_000); // somebody may be looking
        }
        return false;
    }

    private static @Nullable FileLock tryLock(FileChannel channel, boolean shared) throws IOException {
        try {
            return channel.tryLock(0, Long.MAX_VALUE, shared);
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static FileChannel channel(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }
}
