package org.larder.provider.crash;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import javax.cache.Cache;
import javax.cache.processor.MutableEntry;
import org.larder.LarderConfiguration;
import org.larder.provider.LarderCachingProvider;

/** A program whose threads add one to numbers in a shared cache, again and again, by {@code invoke}. */
public final class Incrementer {

    static final int THREADS = 4;
    static final int KEYS = 3;

    private Incrementer() {}

    static Cache<String, Long> open(LarderCachingProvider provider, Path directory) {
        Properties properties = new Properties();
        properties.setProperty("larder.directory", directory.toString());
        return provider.getCacheManager(URI.create("larder:numbers"), null, properties)
                .createCache(
                        "numbers",
                        new LarderConfiguration<String, Long>()
                                .setTypes(String.class, Long.class)
                                .setMaxBytes(1L << 20)
                                .setPersistent(true));
    }

    /**
     * Adds.
     *
     * @param arguments directory; how often each thread adds; place in the journal; what the numbers are called
     */
    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        int times = Integer.parseInt(arguments[1]);
        Journal journal = new Journal(directory.resolve("journal"), 100);
        int place = Integer.parseInt(arguments[2]);
        String name = arguments[3];
        try (LarderCachingProvider provider = new LarderCachingProvider()) {
            Cache<String, Long> cache = open(provider, directory.resolve("caches"));
            System.out.println("ready");
            List<Thread> threads = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int mine = place * THREADS + thread;
                threads.add(new Thread(() -> {
                    for (int i = 1; i <= times; i++) {
                        journal.begin(mine, i);
                        cache.invoke(name + i % KEYS, (entry, none) -> add(entry));
                        journal.end(mine);
                    }
                }));
            }
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
        }
        System.out.println("done");
    }

    private static boolean add(MutableEntry<String, Long> entry) {
        entry.setValue(entry.exists() ? entry.getValue() + 1 : 1);
        return true;
    }
}
