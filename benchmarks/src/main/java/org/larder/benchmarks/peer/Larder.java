package org.larder.benchmarks.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.larder.LarderConfiguration;
import org.larder.benchmarks.process.Directories;
import org.larder.benchmarks.workload.DataKind;
import org.larder.codec.KeySource;

/** Larder with its defaults: told how many entries and how large they are, and nothing of how to write them. */
public final class Larder {

    /** The class of its provider. */
    public static final String PROVIDER = "org.larder.provider.LarderCachingProvider";

    private Larder() {}

    static <K, V> JCachePeer<K, V> open(DataKind<K, V> data, long maxEntries) {
        return new JCachePeer<>(PROVIDER, configuration(data, maxEntries));
    }

    static <K, V> Contestant<K, V> withStatistics(DataKind<K, V> data, long maxEntries) {
        return open(data, maxEntries).withStatistics();
    }

    /** With encryption, by a key that is no secret. */
    static <K, V> Contestant<K, V> encrypted(DataKind<K, V> data, long maxEntries) {
        return new JCachePeer<>(
                PROVIDER,
                configuration(data, maxEntries)
                        .setEncrypted(true)
                        .setKeySourceFactory(() -> () -> List.of(new byte[KeySource.KEY_BYTES])));
    }

    /** In files of a directory of their own, which is deleted with it. */
    static <K, V> Contestant<K, V> persistent(DataKind<K, V> data, long maxEntries) {
        try {
            Path directory = Files.createTempDirectory("larder-benchmark");
            return inFiles(data, maxEntries, directory, () -> Directories.delete(directory));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Opens one in the files of a directory, which are made if they are not there. */
    public static <K, V> Contestant<K, V> inFiles(DataKind<K, V> data, long maxEntries, Path directory) {
        return inFiles(data, maxEntries, directory, () -> {});
    }

    private static <K, V> Contestant<K, V> inFiles(
            DataKind<K, V> data, long maxEntries, Path directory, Runnable whenClosed) {
        Properties properties = new Properties();
        properties.setProperty("larder.directory", directory.toString());
        return new JCachePeer<>(PROVIDER, configuration(data, maxEntries).setPersistent(true), properties, whenClosed);
    }

    private static <K, V> LarderConfiguration<K, V> configuration(DataKind<K, V> data, long maxEntries) {
        return new LarderConfiguration<K, V>()
                .setTypes(data.keyType(), data.valueType())
                .setMaxEntries(maxEntries)
                .setTypicalEntryBytes(data.keyBytes() + data.valueBytes());
    }
}
