package org.larder.provider.event;

import javax.cache.event.EventType;
import org.jspecify.annotations.Nullable;

/**
 * The span of one operation, at whose end the synchronous listeners of the events it raised have been called.
 *
 * <p>Opened by {@link EventDispatcher#open} before the first lock is taken and closed, by the same thread, after the
 * last one was released; a try-with-resources statement around the locked part does both. While it is open,
 * {@link #enqueue} gives events their place; closing calls the listeners.
 *
 * <p>Deliveries of one thread nest, over all caches, and the outermost calls the listeners. Hence nothing is delivered
 * while an operation farther out still holds a lock, as when an entry processor uses a cache. What a listener does to a
 * cache is delivered after that listener has returned and before the outermost operation returns; see
 * {@link EventDispatcher} for why.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public final class Delivery<K, V> implements AutoCloseable {
    private final @Nullable EventDispatcher<K, V> dispatcher;
    private @Nullable Outbox outbox;

    private Delivery(@Nullable EventDispatcher<K, V> dispatcher, @Nullable Outbox outbox) {
        this.dispatcher = dispatcher;
        this.outbox = outbox;
    }

    /** Opens a delivery of the current thread. */
    static <K, V> Delivery<K, V> to(EventDispatcher<K, V> dispatcher) {
        return new Delivery<>(dispatcher, Outbox.enter());
    }

    /** Returns a delivery that ignores events. */
    static <K, V> Delivery<K, V> ofNothing() {
        return new Delivery<>(null, null);
    }

    /**
     * Whether the current thread is in the span of an operation, be it for code of the user or to call listeners: others
     * may then wait for it, so that it must not wait for them but where a circle would be noticed.
     */
    public static boolean isUnderWay() {
        return Outbox.isOpen();
    }

    /**
     * Gives an event its place after all earlier ones of its key, for each listener that hears its type. Calls neither
     * listeners nor filters; to be called while the lock of the key is held, so that events are in the order of the
     * changes, and after the change has been made.
     *
     * @param type what happened
     * @param key the key of the entry
     * @param value the new value of a created or updated entry; ignored for others
     * @param oldValue the value before; ignored for created entries
     */
    public void enqueue(EventType type, K key, @Nullable V value, @Nullable V oldValue) {
        if (dispatcher != null && outbox != null) {
            dispatcher.enqueue(outbox, type, key, value, oldValue);
        }
    }

    /**
     * Ends the span; if it is the outermost of the thread, calls the synchronous listeners of all events enqueued in it,
     * each after the earlier events of its key.
     *
     * @throws javax.cache.event.CacheEntryListenerException if a listener or filter threw an exception; all others have
     *     been called nevertheless, and further exceptions are suppressed ones of the first
     * @throws Error if a listener or filter threw one, under the same conditions
     */
    @Override
    public void close() {
        Outbox open = outbox;
        if (open != null) {
            outbox = null;
            open.leave();
        }
    }
}
