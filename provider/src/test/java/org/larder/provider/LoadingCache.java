package org.larder.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.CacheEntryExpiredListener;
import javax.cache.event.CacheEntryRemovedListener;
import javax.cache.event.CacheEntryUpdatedListener;
import javax.cache.integration.CacheLoader;
import org.jspecify.annotations.Nullable;
import org.larder.LarderConfiguration;

/** A loader whose every step a test decides, and a listener that notes all events. */
final class LoadingCache implements CacheLoader<String, String> {

    /** What the loader is asked for, one for each call. */
    final List<String> asked = new CopyOnWriteArrayList<>();

    /** The events, as "CREATED k new (was old)". */
    final List<String> events = new CopyOnWriteArrayList<>();

    private final AtomicInteger number = new AtomicInteger();
    private final Semaphore begun = new Semaphore(0);
    private final Semaphore mayEnd = new Semaphore(0);
    private volatile boolean held;
    private volatile boolean finding = true;
    private volatile @Nullable RuntimeException failure;

    /** Lets the loader wait, from now on, in every call. */
    void hold() {
        held = true;
    }

    /** Waits until one more call of the loader has begun. */
    void awaitBegun() {
        acquire(begun);
    }

    /** Lets one call end. */
    void letEnd() {
        mayEnd.release();
    }

    /** Lets all calls end. */
    void letAllEnd() {
        held = false;
        mayEnd.release(1_000);
    }

    /** Lets the loader fail from now on, or not, with null. */
    void failWith(@Nullable RuntimeException exception) {
        failure = exception;
    }

    /** Lets the loader find nothing from now on. */
    void findNothing() {
        finding = false;
    }

    @Override
    @SuppressWarnings("NullAway") // null says that there is no such thing
    public String load(String key) {
        return next(key);
    }

    @Override
    public Map<String, String> loadAll(Iterable<? extends String> keys) {
        List<String> all = new ArrayList<>();
        keys.forEach(all::add);
        String value = next(String.join("+", all.stream().sorted().toList()));
        Map<String, String> found = new HashMap<>();
        if (value != null) {
            all.forEach(key -> found.put(key, value));
        }
        return found;
    }

    private @Nullable String next(String what) {
        asked.add(what);
        String value = "v" + number.incrementAndGet();
        if (held) {
            begun.release();
            acquire(mayEnd);
        }
        RuntimeException thrown = failure;
        if (thrown != null) {
            throw thrown;
        }
        return finding ? value : null;
    }

    private static void acquire(Semaphore semaphore) {
        try {
            assertThat(semaphore.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A configuration that reads through this, and whose events are noted. */
    LarderConfiguration<String, String> in(LarderConfiguration<String, String> configuration) {
        return configuration
                .setReadThrough(true)
                .setCacheLoaderFactory(Journal.one(this))
                .setStatisticsEnabled(true)
                .addCacheEntryListenerConfiguration(
                        new MutableCacheEntryListenerConfiguration<>(Journal.one(new Hearer()), null, true, true));
    }

    private final class Hearer
            implements CacheEntryCreatedListener<String, String>,
                    CacheEntryUpdatedListener<String, String>,
                    CacheEntryRemovedListener<String, String>,
                    CacheEntryExpiredListener<String, String> {
        @Override
        public void onCreated(Iterable<CacheEntryEvent<? extends String, ? extends String>> all) {
            all.forEach(event -> events.add("CREATED %s %s".formatted(event.getKey(), event.getValue())));
        }

        @Override
        public void onUpdated(Iterable<CacheEntryEvent<? extends String, ? extends String>> all) {
            all.forEach(event -> events.add(
                    "UPDATED %s %s was %s".formatted(event.getKey(), event.getValue(), event.getOldValue())));
        }

        @Override
        public void onRemoved(Iterable<CacheEntryEvent<? extends String, ? extends String>> all) {
            all.forEach(event -> events.add("REMOVED %s %s".formatted(event.getKey(), event.getOldValue())));
        }

        @Override
        public void onExpired(Iterable<CacheEntryEvent<? extends String, ? extends String>> all) {
            all.forEach(event -> events.add("EXPIRED %s %s".formatted(event.getKey(), event.getOldValue())));
        }
    }
}
