package org.larder.provider.event;

import java.io.Closeable;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import javax.cache.Cache;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.configuration.Factory;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.CacheEntryEventFilter;
import javax.cache.event.CacheEntryExpiredListener;
import javax.cache.event.CacheEntryRemovedListener;
import javax.cache.event.CacheEntryUpdatedListener;
import javax.cache.event.EventType;
import org.jspecify.annotations.Nullable;

/** A cache reduced to what events need: a dispatcher and a lock and a version per key. */
final class Fixture {
    final EventDispatcher<String, Integer> dispatcher;
    private final Cache<String, Integer> cache;
    private final ConcurrentHashMap<String, ReentrantLock> locks = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, Integer> versions = new ConcurrentHashMap<>();

    Fixture() {
        this(Duration.ofSeconds(5));
    }

    Fixture(Duration patience) {
        cache = anyCache();
        dispatcher = new EventDispatcher<>("orders", () -> cache, patience);
    }

    /** A cache that has only a name. */
    // A proxy of an interface is one of whatever type arguments, as nothing is ever stored in it.
    @SuppressWarnings("unchecked")
    static <K, V> Cache<K, V> anyCache() {
        return (Cache<K, V>) Proxy.newProxyInstance(
                Fixture.class.getClassLoader(), new Class<?>[] {Cache.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getName")) {
                        return "orders";
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }

    Cache<String, Integer> cache() {
        return cache;
    }

    /** Raises an event the way an operation does: the version of the key grows with each under the key's lock. */
    void update(String key) {
        try (Delivery<String, Integer> delivery = dispatcher.open(false)) {
            underLock(key, () -> {
                int version = versions.merge(key, 1, Integer::sum);
                delivery.enqueue(EventType.UPDATED, key, version, version - 1);
            });
        }
    }

    void raise(EventType type, String key, @Nullable Integer value, @Nullable Integer oldValue) {
        try (Delivery<String, Integer> delivery = dispatcher.open(false)) {
            delivery.enqueue(type, key, value, oldValue);
        }
    }

    void underLock(String key, Runnable action) {
        ReentrantLock lock = locks.computeIfAbsent(key, unused -> new ReentrantLock());
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    boolean holdsAnyLock() {
        return locks.values().stream().anyMatch(ReentrantLock::isHeldByCurrentThread);
    }

    Recorder listen(boolean synchronous, Consumer<CacheEntryEvent<? extends String, ? extends Integer>> then) {
        Recorder recorder = new Recorder(then);
        dispatcher.register(configuration(recorder, null, true, synchronous));
        return recorder;
    }

    static CacheEntryListenerConfiguration<String, Integer> configuration(
            Recorder recorder,
            @Nullable CacheEntryEventFilter<String, Integer> filter,
            boolean oldValueRequired,
            boolean synchronous) {
        Factory<Recorder> listenerFactory = () -> recorder;
        Factory<CacheEntryEventFilter<String, Integer>> filterFactory = filter == null ? null : () -> filter;
        return new MutableCacheEntryListenerConfiguration<>(
                listenerFactory, filterFactory, oldValueRequired, synchronous);
    }

    /** A listener to everything that remembers what it heard, does what it is told and can be closed. */
    static final class Recorder
            implements CacheEntryCreatedListener<String, Integer>,
                    CacheEntryUpdatedListener<String, Integer>,
                    CacheEntryRemovedListener<String, Integer>,
                    CacheEntryExpiredListener<String, Integer>,
                    Closeable {
        final List<CacheEntryEvent<? extends String, ? extends Integer>> events =
                Collections.synchronizedList(new ArrayList<>());
        final AtomicInteger closed = new AtomicInteger();
        private final Consumer<CacheEntryEvent<? extends String, ? extends Integer>> then;

        Recorder() {
            this(event -> {});
        }

        Recorder(Consumer<CacheEntryEvent<? extends String, ? extends Integer>> then) {
            this.then = then;
        }

        List<String> heard() {
            return List.copyOf(events).stream()
                    .map(event -> event.getEventType() + " " + event.getKey() + " " + event.getValue())
                    .toList();
        }

        private void record(Iterable<CacheEntryEvent<? extends String, ? extends Integer>> some) {
            for (CacheEntryEvent<? extends String, ? extends Integer> event : some) {
                events.add(event);
                then.accept(event);
            }
        }

        @Override
        public void onCreated(Iterable<CacheEntryEvent<? extends String, ? extends Integer>> some) {
            record(some);
        }

        @Override
        public void onUpdated(Iterable<CacheEntryEvent<? extends String, ? extends Integer>> some) {
            record(some);
        }

        @Override
        public void onRemoved(Iterable<CacheEntryEvent<? extends String, ? extends Integer>> some) {
            record(some);
        }

        @Override
        public void onExpired(Iterable<CacheEntryEvent<? extends String, ? extends Integer>> some) {
            record(some);
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }
}
