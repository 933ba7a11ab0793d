package org.larder.provider.event;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.CacheEntryEventFilter;
import javax.cache.event.CacheEntryExpiredListener;
import javax.cache.event.CacheEntryListener;
import javax.cache.event.CacheEntryListenerException;
import javax.cache.event.CacheEntryRemovedListener;
import javax.cache.event.CacheEntryUpdatedListener;
import javax.cache.event.EventType;
import org.jspecify.annotations.Nullable;
import org.larder.provider.integration.UserCode;
import org.larder.provider.log.OncePerMinute;
import org.larder.provider.store.KeyIdentity;

/**
 * One listener with its filter, from registration until the last event that was enqueued for it has been delivered.
 *
 * <p>Counts its uses: one for being registered and one per undelivered event. Who gives back the last use closes the
 * listener and the filter, so neither is closed while it is being called.
 */
final class Registration<K, V> {
    private static final Logger LOGGER = System.getLogger(Registration.class.getName());

    private final String cacheName;
    private final CacheEntryListenerConfiguration<K, V> configuration;
    private final CacheEntryListener<K, V> listener;
    private final @Nullable CacheEntryEventFilter<? super K, ? super V> filter;
    private final boolean oldValueRequired;
    private final @Nullable AsyncLane lane;
    private final ConcurrentHashMap<Object, Ticket<K, V>> lastInLine = new ConcurrentHashMap<>();
    private final AtomicLong uses = new AtomicLong(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final OncePerMinute failureLog = new OncePerMinute(System::nanoTime);
    private volatile boolean ended;
    private volatile boolean abandoned;

    // Listeners and filters of supertypes only read keys and values, so reading them as of the exact types is safe.
    @SuppressWarnings("unchecked")
    Registration(
            String cacheName,
            CacheEntryListenerConfiguration<K, V> configuration,
            CacheEntryListener<? super K, ? super V> listener,
            @Nullable CacheEntryEventFilter<? super K, ? super V> filter) {
        this.cacheName = cacheName;
        this.configuration = configuration;
        this.listener = (CacheEntryListener<K, V>) listener;
        this.filter = filter;
        this.oldValueRequired = configuration.isOldValueRequired();
        this.lane = configuration.isSynchronous() ? null : new AsyncLane(cacheName, listener.getClass());
    }

    CacheEntryListenerConfiguration<K, V> configuration() {
        return configuration;
    }

    boolean oldValueRequired() {
        return oldValueRequired;
    }

    boolean hears(EventType type) {
        return switch (type) {
            case CREATED -> listener instanceof CacheEntryCreatedListener;
            case UPDATED -> listener instanceof CacheEntryUpdatedListener;
            case REMOVED -> listener instanceof CacheEntryRemovedListener;
            case EXPIRED -> listener instanceof CacheEntryExpiredListener;
        };
    }

    /** Gives an event its place, unless the registration has ended. */
    void enqueue(Outbox outbox, EntryEvent<K, V> event) {
        if (!retain()) {
            return;
        }
        if (lane != null) {
            submit(lane, event);
        } else {
            Ticket<K, V> ticket = new Ticket<>(this, event, KeyIdentity.of(event.getKey()));
            // Into the outbox first: a ticket in a line that nobody delivers would block the line for ever.
            outbox.add(ticket);
            ticket.lineUp(lastInLine);
        }
    }

    private void submit(AsyncLane to, EntryEvent<K, V> event) {
        try {
            to.execute(() -> callAsynchronously(event));
        } catch (RuntimeException | Error e) {
            // As when no thread can be started: the event will never give its use back.
            release();
            throw e;
        }
    }

    void leaveLine(Object lineKey, Ticket<K, V> ticket) {
        lastInLine.remove(lineKey, ticket);
    }

    /**
     * Asks the filter and calls the listener.
     *
     * @throws CacheEntryListenerException if either throws an exception
     */
    void call(EntryEvent<K, V> event) {
        try {
            if (filter == null || filter.evaluate(event)) {
                notify(event);
            }
        } catch (CacheEntryListenerException e) {
            UserCode.restoreInterrupt(e);
            throw e;
        } catch (Exception e) {
            UserCode.restoreInterrupt(e);
            throw new CacheEntryListenerException(failureOn(event) + ": " + e, e);
        }
    }

    private void notify(EntryEvent<K, V> event) {
        Iterable<CacheEntryEvent<? extends K, ? extends V>> events = List.of(event);
        switch (event.getEventType()) {
            case CREATED -> ((CacheEntryCreatedListener<K, V>) listener).onCreated(events);
            case UPDATED -> ((CacheEntryUpdatedListener<K, V>) listener).onUpdated(events);
            case REMOVED -> ((CacheEntryRemovedListener<K, V>) listener).onRemoved(events);
            case EXPIRED -> ((CacheEntryExpiredListener<K, V>) listener).onExpired(events);
        }
    }

    private String failureOn(EntryEvent<K, V> event) {
        return "cache '" + cacheName + "': listener " + listener.getClass().getName() + " or its filter failed on a "
                + event.getEventType() + " event; the change of the entry stands";
    }

    private void callAsynchronously(EntryEvent<K, V> event) {
        try {
            if (!abandoned) {
                call(event);
            }
        } catch (RuntimeException | Error e) {
            // Errors too: the death of the thread could let a later event overtake those that wait.
            failureLog.log(LOGGER, failureOn(event), e);
        } finally {
            release();
        }
    }

    private boolean retain() {
        return !ended && uses.getAndUpdate(count -> count == 0 ? 0 : count + 1) != 0;
    }

    /** Gives back one use; the last one closes the user's objects. */
    void release() {
        if (uses.decrementAndGet() != 0) {
            return;
        }
        try {
            if (lane != null) {
                lane.shutdown();
            }
            UserCode.close(cacheName, listener);
            UserCode.close(cacheName, filter);
        } finally {
            released.countDown();
        }
    }

    /** Takes no more events; those already enqueued are still delivered. To be called once. */
    void end() {
        ended = true;
        release();
    }

    /**
     * Waits until the last enqueued event has been delivered and the listener is closed. After the time given an
     * asynchronous listener is interrupted and its remaining events are dropped with a warning.
     */
    void awaitReleased(Duration patience) {
        try {
            if (!released.await(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                abandon();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void abandon() {
        if (lane != null) {
            abandoned = true;
            LOGGER.log(
                    Level.WARNING,
                    "cache ''{0}'': the asynchronous listener {1} has not worked off its events in time; it is"
                            + " interrupted, and {2} events are dropped; a listener that takes long should hand its"
                            + " work over",
                    cacheName,
                    listener.getClass().getName(),
                    lane.waiting());
            lane.interrupt();
        }
    }
}
