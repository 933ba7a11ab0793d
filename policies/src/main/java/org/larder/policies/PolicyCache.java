package org.larder.policies;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import javax.cache.Cache;
import org.jspecify.annotations.Nullable;
import org.larder.KeyRemoval;
import org.larder.expiry.PerEntryExpiry;
import org.larder.expiry.TimeToLive;
import org.larder.management.CacheStorageMXBean;

/** A cache as policies use it, with its counters. Thread-safe. */
final class PolicyCache {

    private static final Logger LOG = System.getLogger(PolicyCaches.class.getName());

    private final Cache<String, byte[]> cache;
    private final PerEntryExpiry<String, byte[]> withExpiry;
    private final KeyRemoval<String> removal;
    private final TimedLookups lookups;
    private final StoredValues values;
    private final PolicyCounters counters;
    private final AtomicBoolean tooLargeTold = new AtomicBoolean();
    private final AtomicBoolean unreadableTold = new AtomicBoolean();

    /**
     * Uses a cache.
     *
     * @throws javax.cache.CacheException if its entries cannot have an expiry of their own
     */
    PolicyCache(Cache<String, byte[]> cache, TimedLookups lookups, StoredValues values) {
        this.cache = cache;
        this.lookups = lookups;
        this.values = values;
        withExpiry = PerEntryExpiry.of(cache);
        removal = KeyRemoval.of(cache);
        counters = new PolicyCounters(evictionsOf(cache));
    }

    private static LongSupplier evictionsOf(Cache<?, ?> cache) {
        try {
            CacheStorageMXBean storage = cache.unwrap(CacheStorageMXBean.class);
            return () -> cache.isClosed() ? 0 : storage.getEvictions();
        } catch (IllegalArgumentException e) {
            return () -> 0; // as the interface promises for such a provider
        }
    }

    String name() {
        return cache.getName();
    }

    boolean isClosed() {
        return cache.isClosed();
    }

    PolicyCounters counters() {
        return counters;
    }

    /** The value of a key; null if there is none, if it took too long, or if it cannot be read. */
    @Nullable
    Object get(String key, Duration timeout) {
        long began = System.nanoTime();
        Object value = null;
        try {
            byte[] stored = lookups.<byte[]>within(timeout, () -> cache.get(key));
            value = stored == null ? null : decoded(stored);
        } catch (TimeoutException e) {
            counters.countTimeout();
        }
        counters.countGet(value != null, System.nanoTime() - began);
        return value;
    }

    private @Nullable Object decoded(byte[] stored) {
        try {
            return values.decoded(stored);
        } catch (IOException | ClassNotFoundException | RuntimeException e) {
            if (unreadableTold.compareAndSet(false, true)) {
                LOG.log(
                        Level.WARNING,
                        "cache ''{0}'': a value cannot be read, and counts as a miss; said once only ({1})",
                        name(),
                        e);
            }
            return null;
        }
    }

    void put(String key, byte[] stored, Duration life) {
        long began = System.nanoTime();
        withExpiry.with(TimeToLive.of(life)).put(key, stored);
        counters.countPut(System.nanoTime() - began);
    }

    boolean remove(String key) {
        long began = System.nanoTime();
        boolean removed = cache.remove(key);
        counters.countRemovals(removed ? 1 : 0, System.nanoTime() - began);
        return removed;
    }

    /** Removes the entries of a key and of all keys that continue it by a fragment. */
    long purge(String prefix) {
        long began = System.nanoTime();
        String children = prefix + CacheKey.SEPARATOR;
        long removed = removal.removeIf(key -> key.startsWith(children) || key.equals(prefix));
        counters.countRemovals(removed, System.nanoTime() - began);
        return removed;
    }

    /** Does not store a value, and removes the one that it would have replaced. */
    void refuseTooLarge(String key) {
        counters.countTooLarge();
        if (tooLargeTold.compareAndSet(false, true)) {
            LOG.log(
                    Level.WARNING,
                    "cache ''{0}'': a value of more than {1} bytes was not stored; said once only, counted by getTooLargeValues",
                    name(),
                    values.maxBytes());
        }
        remove(key);
    }
}
