package org.larder.provider.crash;

import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import javax.cache.Cache;
import org.larder.LarderConfiguration;
import org.larder.codec.KeySource;
import org.larder.provider.LarderCachingProvider;

/**
 * The program that is killed: threads that change a persistent cache by all operations there are, each thread keys of its
 * own, and keep a journal of it.
 */
public final class CrashingWriter {

    static final int KEYS = 3_000;
    static final int THREADS = 3;
    static final int WRITERS = 2;

    /** Room for all keys. */
    static final long AMPLE_BYTES = 8L << 20;

    /** Room for all keys, too, and tells that they are encrypted. */
    static final long ENCRYPTED_BYTES = 9L << 20;

    /** Room for a part of the keys, so that eviction is at work all the time. */
    static final long TIGHT_BYTES = 256L << 10;

    private CrashingWriter() {}

    static Cache<Integer, byte[]> open(LarderCachingProvider provider, Path directory, long maxBytes) {
        Properties properties = new Properties();
        properties.setProperty("larder.directory", directory.toString());
        LarderConfiguration<Integer, byte[]> configuration = new LarderConfiguration<Integer, byte[]>()
                .setTypes(Integer.class, byte[].class)
                .setMaxBytes(maxBytes)
                .setTypicalEntryBytes(150)
                .setPersistent(true);
        if (maxBytes == ENCRYPTED_BYTES) {
            configuration.setEncrypted(true).setKeySourceFactory(() -> () -> List.of(new byte[KeySource.KEY_BYTES]));
        }
        return provider.getCacheManager(URI.create("larder:crash"), null, properties)
                .createCache("crash", configuration);
    }

    /** The value of a version, which tells whose it is; its size differs, so that it needs other places in the file. */
    static byte[] valueOf(int key, int version) {
        Random random = new Random(key * 1_000_003L + version);
        byte[] value = new byte[8 + random.nextInt(300)];
        random.nextBytes(value);
        return value;
    }

    /**
     * Writes until killed.
     *
     * @param arguments directory, bytes of the cache, number of this writer
     */
    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        int writer = Integer.parseInt(arguments[2]);
        Journal journal = new Journal(directory.resolve("journal"), KEYS);
        Cache<Integer, byte[]> cache =
                open(new LarderCachingProvider(), directory.resolve("caches"), Long.parseLong(arguments[1]));
        for (int thread = 0; thread < THREADS; thread++) {
            int first = writer * THREADS + thread;
            new Thread(() -> write(cache, journal, first)).start();
        }
        System.out.println("ready");
    }

    private static void write(Cache<Integer, byte[]> cache, Journal journal, int first) {
        Random random = new Random();
        int keysOfMine = KEYS / (WRITERS * THREADS);
        while (true) {
            int key = first + random.nextInt(keysOfMine) * WRITERS * THREADS;
            int version = Math.abs(journal.begun(key)) + 1;
            byte[] value = valueOf(key, version);
            switch (random.nextInt(10)) {
                case 0 -> change(journal, key, -version, () -> cache.remove(key));
                case 1 -> change(journal, key, -version, () -> cache.getAndRemove(key));
                case 2 -> change(journal, key, version, () -> cache.getAndPut(key, value));
                case 3 -> change(journal, key, version, () -> cache.putAll(Map.of(key, value)));
                case 4 ->
                    change(
                            journal,
                            key,
                            version,
                            () -> cache.invoke(key, (entry, none) -> {
                                entry.setValue(value);
                                return true;
                            }));
                case 5 -> {
                    if (journal.ended(key) <= 0 && !journal.isInFlight(key)) {
                        change(journal, key, version, () -> cache.putIfAbsent(key, value));
                    }
                }
                case 6 -> {
                    if (cache.containsKey(key) && !journal.isInFlight(key)) {
                        change(journal, key, version, () -> {
                            if (!cache.replace(key, value)) {
                                cache.put(key, value); // was evicted
                            }
                        });
                    }
                }
                case 7 -> {
                    byte[] found = cache.get(key);
                    int ended = journal.ended(key);
                    if (found != null && !journal.isInFlight(key) && !Arrays.equals(found, valueOf(key, ended))) {
                        System.out.println("WRONG value of key " + key + " at version " + ended);
                    }
                }
                default -> change(journal, key, version, () -> cache.put(key, value));
            }
        }
    }

    private static void change(Journal journal, int key, int version, Runnable operation) {
        journal.begin(key, version);
        operation.run();
        journal.end(key);
    }
}
