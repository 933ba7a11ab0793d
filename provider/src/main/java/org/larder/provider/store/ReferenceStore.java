package org.larder.provider.store;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.larder.provider.store.Reply.Effect;

/**
 * The store of caches by reference: keys and values are kept as the objects they are, on heap, in a map bounded by
 * Caffeine's W-TinyLFU. Deadlines are kept here and not given to Caffeine, so that expiry is noticed in one place for
 * all stores.
 */
public final class ReferenceStore<K, V> implements EntryStore<K, V> {

    private final Cache<K, Stored<V>> entries;
    private final String cacheName;
    private final long maxEntries;
    private final InstantSource clock;
    private final AtomicLong sequence = new AtomicLong();
    private final AtomicLong lastDelete = new AtomicLong();
    private final AtomicLong lastDropped = new AtomicLong();
    private final AtomicLong epoch = new AtomicLong();
    private final ReentrantReadWriteLock epochs = new ReentrantReadWriteLock();
    private final LongAdder evictions = new LongAdder();
    private final LongAdder expirations = new LongAdder();
    private volatile boolean closed;

    /**
     * Creates an empty store.
     *
     * @param cacheName the name of the cache, for messages
     * @param maxEntries the number of entries above which some are dropped; while writers are at work there may be one
     *     more for each of them
     */
    public ReferenceStore(String cacheName, long maxEntries, InstantSource clock) {
        this.cacheName = cacheName;
        this.maxEntries = maxEntries;
        this.clock = clock;
        this.entries = Caffeine.newBuilder()
                .maximumSize(maxEntries)
                .executor(Runnable::run) // eviction happens on the calling thread: no pool, no class loader leak
                .<K, Stored<V>>evictionListener((key, stored, cause) -> evicted(requireNonNull(stored)))
                .build();
    }

    @Override
    public @Nullable V live(K key, V ifExpired) {
        Stored<V> stored = open().getIfPresent(key);
        if (stored == null) {
            return null;
        }
        boolean alive = stored.deadlineMillis() == Stored.NEVER || !stored.isExpiredAt(clock.millis());
        return alive ? stored.value() : ifExpired;
    }

    @Override
    public K ownKey(K key) {
        return key;
    }

    @Override
    public @Nullable Stored<V> read(K key) {
        AtomicLong asOf = new AtomicLong();
        // Under the lock of the key: a deletion half way would be noted already, and the entry still there.
        Stored<V> stored = open().asMap().computeIfPresent(key, (k, found) -> {
            asOf.setPlain(sequence.get());
            return found;
        });
        return stored == null
                ? null
                : new Stored<>(stored.value(), stored.stamp(), asOf.getPlain(), stored.deadlineMillis());
    }

    @Override
    public void admit(K key, V value) {
        open(); // takes any object
    }

    @Override
    public Reply<V> set(
            K key,
            Condition<V> condition,
            V value,
            long creationDeadlineMillis,
            long updateDeadlineMillis,
            boolean wantsPrevious) {
        Change change = new Change(condition, wantsPrevious);
        if (condition instanceof Condition.InEpoch
                || !change(key, change, value, creationDeadlineMillis, updateDeadlineMillis, false)) {
            epochs.readLock().lock();
            try {
                change(key, change, value, creationDeadlineMillis, updateDeadlineMillis, true);
            } finally {
                epochs.readLock().unlock();
            }
        }
        if (change.effect == Effect.CREATED && entries.estimatedSize() > maxEntries) {
            entries.cleanUp(); // Caffeine lets writers run ahead of its evictions; here each waits for them
        }
        return change.reply();
    }

    /** Returns false, with nothing changed, if it must be done within an epoch: an entry could come back that was dropped. */
    private boolean change(
            K key, Change change, V value, long creationDeadlineMillis, long updateDeadlineMillis, boolean inEpoch) {
        open().asMap().compute(key, (k, found) -> {
            change.deferred = found == null && !inEpoch && change.condition instanceof Condition.StampIs;
            if (change.deferred) {
                return null; // the lock of epochs is not taken here: its holders may wait for that of this key
            }
            if (!change.admits(found)) {
                return change.leaves(found);
            }
            boolean alive = change.alive;
            change.effect = alive ? Effect.UPDATED : Effect.CREATED;
            long deadline = alive ? updateDeadlineMillis : creationDeadlineMillis;
            if (deadline == Stored.KEEP && found != null) {
                deadline = found.deadlineMillis();
            }
            return new Stored<>(value, sequence.incrementAndGet(), 0, deadline);
        });
        return !change.deferred;
    }

    @Override
    public Reply<V> delete(K key, Condition<V> condition, boolean wantsPrevious) {
        Change change = new Change(condition, wantsPrevious);
        open().asMap().compute(key, (k, found) -> {
            if (!change.admits(found)) {
                return change.leaves(found);
            }
            if (change.alive || condition instanceof Condition.StampIs) {
                change.effect = Effect.REMOVED;
            }
            noteDeletion(); // also of what an eviction took before
            return null;
        });
        return change.reply();
    }

    @Override
    public void touch(K key, Stored<V> seen, long deadlineMillis) {
        open().asMap()
                .computeIfPresent(
                        key,
                        (k, found) -> found.stamp() == seen.stamp()
                                ? new Stored<>(found.value(), found.stamp(), 0, deadlineMillis)
                                : found);
    }

    @Override
    public boolean isShared() {
        return false;
    }

    @Override
    public boolean decidesEquality() {
        return false;
    }

    @Override
    public boolean sameBytes(V one, V other) {
        return false;
    }

    @Override
    public Iterator<Item<K, V>> iterator() {
        Iterator<Map.Entry<K, Stored<V>>> all = open().asMap().entrySet().iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                open();
                return all.hasNext();
            }

            @Override
            public Item<K, V> next() {
                Map.Entry<K, Stored<V>> next = all.next();
                return new Item<>(next.getKey(), next.getValue());
            }
        };
    }

    @Override
    public int parts() {
        return 1;
    }

    @Override
    public List<Expired<K, V>> expired(int part, long graceMillis) {
        long sinceMillis = clock.millis() - graceMillis;
        return open().asMap().entrySet().stream()
                .filter(entry -> entry.getValue().isExpiredAt(sinceMillis))
                .map(entry -> new Expired<K, V>(entry.getKey(), Condition.unchangedSince(entry.getValue())))
                .toList();
    }

    @Override
    public List<K> keys(int part) {
        epochs.writeLock().lock(); // an entry on its way back is in its place already, or will find that it was deleted
        try {
            List<K> keys = List.copyOf(open().asMap().keySet());
            noteDeletion();
            return keys;
        } finally {
            epochs.writeLock().unlock();
        }
    }

    @Override
    public long count() {
        return open().asMap().size();
    }

    @Override
    public long evictions() {
        return evictions.sum();
    }

    @Override
    public StoreUsage usage() {
        open();
        return new StoreUsage(
                StoreUsage.UNKNOWN,
                StoreUsage.UNKNOWN,
                StoreUsage.UNKNOWN,
                maxEntries,
                expirations.sum(),
                StoreUsage.UNKNOWN);
    }

    @Override
    public long epoch() {
        return epoch.get();
    }

    @Override
    public void beginEpoch() {
        epochs.writeLock().lock(); // an entry on its way in is not met by those who go through all entries
        try {
            epoch.incrementAndGet();
        } finally {
            epochs.writeLock().unlock();
        }
    }

    @Override
    public void clear() {
        beginEpoch();
        for (K key : keys(0)) {
            open().asMap().compute(key, (k, found) -> {
                noteDeletion(); // also of what an eviction took since
                return null; // no expiration, even if it had expired
            });
        }
    }

    /** Under the lock of its key. */
    private void evicted(Stored<V> stored) {
        lastDropped.accumulateAndGet(stored.stamp(), Math::max);
        evictions.increment();
    }

    private void noteDeletion() {
        lastDelete.accumulateAndGet(sequence.incrementAndGet(), Math::max); // others may be faster on their way here
    }

    @Override
    public void deleteOnClose() {
        // nothing outlives it
    }

    @Override
    public void close() {
        closed = true;
        entries.invalidateAll();
    }

    private boolean isMerelyDropped(Condition.StampIs<V> seen) {
        return lastDelete.get() <= seen.asOf()
                && (!seen.othersWrite().getAsBoolean() || lastDropped.get() <= seen.asOf());
    }

    private Cache<K, Stored<V>> open() {
        if (closed) {
            throw new IllegalStateException("cache '%s' is closed".formatted(cacheName));
        }
        return entries;
    }

    /** One change under way: whether its condition holds and what became of it. */
    private final class Change {
        private final Condition<V> condition;
        private final boolean wantsPrevious;
        private boolean deferred;
        private boolean alive;
        private Effect effect = Effect.ABSENT;
        private @Nullable V previous;

        Change(Condition<V> condition, boolean wantsPrevious) {
            this.condition = condition;
            this.wantsPrevious = wantsPrevious;
        }

        boolean admits(@Nullable Stored<V> found) {
            alive = found != null && !found.isExpiredAt(clock.millis());
            boolean holds = (!(condition instanceof Condition.InEpoch<V> in) || epoch.get() == in.epoch())
                    && holdsOf(found, condition.ofEntry());
            if (!holds && alive) {
                effect = Effect.DIFFERENT;
            }
            if (wantsPrevious && alive && found != null) {
                previous = found.value();
            }
            if (holds && found != null && !alive) {
                expirations.increment(); // whoever changes an expired entry takes it away or writes over it
            }
            return holds;
        }

        private boolean holdsOf(@Nullable Stored<V> found, Condition<V> asked) {
            if (asked instanceof Condition.StampIs<V> is) {
                return found == null ? isMerelyDropped(is) : found.stamp() == is.stamp();
            }
            return asked == Condition.Presence.ANY || alive != (asked == Condition.Presence.ABSENT);
        }

        /** What is left where the condition does not hold: nothing if it asks for a live entry and meets an expired one. */
        @Nullable
        Stored<V> leaves(@Nullable Stored<V> found) {
            if (found == null || alive || condition.ofEntry() instanceof Condition.StampIs) {
                return found;
            }
            expirations.increment();
            noteDeletion();
            return null;
        }

        Reply<V> reply() {
            return Reply.of(effect, previous);
        }
    }
}
