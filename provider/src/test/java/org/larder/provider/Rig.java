package org.larder.provider;

import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.management.CacheStatisticsMXBean;
import javax.management.JMException;
import javax.management.JMX;
import javax.management.ObjectName;
import org.larder.LarderConfiguration;
import org.larder.management.CacheStorageMXBean;

/** A provider on a manual clock with one manager; closes all at the end. */
final class Rig implements AutoCloseable {

    private static final AtomicInteger NUMBERS = new AtomicInteger();

    final ManualClock clock = new ManualClock();
    final LarderCachingProvider provider;
    final CacheManager manager;

    /** Makes a rig in which nothing expires while nobody looks. */
    Rig() {
        this(Duration.ofDays(365));
    }

    /**
     * Makes a rig.
     *
     * @param sweepPace how often expired entries are looked for in the background
     */
    Rig(Duration sweepPace) {
        this(sweepPace, new Properties());
    }

    /** Makes a rig with a directory for files. */
    Rig(Duration sweepPace, Path directory) {
        this(sweepPace, inDirectory(directory));
    }

    private Rig(Duration sweepPace, Properties properties) {
        provider = new LarderCachingProvider(clock, sweepPace);
        manager = provider.getCacheManager(
                URI.create("rig:" + NUMBERS.incrementAndGet()), getClass().getClassLoader(), properties);
    }

    private static Properties inDirectory(Path directory) {
        Properties properties = new Properties();
        properties.setProperty("larder.directory", directory.toString());
        return properties;
    }

    /** The kinds of store. */
    enum Storage {
        BY_VALUE,
        BY_REFERENCE;

        LarderConfiguration<String, String> strings() {
            return apply(new LarderConfiguration<String, String>().setTypes(String.class, String.class));
        }

        <K, V> LarderConfiguration<K, V> apply(LarderConfiguration<K, V> configuration) {
            if (this == BY_VALUE && configuration.getMaxEntries() == null) {
                configuration.setMaxBytes(1L << 20);
            }
            return configuration.setStoreByValue(this == BY_VALUE);
        }
    }

    <K, V> Cache<K, V> create(String name, LarderConfiguration<K, V> configuration) {
        return manager.createCache(name, configuration);
    }

    /** Every make of store; those in files need a rig with a directory. */
    enum Place {
        BY_REFERENCE,
        BY_VALUE,
        ENCRYPTED,
        IN_FILES,
        ENCRYPTED_IN_FILES;

        LarderConfiguration<String, String> strings() {
            LarderConfiguration<String, String> configuration =
                    (this == BY_REFERENCE ? Storage.BY_REFERENCE : Storage.BY_VALUE).strings();
            if (this == ENCRYPTED || this == ENCRYPTED_IN_FILES) {
                configuration.setEncrypted(true).setKeySourceFactory(() -> () -> List.of(new byte[32]));
            }
            return configuration.setPersistent(this == IN_FILES || this == ENCRYPTED_IN_FILES);
        }
    }

    /** The statistics of a cache, which must be switched on. */
    CacheStatisticsMXBean statistics(String cacheName) {
        return JMX.newMXBeanProxy(
                ManagementFactory.getPlatformMBeanServer(),
                bean("CacheStatistics", cacheName),
                CacheStatisticsMXBean.class);
    }

    /** The storage of a cache, which must be managed. */
    CacheStorageMXBean storage(String cacheName) {
        return JMX.newMXBeanProxy(
                ManagementFactory.getPlatformMBeanServer(), bean("CacheStorage", cacheName), CacheStorageMXBean.class);
    }

    boolean isShown(String type, String cacheName) {
        return ManagementFactory.getPlatformMBeanServer().isRegistered(bean(type, cacheName));
    }

    private ObjectName bean(String type, String cacheName) {
        try {
            String domain = type.equals("CacheStorage") ? "org.larder" : "javax.cache";
            return new ObjectName(domain + ":type=" + type + ",CacheManager="
                    + manager.getURI().toString().replace(':', '.') + ",Cache=" + cacheName);
        } catch (JMException e) {
            throw new IllegalArgumentException(cacheName, e);
        }
    }

    /** Hits, misses, puts and removals of a cache. */
    List<Long> counts(String cacheName) {
        CacheStatisticsMXBean statistics = statistics(cacheName);
        return List.of(
                statistics.getCacheHits(),
                statistics.getCacheMisses(),
                statistics.getCachePuts(),
                statistics.getCacheRemovals());
    }

    static <T> List<T> listOf(Iterable<T> iterable) {
        List<T> list = new ArrayList<>();
        iterable.forEach(list::add);
        return list;
    }

    @Override
    public void close() {
        provider.close();
    }
}
