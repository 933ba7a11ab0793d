package org.larder.provider.entry;

import java.lang.System.Logger;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.cache.integration.CompletionListener;
import org.jspecify.annotations.Nullable;
import org.larder.provider.event.Delivery;
import org.larder.provider.event.EventDispatcher;
import org.larder.provider.expiry.Deadlines;
import org.larder.provider.log.OncePerMinute;
import org.larder.provider.operation.Change;
import org.larder.provider.operation.Decision;
import org.larder.provider.store.EntryStore;
import org.larder.provider.store.KeyIdentity;
import org.larder.provider.store.Reply;
import org.larder.provider.store.Reply.Effect;
import org.larder.provider.store.Stored;

/**
 * The reloading of entries that are read shortly before their end, in the background: at most one for each key at a time.
 * Who reads gets the old value until there is a new one. Thread-safe.
 *
 * <p>No lock is held while the loader is at work. What it brings is stored if the entry is still the one that was there
 * before, so that whatever came meanwhile holds.
 */
final class RefreshAhead<K, V> {

    private static final Logger LOG = System.getLogger(RefreshAhead.class.getName());

    /** How many may be waiting or under way; above that entries are left as they are until they are read again. */
    private static final int MAX_UNDER_WAY = 1_000;

    private final String cacheName;
    private final ReadThrough<K, V> from;
    private final EntryStore<K, V> store;
    private final EntryChanges<K, V> changes;
    private final KeyLocks<K> locks;
    private final SharedLoads<K, V> loads;
    private final EventDispatcher<K, V> events;
    private final InstantSource clock;
    private final long leadMillis;
    private final Set<Object> underWay = ConcurrentHashMap.newKeySet();
    private final OncePerMinute failures = new OncePerMinute(System::nanoTime);

    /**
     * Creates the reloading of a cache.
     *
     * @param share of its life after which an entry is reloaded
     * @param deadlines those of the cache, with a {@linkplain Deadlines#lifeMillis() life that is known}
     * @param changes those of the cache, whatever their deadlines
     */
    RefreshAhead(
            String cacheName,
            ReadThrough<K, V> from,
            double share,
            Deadlines deadlines,
            EntryStore<K, V> store,
            EntryChanges<K, V> changes,
            KeyLocks<K> locks,
            SharedLoads<K, V> loads,
            EventDispatcher<K, V> events,
            InstantSource clock) {
        this.cacheName = cacheName;
        this.from = from;
        this.store = store;
        this.changes = changes.with(deadlines.renewing());
        this.locks = locks;
        this.loads = loads;
        this.events = events;
        this.clock = clock;
        long lifeMillis = deadlines.lifeMillis();
        this.leadMillis = lifeMillis - Math.round(share * lifeMillis);
    }

    /** Notes that somebody got the value of a live entry, which is reloaded if its end is near. */
    void wasRead(K key, Stored<V> seen) {
        if (isDue(seen) && underWay.size() < MAX_UNDER_WAY && !underWay.contains(KeyIdentity.of(key))) {
            K own;
            try {
                own = store.ownKey(key); // whose key it is may write it over as soon as he has the value
            } catch (RuntimeException e) {
                failed(e);
                return;
            }
            Object identity = KeyIdentity.of(own);
            if (underWay.add(identity)) {
                start(own, identity);
            }
        }
    }

    private boolean isDue(Stored<V> seen) {
        return seen.deadlineMillis() != Stored.NEVER && seen.deadlineMillis() - clock.millis() < leadMillis;
    }

    private void start(K key, Object identity) {
        boolean begun = false;
        try {
            from.threads().submit(() -> refresh(key), new End(identity));
            begun = true;
        } catch (IllegalStateException closed) { // while somebody reads, who has got a value nevertheless
        } catch (OutOfMemoryError e) { // there may be no more threads, which is no reason not to read
            failed(e);
        } finally {
            if (!begun) {
                underWay.remove(identity);
            }
        }
    }

    private void refresh(K key) {
        try (Delivery<K, V> delivery = events.open(true)) { // what the loader reads itself is part of this
            loads.loadAhead(key, () -> reload(key, delivery));
        }
    }

    private Reply<V> reload(K key, Delivery<K, V> delivery) {
        long epoch = store.epoch();
        Stored<V> seen = store.read(key);
        if (seen == null || !changes.isAlive(seen) || !isDue(seen)) {
            return Reply.of(Effect.DIFFERENT, null); // somebody was faster
        }
        V loaded = loaded(key);
        Decision<V> decision = new Decision<>(loaded == null ? Change.REMOVE : Change.LOAD, loaded, false, epoch);
        try (KeyLocks<K>.Hold hold = locks.acquireLate(key)) {
            V live = changes.isAlive(seen) ? seen.value() : null;
            Effect effect = changes.carryOut(key, seen, live, decision, hold, delivery, null, epoch);
            loads.settled(key);
            return effect == null ? Reply.of(Effect.DIFFERENT, null) : Reply.of(effect, loaded);
        }
    }

    private @Nullable V loaded(K key) {
        boolean failed = true;
        try {
            V loaded = from.loader().load(key);
            failed = false;
            return loaded;
        } finally {
            from.counts().addRefresh(failed);
        }
    }

    private void failed(Throwable e) {
        failures.log(LOG, "cache '%s': an entry could not be reloaded ahead of its end: %s".formatted(cacheName, e), e);
    }

    /** What comes after the reloading of a key. */
    private final class End implements CompletionListener {
        private final Object identity;

        End(Object identity) {
            this.identity = identity;
        }

        @Override
        public void onCompletion() {
            underWay.remove(identity);
        }

        @Override
        public void onException(Exception e) {
            underWay.remove(identity);
            if (!from.threads().isClosed()) {
                failed(e);
            }
        }
    }
}
