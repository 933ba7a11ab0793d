package org.larder.provider.chronicle;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.LongSupplier;
import net.openhft.chronicle.core.OS;

/**
 * What a store keeps beside its map, in one block of memory off the heap: numbers of the whole store, then of each
 * segment ({@link SegmentAccounts}), then the keys that were dropped ({@link Ghosts}). All zeros is the state of an
 * empty store. Where the map is a file, so is the block, and several JVMs share both.
 *
 * <p>The numbers of a segment are read and written under that segment's lock, and the block outlives every such lock.
 * Whoever looks without a lock does it inside {@link #look}.
 */
final class StateBlock implements AutoCloseable {

    /** Bytes of the numbers of the whole store. */
    static final int HEAD_BYTES = 64;

    /** Bytes of the numbers of a segment: a cache line, so that writers of two segments do not share one. */
    static final int SEGMENT_BYTES = 64;

    private final String cacheName;
    private final long address;
    private final Geometry geometry;
    private final Runnable release;
    private boolean closed;

    private StateBlock(String cacheName, Geometry geometry, long address, Runnable release) {
        this.cacheName = cacheName;
        this.address = address;
        this.geometry = geometry;
        this.release = release;
    }

    /** A block in memory for an empty store. */
    static StateBlock inMemory(String cacheName, Geometry geometry) {
        long bytes = bytes(geometry);
        long address = OS.memory().allocate(bytes);
        OS.memory().setMemory(address, bytes, (byte) 0);
        return new StateBlock(cacheName, geometry, address, () -> OS.memory().freeMemory(address, bytes));
    }

    /** Makes the file of a block for an empty store. */
    static void create(Geometry geometry, Path file) throws IOException {
        try (RandomAccessFile made = new RandomAccessFile(file.toFile(), "rw")) {
            made.setLength(bytes(geometry));
        }
    }

    /** The block in a file of the right size. */
    static StateBlock mapped(String cacheName, Geometry geometry, Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return mapped(cacheName, geometry, channel, MapMode.READ_WRITE);
        }
    }

    /** The block in a file of the right size, to be read only. */
    static StateBlock readOnly(String cacheName, Geometry geometry, Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return mapped(cacheName, geometry, channel, MapMode.READ_ONLY);
        }
    }

    private static StateBlock mapped(String cacheName, Geometry geometry, FileChannel channel, MapMode mode)
            throws IOException {
        long bytes = bytes(geometry);
        long address = OS.map(channel, mode, 0, bytes);
        return new StateBlock(cacheName, geometry, address, () -> unmap(address, bytes));
    }

    private static void unmap(long address, long bytes) {
        try {
            OS.unmap(address, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The bytes of the block of a store. */
    static long bytes(Geometry geometry) {
        return HEAD_BYTES + geometry.segments() * (SEGMENT_BYTES + Ghosts.segmentBytes(geometry.entriesPerSegment()));
    }

    /** The shape of the map. */
    Geometry geometry() {
        return geometry;
    }

    /** The address of the numbers of the whole store. */
    long head() {
        return address;
    }

    /** The address of the numbers of a segment. */
    long segment(int segment) {
        return address + HEAD_BYTES + (long) segment * SEGMENT_BYTES;
    }

    /** The address of the keys that were dropped. */
    long ghosts() {
        return segment(geometry.segments());
    }

    /**
     * Reads without a lock of the map.
     *
     * @throws IllegalStateException if the block was closed meanwhile
     */
    synchronized long look(LongSupplier reading) {
        if (closed) {
            throw new StoreClosedException(cacheName, null);
        }
        return reading.getAsLong();
    }

    /** Gives the memory back. Nobody may be in the map any more. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            release.run();
        }
    }
}
