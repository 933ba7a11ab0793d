package org.larder.provider.crash;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What a writer was about to do to each key, and what it had done: a mapped file, which outlives a killed process. A
 * version above zero is that of a value, one below zero that of a removal, zero stands for a key never touched.
 */
final class Journal {

    private static final int KEY_BYTES = 2 * Integer.BYTES;

    private final MappedByteBuffer entries;

    Journal(Path file, int keys) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            entries = channel.map(MapMode.READ_WRITE, 0, (long) keys * KEY_BYTES);
        }
    }

    void begin(int key, int version) {
        entries.putInt(key * KEY_BYTES, version);
    }

    void end(int key) {
        entries.putInt(key * KEY_BYTES + Integer.BYTES, begun(key));
    }

    int begun(int key) {
        return entries.getInt(key * KEY_BYTES);
    }

    int ended(int key) {
        return entries.getInt(key * KEY_BYTES + Integer.BYTES);
    }

    boolean isInFlight(int key) {
        return begun(key) != ended(key);
    }
}
