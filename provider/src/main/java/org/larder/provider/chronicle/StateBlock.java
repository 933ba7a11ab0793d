package org.larder.provider.chronicle;

import java.util.function.LongSupplier;
import net.openhft.chronicle.core.OS;
import org.larder.provider.store.Stored;

/**
 * What a store keeps beside its map, in one block of memory off the heap: numbers of the whole store, then of each
 * segment ({@link SegmentAccounts}), then the keys that were dropped ({@link Ghosts}). Where the map is a file, so is the
 * block, and several JVMs share both.
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
        StateBlock block =
                new StateBlock(cacheName, geometry, address, () -> OS.memory().freeMemory(address, bytes));
        for (int segment = 0; segment < geometry.segments(); segment++) {
            OS.memory().writeLong(block.segment(segment) + SegmentAccounts.EARLIEST_DEADLINE, Stored.NEVER);
        }
        return block;
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
            throw new IllegalStateException("cache '%s' is closed".formatted(cacheName));
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
