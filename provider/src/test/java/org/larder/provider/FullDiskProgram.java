package org.larder.provider;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import javax.cache.Cache;
import javax.cache.CacheException;
import org.larder.LarderConfiguration;
import org.larder.management.CacheStorageMXBean;

/** Uses persistent caches on a disk of 8 MiB, which it fills. Prints what came of each step. */
final class FullDiskProgram {

    private final Path disk;

    private FullDiskProgram(Path disk) {
        this.disk = disk;
    }

    public static void main(String[] arguments) throws IOException {
        new FullDiskProgram(Path.of(arguments[0])).run();
    }

    private void run() throws IOException {
        try (LarderCachingProvider provider = new LarderCachingProvider()) {
            tryToCreate("too large", provider, "large", 64L << 20, false);
            Cache<Integer, byte[]> plain = create(provider, "plain", 3L << 20, false);
            Cache<Integer, byte[]> encrypted = create(provider, "encrypted", 2L << 20, true);
            fillDisk();
            use(plain);
            use(encrypted);
            System.out.println("full disk: both work");
            tryToCreate("no room", provider, "late", 64L << 10, false);
        }
        try (LarderCachingProvider provider = new LarderCachingProvider()) {
            System.out.println("reopened: " + isThere(create(provider, "plain", 3L << 20, false)));
            tryToCreate("no room for keys", provider, "encrypted", 2L << 20, true);
            Files.delete(disk.resolve("filling"));
            System.out.println("reopened: " + isThere(create(provider, "encrypted", 2L << 20, true)));
        }
        System.out.println("still here");
    }

    private static boolean isThere(Cache<Integer, byte[]> cache) {
        return cache.containsKey(-1);
    }

    private void tryToCreate(
            String step, LarderCachingProvider provider, String name, long maxBytes, boolean encrypted) {
        try {
            create(provider, name, maxBytes, encrypted);
            System.out.println(step + ": was made");
        } catch (CacheException e) {
            System.out.println(step + ": " + e.getMessage());
        }
    }

    private Cache<Integer, byte[]> create(
            LarderCachingProvider provider, String name, long maxBytes, boolean encrypted) {
        Properties properties = new Properties();
        properties.setProperty("larder.directory", disk.toString());
        LarderConfiguration<Integer, byte[]> configuration = new LarderConfiguration<Integer, byte[]>()
                .setTypes(Integer.class, byte[].class)
                .setMaxBytes(maxBytes)
                .setPersistent(true);
        if (encrypted) {
            configuration.setEncrypted(true).setKeySourceFactory(() -> () -> List.of(new byte[32]));
        }
        return provider.getCacheManager(URI.create("larder:disk"), null, properties)
                .createCache(name, configuration);
    }

    /** Fills a cache until it evicts. */
    private static void use(Cache<Integer, byte[]> cache) {
        CacheStorageMXBean storage = cache.unwrap(CacheStorageMXBean.class);
        for (int key = 0; storage.getEvictions() == 0; key++) {
            cache.put(key, new byte[200]);
        }
        cache.put(-1, new byte[200]);
    }

    private void fillDisk() {
        try (OutputStream filling = Files.newOutputStream(disk.resolve("filling"))) {
            for (byte[] block = new byte[4096]; ; ) {
                filling.write(block);
            }
        } catch (IOException full) {
            // as it was to become
        }
    }
}
