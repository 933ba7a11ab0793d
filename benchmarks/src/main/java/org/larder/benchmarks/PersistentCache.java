package org.larder.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Larder in files of a directory of their own, which are deleted with it. */
record PersistentCache(Contestant cache, Path directory) implements Contestant {

    static PersistentCache open(Bounds bounds) {
        try {
            Path directory = Files.createTempDirectory("larder-benchmark");
            return new PersistentCache(JCacheContestant.persistent(bounds, directory), directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public byte @Nullable [] get(String key) {
        return cache.get(key);
    }

    @Override
    public void put(String key, byte[] value) {
        cache.put(key, value);
    }

    @Override
    public void close() {
        cache.close();
        Directories.delete(directory);
    }
}
