package org.larder.provider.files;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A lock file opened by nobody else in this JVM: made, checked and mapped. Reads and writes through {@code
 * RandomAccessFile}, which an interrupt does not close.
 *
 * @param channel to it
 * @param mapped all of it
 */
record OpenedFile(FileChannel channel, MappedByteBuffer mapped) implements Closeable {

    /** Opens it, makes it if there is none, and makes it anew if it is empty or cut off and nobody uses it. */
    static OpenedFile toShare(Path path, Wait wait) throws IOException {
        return open(path, "rw", wait);
    }

    /** Opens it as it is. */
    static OpenedFile toRead(Path path, Wait wait) throws IOException {
        return open(path, "r", wait);
    }

    // The channel is handed on.
    @SuppressWarnings("resource")
    private static OpenedFile open(Path path, String mode, Wait wait) throws IOException {
        while (true) {
            RandomAccessFile file = new RandomAccessFile(path.toFile(), mode);
            boolean opened = false;
            try {
                if (!isWhole(path, file)) {
                    if (mode.equals("r")) {
                        throw new IOException("'%s' is cut off: it has %,d bytes and needs %,d"
                                .formatted(path, file.length(), Words.BYTES));
                    }
                    make(path, file, wait);
                }
                FileChannel channel = file.getChannel();
                OpenedFile result = new OpenedFile(
                        channel,
                        channel.map(
                                mode.equals("r") ? FileChannel.MapMode.READ_ONLY : FileChannel.MapMode.READ_WRITE,
                                0,
                                Words.BYTES));
                opened = true;
                return result;
            } catch (ClosedByInterruptException e) {
                // While it was mapped; no harm is done, since nobody has locks through this channel yet.
                wait.noteInterrupt();
            } finally {
                if (!opened) {
                    file.close();
                }
            }
        }
    }

    /** Whether the file can be used as it is; fails if it is not a lock file, or one of another version. */
    private static boolean isWhole(Path path, RandomAccessFile file) throws IOException {
        byte[] expected = Words.ofNewFile();
        byte[] found = new byte[(int) Math.min(file.length(), Words.GENERATION_AT)];
        file.seek(0);
        file.readFully(found);
        int magicBytes = Math.min(found.length, Words.VERSION_AT);
        if (Arrays.equals(found, 0, magicBytes, new byte[magicBytes], 0, magicBytes)) {
            return false; // empty, or the power failed before its bytes were on disk
        }
        if (!Arrays.equals(found, 0, magicBytes, expected, 0, magicBytes)) {
            throw new IOException(
                    "'%s' is not a lock file of Larder. Move it away, or use another directory".formatted(path));
        }
        if (found.length == Words.GENERATION_AT && !Arrays.equals(found, 0, found.length, expected, 0, found.length)) {
            throw new IOException(
                    "'%s' is a lock file of version %d, and this version of Larder knows version %d only. Use the version that wrote it, or delete the directory when no process uses it"
                            .formatted(path, versionIn(file), Words.VERSION));
        }
        return file.length() >= Words.BYTES;
    }

    private static long versionIn(RandomAccessFile file) throws IOException {
        file.seek(Words.VERSION_AT);
        return Long.reverseBytes(file.readLong()); // it is little-endian
    }

    private static void make(Path path, RandomAccessFile file, Wait wait) throws IOException {
        Locks locks = new Locks(path, file.getChannel(), file);
        while (true) {
            try (FileLock gate = locks.take(Locks.GATE)) {
                if (isWhole(path, file)) {
                    return; // by somebody else, just now
                }
                if (gate != null) {
                    for (int slot = 0; slot < Words.SLOTS; slot++) {
                        if (locks.isTaken(Locks.ofSlot(slot))) {
                            throw new IOException(
                                    "'%s' was cut off while a process uses it. End all processes that use it, and open it again"
                                            .formatted(path));
                        }
                    }
                    file.seek(0);
                    file.write(Words.ofNewFile());
                    file.getFD().sync();
                    return;
                }
            }
            if (wait.isOver()) {
                throw new FilesUnavailableException(
                        "'%s' is just being made by another process, and was not ready after %s".formatted(path, wait));
            }
            wait.pause();
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
