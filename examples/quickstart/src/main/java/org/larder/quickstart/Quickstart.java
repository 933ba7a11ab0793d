package org.larder.quickstart;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.FactoryBuilder;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.spi.CachingProvider;
import javax.management.JMException;

/**
 * A program that fingerprints every jar of the local Maven repository twice through a read-through cache.
 * The first pass computes, the second is served from the cache; the end shows what that was worth.
 */
public final class Quickstart {
    static final int DONE = 0;
    static final int NOTHING_TO_DO = 1;
    static final int WRONG_ARGUMENTS = 2;

    private static final String CACHE = "fingerprints";

    private final PrintStream out;
    private final PrintStream err;
    private final boolean terminal;

    Quickstart(PrintStream out, PrintStream err, boolean terminal) {
        this.out = out;
        this.err = err;
        this.terminal = terminal;
    }

    /** Takes the folder with the jars; without one, the repository in the user's home. */
    public static void main(String[] arguments) throws IOException, JMException, InterruptedException {
        System.exit(new Quickstart(System.out, System.err, Progress.onTerminal()).run(arguments));
    }

    int run(String... arguments) throws IOException, JMException, InterruptedException {
        if (arguments.length > 1) {
            err.println("One argument is understood, the folder with the jars; got " + arguments.length + ".");
            return WRONG_ARGUMENTS;
        }
        Path repository = arguments.length == 1
                ? Path.of(arguments[0])
                : Path.of(System.getProperty("user.home"), ".m2", "repository");
        if (!Files.isDirectory(repository)) {
            err.println("There is no folder " + repository + "; name the one that holds the jars.");
            return NOTHING_TO_DO;
        }
        Map<String, String> unreadable = new TreeMap<>();
        List<String> jars = JarFinder.find(repository, unreadable);
        if (jars.isEmpty()) {
            err.println("There are no jars in " + repository + "; name a folder that holds some.");
            printUnreadable(unreadable);
            return NOTHING_TO_DO;
        }
        out.println("Fingerprints of the jars in " + repository);
        out.println();
        out.print(fingerprintTwice(jars, unreadable).render());
        printUnreadable(unreadable);
        return DONE;
    }

    private SummaryTable fingerprintTwice(List<String> jars, Map<String, String> unreadable)
            throws JMException, InterruptedException {
        MutableConfiguration<String, JarFingerprint> configuration = new MutableConfiguration<String, JarFingerprint>()
                .setTypes(String.class, JarFingerprint.class)
                .setReadThrough(true)
                .setCacheLoaderFactory(FactoryBuilder.factoryOf(JarFingerprinter.class))
                .setStatisticsEnabled(true);

        try (CachingProvider provider = Caching.getCachingProvider();
                CacheManager manager = provider.getCacheManager()) {
            Cache<String, JarFingerprint> cache = manager.createCache(CACHE, configuration);
            Progress progress = new Progress(out, terminal);

            Pass first = Pass.over(jars, cache, "First pass", progress, unreadable);
            List<String> readable =
                    jars.stream().filter(jar -> !unreadable.containsKey(jar)).toList();
            Pass second = Pass.over(readable, cache, "Second pass", progress, unreadable);

            Lookups lookups = Lookups.of(CACHE);
            long entries = StreamSupport.stream(cache.spliterator(), false).count();
            CacheMemory memory = CacheMemory.releasedBy(() -> manager.destroyCache(CACHE));
            return SummaryTable.of(entries, lookups, first, second, memory);
        }
    }

    private void printUnreadable(Map<String, String> unreadable) {
        if (unreadable.isEmpty()) {
            return;
        }
        out.println();
        out.println("Could not be read: " + unreadable.size());
        unreadable.forEach((path, reason) -> out.println("  " + path + ": " + reason));
    }
}
