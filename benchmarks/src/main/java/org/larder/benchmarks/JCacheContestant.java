package org.larder.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.Configuration;
import javax.cache.spi.CachingProvider;
import org.ehcache.config.builders.CacheConfigurationBuilder;
import org.ehcache.config.builders.ResourcePoolsBuilder;
import org.ehcache.config.units.MemoryUnit;
import org.ehcache.jsr107.Eh107Configuration;
import org.jspecify.annotations.Nullable;
import org.larder.LarderConfiguration;
import org.larder.codec.KeySource;

/** A cache behind the standard API, by value and off the heap. */
final class JCacheContestant implements Contestant {

    private static final String LARDER = "org.larder.provider.LarderCachingProvider";
    private static final String EHCACHE = "org.ehcache.jsr107.EhcacheCachingProvider";

    private static final String NAME = "benchmark";

    private final CachingProvider provider;
    private final Cache<String, byte[]> cache;
    private final Runnable whenClosed;

    private JCacheContestant(String provider, Configuration<String, byte[]> configuration) {
        this(provider, configuration, new Properties(), () -> {});
    }

    private JCacheContestant(
            String provider, Configuration<String, byte[]> configuration, Properties properties, Runnable whenClosed) {
        this.whenClosed = whenClosed;
        this.provider = Caching.getCachingProvider(provider);
        CacheManager manager = this.provider.getCacheManager(null, null, properties);
        this.cache = manager.createCache(NAME, configuration);
    }

    /** The same cache, with its statistics enabled from now on. */
    JCacheContestant withStatistics() {
        cache.getCacheManager().enableStatistics(NAME, true);
        return this;
    }

    static JCacheContestant larder(Bounds bounds) {
        return new JCacheContestant(LARDER, configuration(bounds));
    }

    /** Larder with encryption, by a key that is no secret. */
    static JCacheContestant encrypted(Bounds bounds) {
        return new JCacheContestant(
                LARDER,
                configuration(bounds)
                        .setEncrypted(true)
                        .setKeySourceFactory(() -> () -> List.of(new byte[KeySource.KEY_BYTES])));
    }

    /** Larder in files of a directory of their own, which is deleted with it. */
    static JCacheContestant persistent(Bounds bounds) {
        try {
            Path directory = Files.createTempDirectory("larder-benchmark");
            Properties properties = new Properties();
            properties.setProperty("larder.directory", directory.toString());
            return new JCacheContestant(
                    LARDER, configuration(bounds).setPersistent(true), properties, () -> Directories.delete(directory));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static LarderConfiguration<String, byte[]> configuration(Bounds bounds) {
        return new LarderConfiguration<String, byte[]>()
                .setTypes(String.class, byte[].class)
                .setMaxEntries(bounds.maxEntries())
                .setTypicalEntryBytes(bounds.keyBytes() + bounds.valueBytes());
    }

    /** Ehcache bounds its off-heap tier by bytes only: twice what keys and values take, and room for its index. */
    static JCacheContestant ehcache(Bounds bounds) {
        long bytes = 2 * bounds.maxEntries() * (bounds.keyBytes() + bounds.valueBytes() + 64);
        return new JCacheContestant(
                EHCACHE,
                Eh107Configuration.fromEhcacheCacheConfiguration(CacheConfigurationBuilder.newCacheConfigurationBuilder(
                        String.class,
                        byte[].class,
                        ResourcePoolsBuilder.newResourcePoolsBuilder().offheap(bytes, MemoryUnit.B))));
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
        provider.close();
        whenClosed.run();
    }
}
