package org.larder.provider.entry;

import static java.util.Objects.requireNonNull;

import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import javax.cache.CacheException;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.integration.CacheLoaderException;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.EntryProcessorException;
import org.jspecify.annotations.Nullable;
import org.larder.provider.event.Delivery;
import org.larder.provider.event.EventDispatcher;
import org.larder.provider.expiry.Deadlines;
import org.larder.provider.expiry.Sweeper;
import org.larder.provider.flight.CacheRecorder;
import org.larder.provider.flight.CacheRecorder.OperationSpan;
import org.larder.provider.integration.LoaderGate;
import org.larder.provider.integration.WriterGate;
import org.larder.provider.operation.Change;
import org.larder.provider.operation.Decision;
import org.larder.provider.operation.Operation;
import org.larder.provider.operation.Operation.Requirement;
import org.larder.provider.statistics.Counters;
import org.larder.provider.statistics.LoadTimes;
import org.larder.provider.store.Condition;
import org.larder.provider.store.EntryStore;
import org.larder.provider.store.Reply;
import org.larder.provider.store.Reply.Effect;
import org.larder.provider.store.Stored;

/**
 * Every operation on one key: decides by the table of operations and has {@link EntryChanges} carry the decision out.
 *
 * <p>Where no code of the user takes part, an operation is one step of the store. Otherwise it holds the lock of its
 * key, reads, runs that code, and changes the entry if it is the one it read, or starts over.
 */
public final class EntryEngine<K, V> {

    /** Stands for the value of an expired entry in answers of the store; compared by identity, never handed out. */
    private static final Object EXPIRED = new Object();

    private final String cacheName;
    private final Class<V> valueType;
    private final EntryStore<K, V> store;
    private final Deadlines deadlines;
    private final EventDispatcher<K, V> events;
    private final Counters counters;
    private final @Nullable LoaderGate<K, V> loader;
    private final @Nullable RefreshAhead<K, V> refreshAhead;
    private final StaleValues<K, V> staleValues;
    private final long graceMillis;

    /** Whether a hit needs more of the entry than its value. */
    private final boolean hitsReadHeader;

    private final @Nullable WriterGate<K, V> writer;
    private final EntryChanges<K, V> changes;
    private final KeyLocks<K> locks;
    private final CacheRecorder recorder;
    private final SharedLoads<K, V> loads;

    /**
     * Creates the engine of a cache.
     *
     * @param cacheName the name of the cache, for messages
     * @param valueType what the values that a processor sets must be
     * @param readThrough loads what {@code get} misses, or null without read-through
     * @param writer writes through, or null without write-through
     */
    public EntryEngine(
            String cacheName,
            Class<V> valueType,
            EntryStore<K, V> store,
            Deadlines deadlines,
            EventDispatcher<K, V> events,
            Counters counters,
            @Nullable ReadThrough<K, V> readThrough,
            @Nullable WriterGate<K, V> writer,
            InstantSource clock,
            WaitGraph waits) {
        this.cacheName = cacheName;
        this.valueType = valueType;
        this.store = store;
        this.deadlines = deadlines;
        this.events = events;
        this.counters = counters;
        this.writer = writer;
        this.locks = new KeyLocks<>(waits);
        this.recorder = new CacheRecorder(cacheName);
        this.loads = new SharedLoads<>(counters);
        this.loader = readThrough == null ? null : readThrough.loader();
        this.graceMillis = readThrough == null ? 0 : readThrough.graceMillis();
        this.changes = new EntryChanges<>(store, deadlines, counters, clock, graceMillis);
        this.staleValues = new StaleValues<>(
                store, clock, graceMillis, readThrough == null ? new LoadTimes() : readThrough.counts());
        Double share = readThrough == null ? null : readThrough.refreshAhead();
        this.refreshAhead = readThrough == null || share == null
                ? null
                : new RefreshAhead<>(
                        cacheName, readThrough, share, deadlines, store, changes, locks, loads, events, clock);
        this.hitsReadHeader = deadlines.dependOnAccess() || refreshAhead != null;
    }

    private EntryEngine(EntryEngine<K, V> of, Deadlines deadlines) {
        this.cacheName = of.cacheName;
        this.valueType = of.valueType;
        this.store = of.store;
        this.deadlines = deadlines;
        this.events = of.events;
        this.counters = of.counters;
        this.loader = of.loader;
        this.refreshAhead = of.refreshAhead;
        this.staleValues = of.staleValues;
        this.graceMillis = of.graceMillis;
        this.hitsReadHeader = deadlines.dependOnAccess() || refreshAhead != null;
        this.writer = of.writer;
        this.changes = of.changes.with(deadlines);
        this.locks = of.locks;
        this.recorder = of.recorder;
        this.loads = of.loads;
    }

    /** An engine on the same entries and locks that gives the deadlines of another policy. */
    public EntryEngine<K, V> with(ExpiryPolicy policy) {
        return new EntryEngine<>(this, deadlines.with(policy));
    }

    /** The value of a key, loaded if there is a loader and no live entry; null if there is none. */
    public @Nullable V get(K key) {
        try (OperationSpan span = recorder.operation(Operation.GET.name())) {
            return get(key, loader);
        }
    }

    /** The live value of a key, or null. */
    @Nullable
    V getWithoutLoading(K key) {
        return get(key, null);
    }

    /** The live value of a key, or null; neither counted nor an access. */
    @Nullable
    V peek(K key) {
        V value = store.live(key, expiredMark());
        return isExpiredMark(value) ? null : value;
    }

    /** The hot path: one context of the store, no lock on heap, nothing allocated but the value. */
    private @Nullable V get(K key, @Nullable LoaderGate<K, V> loadedBy) {
        long startNanos = counters.startGet();
        V value = hitsReadHeader ? accessed(key, expiredMark()) : store.live(key, expiredMark());
        counters.endGet(startNanos); // by the standard without the time that a loader takes
        if (value == null && loadedBy == null) {
            counters.miss();
            return null;
        }
        if (value == null || isExpiredMark(value)) {
            return missed(key, loadedBy);
        }
        counters.hit();
        return value;
    }

    @SuppressWarnings("unchecked") // compared by identity only, never handed out
    private V expiredMark() {
        return (V) EXPIRED;
    }

    private static boolean isExpiredMark(@Nullable Object value) {
        return EXPIRED.equals(value); // that of Object: identity
    }

    private @Nullable V accessed(K key, V ifExpired) {
        Stored<V> seen = store.read(key);
        if (seen == null) {
            return null;
        }
        if (!isAlive(seen)) {
            return ifExpired;
        }
        changes.access(key, seen);
        if (refreshAhead != null) {
            refreshAhead.wasRead(key, seen);
        }
        return seen.value();
    }

    private @Nullable V missed(K key, @Nullable LoaderGate<K, V> loadedBy) {
        if (loadedBy == null) {
            return readOrLoad(key, null).previous();
        }
        try {
            return Delivery.isUnderWay() ? readOrLoad(key, loadedBy).previous() : shared(key, loadedBy);
        } catch (CacheLoaderException e) {
            V stale = loadedBy.isLoading(List.of(key)) ? null : staleValues.of(key); // a loader is to bring new ones
            if (stale == null) {
                throw e;
            }
            return stale;
        }
    }

    private @Nullable V shared(K key, LoaderGate<K, V> loadedBy) {
        Reply<V> loaded;
        try (Delivery<K, V> delivery = events.open(true)) { // listeners are called when nobody waits for the load
            loaded = loads.load(key, () -> readOrLoad(key, loadedBy));
        }
        return loaded == null ? get(key, loadedBy) : loaded.previous();
    }

    private Reply<V> readOrLoad(K key, @Nullable LoaderGate<K, V> loadedBy) {
        Function<@Nullable V, Decision<V>> decider = live -> {
            try {
                if (live != null || loadedBy == null) {
                    return Operation.GET.decide(live, null, null);
                }
                long epoch = store.epoch();
                V loaded = loadedBy.load(key);
                return new Decision<>(loaded == null ? Change.EXPIRE : Change.LOAD, loaded, false, epoch);
            } finally {
                loads.settled(key);
            }
        };
        return guarded(key, decider, true, null);
    }

    /** Whether a key has a live entry. */
    public boolean containsKey(K key) {
        V value = store.live(key, expiredMark());
        if (isExpiredMark(value)) {
            apply(Operation.CONTAINS_KEY, key, null, null); // notices that the entry is expired
            return false;
        }
        return value != null;
    }

    /**
     * Carries out an operation on one key.
     *
     * @param value the value that the caller brings, or null if the operation brings none
     * @param expected the value that the caller expects, or null if the operation expects none
     * @return whether the operation changed anything, and the live value that it met, if its result shows it
     */
    public Reply<V> apply(Operation operation, K key, @Nullable V value, @Nullable V expected) {
        try (OperationSpan span = recorder.operation(operation.name())) {
            long startNanos = startNanos(operation);
            Reply<V> reply = carryOut(operation, key, value, expected);
            countTime(operation, reply, startNanos);
            return reply;
        }
    }

    private Reply<V> carryOut(Operation operation, K key, @Nullable V value, @Nullable V expected) {
        int passage = isOneStep(operation) ? locks.beginUnlocked() : KeyLocks.LOCKED;
        if (passage == KeyLocks.LOCKED) {
            return guarded(operation, key, value, expected);
        }
        try {
            return inOneStep(operation, key, value, expected);
        } finally {
            locks.endUnlocked(passage);
        }
    }

    private long startNanos(Operation operation) {
        return switch (operation.change()) {
            case PUT -> counters.startPut();
            case REMOVE -> counters.startRemove();
            case KEEP, EXPIRE, ACCESS, LOAD -> 0; // the standard knows no times of these
        };
    }

    private void countTime(Operation operation, Reply<V> reply, long startNanos) {
        if (operation.change() == Change.PUT && reply.applied()) {
            counters.endPut(startNanos);
        } else if (reply.effect() == Effect.REMOVED) {
            counters.endRemove(startNanos);
        }
    }

    private boolean isOneStep(Operation operation) {
        return operation != Operation.CONTAINS_KEY
                && writer == null
                && events.isEmpty()
                && !deadlines.runsUserCode()
                && (graceMillis == 0 || !takesExpiredAway(operation))
                && (operation.requirement() != Requirement.EQUAL
                        || (store.decidesEquality() && !deadlines.dependOnAccess()));
    }

    /** Whether the store would take an expired entry away that it meets and does not replace. */
    private static boolean takesExpiredAway(Operation operation) {
        return operation.requirement() == Requirement.PRESENT || operation.requirement() == Requirement.EQUAL;
    }

    private Reply<V> inOneStep(Operation operation, K key, @Nullable V value, @Nullable V expected) {
        Condition<V> condition = switch (operation.requirement()) {
            case NONE -> Condition.any();
            case ABSENT -> Condition.absent();
            case PRESENT -> Condition.present();
            case EQUAL -> new Condition.PayloadIs<>(requireNonNull(expected));
        };
        Reply<V> reply;
        if (operation.change() == Change.REMOVE) {
            reply = store.delete(key, condition, operation.returnsPrevious());
        } else {
            long creationMillis = deadlines.creation();
            if (creationMillis == Deadlines.AT_ONCE) {
                return guarded(operation, key, value, expected); // what would be created must not be
            }
            reply = store.set(
                    key,
                    condition,
                    requireNonNull(value),
                    creationMillis,
                    deadlines.update(),
                    operation.returnsPrevious());
        }
        if (operation.isLookup()) {
            if (reply.effect() == Effect.CREATED || reply.effect() == Effect.ABSENT) {
                counters.miss();
            } else {
                counters.hit();
            }
        }
        if (operation.change() == Change.PUT && reply.applied()) {
            counters.put();
        } else if (reply.effect() == Effect.REMOVED) {
            counters.removal();
        }
        return reply;
    }

    private Reply<V> guarded(Operation operation, K key, @Nullable V value, @Nullable V expected) {
        return guarded(key, live -> decide(operation, live, value, expected), operation.isLookup(), writer);
    }

    private Decision<V> decide(Operation operation, @Nullable V live, @Nullable V value, @Nullable V expected) {
        // Bytes come first: a type without an equals of its own could never be replaced otherwise.
        boolean same = live != null && expected != null && store.sameBytes(live, expected);
        try {
            return operation.decide(live, value, same ? live : expected);
        } catch (RuntimeException e) {
            throw new CacheException(
                    "cache '%s': a value could not be compared with the one expected, because equals of its %s failed: %s; nothing was changed"
                            .formatted(cacheName, valueType.getName(), e),
                    e);
        }
    }

    /**
     * Carries out an operation whose changes, if they bring a value of the caller's, are written through already. For
     * bulk operations, which hold the locks of all their keys.
     */
    Reply<V> applyWritten(Operation operation, K key, @Nullable V value) {
        long startNanos = startNanos(operation);
        Reply<V> reply = guarded(key, live -> operation.decide(live, value, null), operation.isLookup(), null);
        countTime(operation, reply, startNanos);
        return reply;
    }

    /**
     * Keeps what a bulk load brought, unless all entries went since it began.
     *
     * @param epoch that of the store before the load
     */
    Reply<V> applyLoaded(Operation operation, K key, V value, long epoch) {
        return guarded(key, live -> operation.decide(live, value, null).loadedIn(epoch), operation.isLookup(), null);
    }

    /** Takes the entry of a key away if it is expired, with its event, also while it might be served in place of a load. */
    void expire(K key) {
        guarded(key, live -> new Decision<>(live == null ? Change.EXPIRE : Change.KEEP, null, false), false, null);
    }

    /**
     * Whether a key that had an entry a moment ago has a live one. If it is expired now, takes it away; if it was evicted,
     * sees to it that nobody who is at work on it brings it back.
     */
    boolean isThereToDelete(K key) {
        V value = store.live(key, expiredMark());
        if (isExpiredMark(value)) {
            expire(key);
            return false;
        }
        return value != null || store.delete(key, Condition.absent(), false).effect() == Effect.DIFFERENT;
    }

    /** Notes that a bulk load found nothing for a key, so that nothing is to stand in for it when another fails. */
    void nothingLoaded(K key) {
        if (graceMillis > 0) {
            expire(key);
        }
    }

    /** The expired values that may stand in for those of a bulk load that failed. */
    StaleValues<K, V> staleValues() {
        return staleValues;
    }

    /** Drops all entries, without a word to anybody. */
    void clear() {
        store.clear();
        loads.settledAll();
    }

    /** Sees to it that nobody who comes later gets what loads under way bring; it is not kept either. */
    void outdateLoads() {
        store.beginEpoch();
        loads.settledAll();
    }

    /**
     * Carries out what an entry processor decides. It may be called again, with another entry, if a change from
     * elsewhere came in between.
     *
     * @throws EntryProcessorException if the processor throws; nothing is changed then
     */
    public <T> @Nullable T invoke(K key, EntryProcessor<K, V, T> processor, @Nullable Object... arguments) {
        Invocation<K, V, T> invocation =
                new Invocation<>(cacheName, valueType, store, loader, key, processor, arguments);
        try (OperationSpan span = recorder.operation("INVOKE")) {
            guarded(key, invocation, true, writer);
        }
        return invocation.result();
    }

    /** The taking away of entries that nobody has met since they expired. */
    public Sweeper.Sweepable expiredEntries() {
        return new ExpiredSweep<>(cacheName, store, events, changes, locks, recorder, graceMillis);
    }

    /** Whether an entry is not expired. */
    boolean isAlive(Stored<V> stored) {
        return changes.isAlive(stored);
    }

    /** Notes that an iterator gave an entry to its caller. */
    void met(EntryStore.Item<K, V> item) {
        changes.access(item.key(), item.stored());
        counters.hit();
    }

    /** Waits for the lock of a key, for an operation that runs code of the user for several keys at once. */
    KeyLocks<K>.Hold hold(K key) {
        return locks.acquire(key);
    }

    private Reply<V> guarded(
            K key, Function<@Nullable V, Decision<V>> decider, boolean lookup, @Nullable WriterGate<K, V> through) {
        try (Delivery<K, V> delivery = events.open(true);
                KeyLocks<K>.Hold hold = locks.acquire(key)) {
            while (true) {
                long epoch = store.epoch();
                Stored<V> seen = store.read(key);
                V live = seen != null && isAlive(seen) ? seen.value() : null;
                Decision<V> decision;
                Effect effect;
                try {
                    decision = decider.apply(live);
                    effect = changes.carryOut(key, seen, live, decision, hold, delivery, through, epoch);
                } catch (Throwable e) {
                    countLookup(lookup, live); // it was one, whatever the user's code made of it
                    throw e;
                }
                if (effect != null) {
                    countLookup(lookup, live);
                    boolean loaded = decision.change() == Change.LOAD;
                    return Reply.of(effect, live == null && loaded ? decision.value() : live);
                }
            }
        }
    }

    private void countLookup(boolean lookup, @Nullable V found) {
        if (lookup && found != null) {
            counters.hit();
        } else if (lookup) {
            counters.miss();
        }
    }
}
