package org.larder.provider.event;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.configuration.Factory;
import javax.cache.event.CacheEntryEventFilter;
import javax.cache.event.CacheEntryListener;
import javax.cache.event.EventType;
import org.jspecify.annotations.Nullable;
import org.larder.provider.integration.UserCode;
import org.larder.provider.integration.WorkerThread;

/**
 * The listeners of one cache and the order in which they hear of its events. Thread-safe.
 *
 * <p>Each listener hears the events of one key in the order in which they were enqueued; events of different keys may
 * reach it at once. Synchronous listeners are called by the thread whose operation raised the event, before the
 * operation returns; asynchronous ones on a daemon thread of their own. No lock of ours is held during any call.
 *
 * <p>Synchronous listeners do not deadlock among themselves: events take their places in one total order in time, a
 * thread delivers its own events in that order, and so it only ever waits for earlier events. For this to hold, an
 * operation called <em>by a listener</em> does not wait: its events are delivered by the same thread after the listener
 * has returned, before the outermost operation returns, which also throws what their listeners throw.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public final class EventDispatcher<K, V> implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final String cacheName;
    private final Supplier<? extends Cache<K, V>> source;
    private final Duration patience;

    /** Guards {@link #configurations}, {@link #closed} and the writing of {@link #listeners}; no user code runs in it. */
    private final ReentrantLock lock = new ReentrantLock();

    /** Of all listeners, also of those whose factory is still at work. */
    private final List<CacheEntryListenerConfiguration<K, V>> configurations = new ArrayList<>();

    private boolean closed;
    private volatile Listeners<K, V> listeners = Listeners.of(List.of());

    /** What the hot paths ask, precomputed. */
    private record Listeners<K, V>(List<Registration<K, V>> registrations, Set<EventType> typesHeard) {
        static <K, V> Listeners<K, V> of(List<Registration<K, V>> registrations) {
            Set<EventType> typesHeard = EnumSet.noneOf(EventType.class);
            for (Registration<K, V> registration : registrations) {
                for (EventType type : EventType.values()) {
                    if (registration.hears(type)) {
                        typesHeard.add(type);
                    }
                }
            }
            return new Listeners<>(List.copyOf(registrations), typesHeard);
        }
    }

    /**
     * Creates a dispatcher without listeners.
     *
     * @param cacheName the name of the cache, for messages and threads
     * @param source gives the cache, asked with each event
     */
    public EventDispatcher(String cacheName, Supplier<? extends Cache<K, V>> source) {
        this(cacheName, source, PATIENCE);
    }

    EventDispatcher(String cacheName, Supplier<? extends Cache<K, V>> source, Duration patience) {
        this.cacheName = cacheName;
        this.source = source;
        this.patience = patience;
    }

    /** Whether no listener is registered, so that an operation need not care for events. Costs a volatile read. */
    public boolean isEmpty() {
        return listeners.registrations.isEmpty();
    }

    /** Whether a listener hears events of a type. Costs a volatile read. */
    public boolean hears(EventType type) {
        return listeners.typesHeard.contains(type);
    }

    /**
     * Opens the span of an operation, to be closed by the same thread; see {@link Delivery}. When no listener is
     * registered and no user code runs, the span costs nothing and ignores events.
     *
     * @param runsUserCodeUnderLock whether the operation calls a processor, loader, writer or other code of the user
     *     while it holds a lock: what such code does to any cache is then delivered after the lock is released
     */
    public Delivery<K, V> open(boolean runsUserCodeUnderLock) {
        return isEmpty() && !runsUserCodeUnderLock ? Delivery.ofNothing() : Delivery.to(this);
    }

    /** Gives an event its place for each listener that hears it. */
    void enqueue(Outbox outbox, EventType type, K key, @Nullable V value, @Nullable V oldValue) {
        Listeners<K, V> current = listeners;
        if (!current.typesHeard.contains(type)) {
            return;
        }
        EntryEvent<K, V> withOldValue = new EntryEvent<>(source.get(), type, key, value, oldValue);
        EntryEvent<K, V> withoutOldValue =
                oldValue == null ? withOldValue : new EntryEvent<>(source.get(), type, key, value, null);
        for (Registration<K, V> registration : current.registrations) {
            if (registration.hears(type)) {
                registration.enqueue(outbox, registration.oldValueRequired() ? withOldValue : withoutOldValue);
            }
        }
    }

    /**
     * Registers a listener, created by its factory, as is its filter.
     *
     * @throws IllegalArgumentException if an equal configuration is registered, or if it has no listener factory
     * @throws IllegalStateException if the dispatcher is closed
     * @throws CacheException if a factory fails
     */
    public void register(CacheEntryListenerConfiguration<K, V> configuration) {
        reserve(configuration);
        Registration<K, V> registration;
        try {
            registration = create(configuration);
        } catch (RuntimeException | Error e) {
            forget(configuration);
            throw e;
        }
        if (!publish(registration)) {
            registration.end();
            throw closedException();
        }
    }

    private void reserve(CacheEntryListenerConfiguration<K, V> configuration) {
        if (configuration.getCacheEntryListenerFactory() == null) {
            throw new IllegalArgumentException("cache '" + cacheName
                    + "': a listener configuration has no listener factory; set one before it is registered");
        }
        lock.lock();
        try {
            if (closed) {
                throw closedException();
            }
            if (configurations.contains(configuration)) {
                throw new IllegalArgumentException("cache '" + cacheName + "': the listener configuration "
                        + configuration + " is registered already; deregister it first or use another one");
            }
            configurations.add(configuration);
        } finally {
            lock.unlock();
        }
    }

    private Registration<K, V> create(CacheEntryListenerConfiguration<K, V> configuration) {
        CacheEntryListener<? super K, ? super V> listener =
                create("listener", configuration.getCacheEntryListenerFactory());
        try {
            Factory<CacheEntryEventFilter<? super K, ? super V>> filterFactory =
                    configuration.getCacheEntryEventFilterFactory();
            return new Registration<>(
                    cacheName,
                    configuration,
                    listener,
                    filterFactory == null ? null : create("event filter", filterFactory));
        } catch (RuntimeException | Error e) {
            UserCode.close(cacheName, listener);
            throw e;
        }
    }

    private <T> T create(String what, Factory<T> factory) {
        T created;
        try {
            created = factory.create();
        } catch (CacheException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new CacheException(
                    "cache '" + cacheName + "': the " + what + " factory " + factory + " failed: " + e, e);
        }
        if (created == null) {
            throw new CacheException("cache '" + cacheName + "': the " + what + " factory " + factory
                    + " returned null; it must create one");
        }
        return created;
    }

    private void forget(CacheEntryListenerConfiguration<K, V> configuration) {
        lock.lock();
        try {
            configurations.remove(configuration);
        } finally {
            lock.unlock();
        }
    }

    /** Returns whether the dispatcher was still open. */
    private boolean publish(Registration<K, V> registration) {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            List<Registration<K, V>> more = new ArrayList<>(listeners.registrations);
            more.add(registration);
            listeners = Listeners.of(more);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Whether an equal configuration is registered, and its listener made. */
    public boolean isRegistered(CacheEntryListenerConfiguration<K, V> configuration) {
        return listeners.registrations.stream()
                .anyMatch(registration -> registration.configuration().equals(configuration));
    }

    private IllegalStateException closedException() {
        return new IllegalStateException("cache '" + cacheName + "' is closed; no listener can be registered");
    }

    /**
     * Deregisters the listener of an equal configuration, if there is one. Events enqueued before are still delivered,
     * then the listener and filter are closed if they are {@link java.io.Closeable}; the call waits some seconds for
     * that unless a listener makes it.
     */
    public void deregister(CacheEntryListenerConfiguration<K, V> configuration) {
        List<Registration<K, V>> ended = new ArrayList<>();
        lock.lock();
        try {
            List<Registration<K, V>> left = new ArrayList<>();
            for (Registration<K, V> registration : listeners.registrations) {
                (registration.configuration().equals(configuration) ? ended : left).add(registration);
            }
            if (!ended.isEmpty()) {
                configurations.remove(configuration);
                listeners = Listeners.of(left);
            }
        } finally {
            lock.unlock();
        }
        end(ended);
    }

    /** Deregisters all listeners, as {@link #deregister} does, for good. */
    @Override
    public void close() {
        List<Registration<K, V>> ended;
        lock.lock();
        try {
            closed = true;
            ended = listeners.registrations;
            configurations.clear();
            listeners = Listeners.of(List.of());
        } finally {
            lock.unlock();
        }
        end(ended);
    }

    private void end(List<Registration<K, V>> ended) {
        ended.forEach(Registration::end);
        // A listener that waited here would wait for itself.
        if (!Outbox.isOpen() && !WorkerThread.isCurrent()) {
            long deadline = System.nanoTime() + patience.toNanos();
            for (Registration<K, V> registration : ended) {
                registration.awaitReleased(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
            }
        }
    }
}
