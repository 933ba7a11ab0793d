package org.larder.differential;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.Configuration;
import javax.cache.configuration.Factory;
import javax.cache.configuration.MutableConfiguration;
import org.jspecify.annotations.Nullable;
import org.larder.differential.Hearer.Heard;

/** One of the two caches of a history with all that is attached to it. */
final class Side implements AutoCloseable {
    private final Cache<String, String> cache;
    private final CacheManager manager;
    private final Journal journal;
    private final Statistics statistics;
    private final Map<Hearer, CacheEntryListenerConfiguration<String, String>> configurations = new HashMap<>();
    private final @Nullable Predicate<String> livenessGiven;

    /** What an operation did, as far as anybody can see. */
    record Observed(
            @Nullable Object result,
            @Nullable Failure failure,
            List<String> writes,
            List<String> loads,
            List<Heard> heard,
            Counts counts) {}

    /**
     * Makes a cache by a specification.
     *
     * @param specific adds what is specific to the provider
     * @param livenessGiven tells processors whether the entry of a key is alive, or null if they ask the entry
     */
    Side(
            CacheManager manager,
            String cacheName,
            CacheSpec spec,
            Function<CompleteConfiguration<String, String>, Configuration<String, String>> specific,
            @Nullable Predicate<String> livenessGiven) {
        this.manager = manager;
        this.livenessGiven = livenessGiven;
        this.journal = new Journal(spec.expiry());
        MutableConfiguration<String, String> configuration = new MutableConfiguration<>();
        configuration.setTypes(String.class, String.class);
        configuration.setStoreByValue(spec.byValue());
        configuration.setStatisticsEnabled(true);
        configuration.setExpiryPolicyFactory(one(spec.expiry().policy(journal::expiry)));
        if (spec.loader()) {
            configuration.setCacheLoaderFactory(one(journal));
        }
        configuration.setReadThrough(spec.readThrough());
        if (spec.writeThrough()) {
            configuration.setCacheWriterFactory(one(journal));
        }
        configuration.setWriteThrough(spec.writeThrough());
        spec.hearers().forEach(hearer -> configuration.addCacheEntryListenerConfiguration(configuration(hearer)));
        this.cache = manager.createCache(cacheName, specific.apply(configuration));
        this.statistics = new Statistics(manager.getURI(), cacheName);
    }

    // Of a configuration that is never serialized.
    @SuppressWarnings("serial")
    private static <T> Factory<T> one(T object) {
        return () -> object;
    }

    Cache<String, String> cache() {
        return cache;
    }

    Journal journal() {
        return journal;
    }

    Statistics statistics() {
        return statistics;
    }

    /** The configuration of a listener, the same one every time. */
    CacheEntryListenerConfiguration<String, String> configuration(Hearer hearer) {
        return configurations.computeIfAbsent(hearer, h -> h.configuration(journal));
    }

    /** Whether the entry of a key is alive; null if a processor is to ask the entry itself. */
    @Nullable
    Boolean livenessGiven(@Nullable String key) {
        return (livenessGiven == null || key == null) ? null : Boolean.valueOf(livenessGiven.test(key));
    }

    Observed run(Operation operation) {
        boolean open = !cache.isClosed();
        Counts before = open ? statistics.counts() : Counts.NONE;
        journal.clear();
        Object result = null;
        Failure failure = null;
        try {
            result = operation.on(this);
        } catch (RuntimeException e) {
            failure = Failure.of(e);
        }
        open = !cache.isClosed();
        return new Observed(
                result,
                failure,
                journal.writes(),
                journal.loads(),
                journal.heard(),
                open ? statistics.counts().minus(before) : Counts.NONE);
    }

    @Override
    public void close() {
        manager.destroyCache(cache.getName());
    }
}
