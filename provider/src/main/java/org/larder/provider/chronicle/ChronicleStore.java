package org.larder.provider.chronicle;

import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import net.openhft.chronicle.map.impl.CompiledMapQueryContext;
import org.jspecify.annotations.Nullable;
import org.larder.provider.chronicle.Placer.Placement;
import org.larder.provider.codec.Payload;
import org.larder.provider.codec.PayloadCodec;
import org.larder.provider.encryption.EntryCipher;
import org.larder.provider.flight.CacheRecorder;
import org.larder.provider.store.Condition;
import org.larder.provider.store.EntryStore;
import org.larder.provider.store.Reply;
import org.larder.provider.store.Reply.Effect;
import org.larder.provider.store.StoreUsage;
import org.larder.provider.store.Stored;

/**
 * A store in Chronicle Map, off-heap.
 *
 * <p>Keys and values are turned into bytes before a lock of the map is taken and back after the context is closed, so
 * that nothing but copying and comparing happens under the lock of a segment. Here is what is done to the entry of one
 * key; what goes through all entries is in {@link AllEntries}.
 */
public final class ChronicleStore<K, V> implements EntryStore<K, V> {

    private final ClosableMap map;
    private final EntryCodec<K, V> codec;
    private final InstantSource clock;
    private final OversizedEntries oversized;

    /** Where entries are in a file, and so may be damaged or older than their classes; null where they are in memory. */
    private final @Nullable Damage damage;

    /** What entries are encrypted with; null if they are not. */
    private final @Nullable EntryCipher cipher;

    private final MemoryBudget.Promise memory;
    private final SegmentAccounts accounts;
    private final StateBlock state;
    private final Placer placer;
    private final Evictor evictor;
    private final LockedEntry locked;
    private final AllEntries<K, V> all;

    ChronicleStore(
            ClosableMap map,
            PayloadCodec<K> keyCodec,
            PayloadCodec<V> valueCodec,
            StateBlock state,
            SegmentAccounts accounts,
            OversizedEntries oversized,
            @Nullable Damage damage,
            @Nullable EntryCipher cipher,
            MemoryBudget.Promise memory,
            InstantSource clock,
            CacheRecorder recorder) {
        this.map = map;
        this.codec = new EntryCodec<>(keyCodec, valueCodec, damage);
        this.clock = clock;
        this.oversized = oversized;
        this.damage = damage;
        this.cipher = cipher;
        this.memory = memory;
        this.accounts = accounts;
        this.state = state;
        Ghosts ghosts = new Ghosts(state);
        this.placer = new Placer(accounts, oversized, ghosts);
        this.locked = new LockedEntry(damage, cipher != null, placer, accounts);
        this.evictor = new Evictor(this.map, accounts, ghosts, clock, recorder);
        this.all = new AllEntries<>(map, accounts, codec, damage, cipher, clock);
    }

    @Override
    public @Nullable V live(K key, V ifExpired) {
        if (damage != null || cipher != null) {
            Stored<V> stored = read(key);
            if (stored == null) {
                return null;
            }
            return isExpired(stored.deadlineMillis()) ? ifExpired : stored.value();
        }
        Payload apart = codec.keyApart(key);
        // Chronicle's own get takes fewer steps than a context of ours; its reader leaves what it found in place.
        FoundEntry found = (FoundEntry) map.get(apart != null ? apart : key);
        if (found == null) {
            return null;
        }
        return isExpired(found.deadlineMillis()) ? ifExpired : codec.decodeValue(found.payload());
    }

    @Override
    public K ownKey(K key) {
        return codec.copyOf(key);
    }

    @Override
    public @Nullable Stored<V> read(K key) {
        Payload payload;
        long stamp;
        long deadlineMillis;
        long asOf;
        boolean intact;
        CompiledMapQueryContext<Object, Object, Object> context = open(key);
        Scratch<?> scratch = scratch(context);
        try {
            context.readLock().lock();
            if (context.entry() == null) {
                return null;
            }
            stamp = EntryLayout.stamp(context.segmentBS(), context.valueOffset());
            deadlineMillis = LockedEntry.deadlineMillis(context);
            asOf = accounts.sequence(context.segmentIndex());
            payload = LockedEntry.copyPayload(context, scratch.valueBuffer());
            EntryLayout.countUse(context.segmentBS(), context.valueOffset());
            intact = locked.isIntact(context, payload);
        } finally {
            context.close();
        }
        Payload opened = intact ? scratch.open(payload, stamp, deadlineMillis) : null;
        if (opened == null) {
            takeAwayIfDamaged(key);
            return null;
        }
        V value = codec.decodeValue(opened);
        if (value == null) {
            delete(key, Condition.unchangedSince(stamp, asOf), false);
            return null;
        }
        return new Stored<>(value, stamp, asOf, deadlineMillis);
    }

    @Override
    public void admit(K key, V value) {
        Payload payload = codec.encodeValue(value);
        try (CompiledMapQueryContext<Object, Object, Object> context = open(key)) {
            placer.chunks(context, payload);
        }
    }

    @Override
    public Reply<V> set(
            K key,
            Condition<V> condition,
            V value,
            long creationDeadlineMillis,
            long updateDeadlineMillis,
            boolean wantsPrevious) {
        Payload apart = codec.valueApart(value);
        Payload expected = codec.expected(condition);
        boolean asksNothing =
                condition == Condition.Presence.ANY && !wantsPrevious && creationDeadlineMillis == updateDeadlineMillis;
        while (true) {
            Payload previous = null;
            Effect effect;
            Placement placement = Placement.PLACED;
            int segment;
            int chunks;
            long entryBytes;
            CompiledMapQueryContext<Object, Object, Object> context = open(key);
            try {
                Payload payload = apart != null
                        ? apart
                        : codec.encodeValue(value, scratch(context).valueBuffer());
                chunks = placer.chunks(context, payload);
                entryBytes = Placer.entryBytes(context, payload);
                segment = context.segmentIndex();
                context.updateLock().lock();
                boolean present = locked.isThere(context, !asksNothing);
                long oldDeadlineMillis = present ? LockedEntry.deadlineMillis(context) : Stored.NEVER;
                boolean alive = present && !isExpired(oldDeadlineMillis);
                long deadlineMillis = alive ? updateDeadlineMillis : creationDeadlineMillis;
                if (deadlineMillis == Stored.KEEP) {
                    deadlineMillis = oldDeadlineMillis;
                }
                if (alive && wantsPrevious) {
                    previous = LockedEntry.copyValue(context);
                }
                if (holds(condition, expected, context, present, alive)) {
                    effect = alive ? Effect.UPDATED : Effect.CREATED;
                    placement = placer.place(context, payload, chunks, deadlineMillis, present);
                    countIfExpired(present && !alive && placement != Placement.NO_ROOM);
                } else {
                    effect = alive ? Effect.DIFFERENT : Effect.ABSENT;
                    removeIfExpired(context, condition, present && !alive);
                }
            } finally {
                context.close();
            }
            if (placement == Placement.NO_ROOM) {
                evictor.makeRoom(segment, chunks);
                continue; // the entry may have been dropped too, or changed by others: all is decided anew
            }
            if (placement == Placement.TOO_LARGE) {
                accounts.evicted(1);
                oversized.warn(entryBytes);
            }
            return reply(effect, previous);
        }
    }

    @Override
    public Reply<V> delete(K key, Condition<V> condition, boolean wantsPrevious) {
        Payload expected = codec.expected(condition);
        Payload previous = null;
        Effect effect;
        CompiledMapQueryContext<Object, Object, Object> context = open(key);
        try {
            context.updateLock().lock();
            boolean present = locked.isThere(context, true);
            boolean alive = present && !isExpired(LockedEntry.deadlineMillis(context));
            if (alive && wantsPrevious) {
                previous = LockedEntry.copyValue(context);
            }
            if (!holds(condition, expected, context, present, alive)) {
                effect = alive ? Effect.DIFFERENT : Effect.ABSENT;
                removeIfExpired(context, condition, present && !alive);
            } else {
                effect = alive || condition instanceof Condition.StampIs ? Effect.REMOVED : Effect.ABSENT;
                if (present) {
                    placer.remove(context);
                    countIfExpired(!alive);
                }
                accounts.deleted(context.segmentIndex()); // also what an eviction took before
            }
        } finally {
            context.close();
        }
        return reply(effect, previous);
    }

    @Override
    public void touch(K key, Stored<V> seen, long deadlineMillis) {
        CompiledMapQueryContext<Object, Object, Object> context = open(key);
        try {
            context.updateLock().lock();
            if (context.entry() != null
                    && EntryLayout.stamp(context.segmentBS(), context.valueOffset()) == seen.stamp()) {
                locked.moveDeadline(context, deadlineMillis);
                accounts.expires(context.segmentIndex(), deadlineMillis);
            }
        } finally {
            context.close();
        }
    }

    @Override
    public boolean isShared() {
        return false; // in files it is in the hands of one that knows
    }

    @Override
    public boolean decidesEquality() {
        return codec.bytesDecideEquality();
    }

    @Override
    public boolean sameBytes(V one, V other) {
        return codec.sameBytes(one, other);
    }

    @Override
    public Iterator<Item<K, V>> iterator() {
        return new SegmentIterator<>(parts(), all::copies, codec);
    }

    /** Copies of the entries of a part, decrypted. */
    List<EntryCopy> copies(int part) {
        return all.copies(part);
    }

    @Override
    public int parts() {
        return accounts.segments();
    }

    @Override
    public List<Expired<K, V>> expired(int part, long graceMillis) {
        return all.expired(part, graceMillis);
    }

    @Override
    public List<K> keys(int part) {
        return all.keys(part);
    }

    @Override
    public long count() {
        return map.size();
    }

    @Override
    public long evictions() {
        return accounts.evictions();
    }

    @Override
    public StoreUsage usage() {
        map.requireOpen();
        return accounts.usage(oversized.largestBytes());
    }

    @Override
    public long epoch() {
        return accounts.epoch();
    }

    @Override
    public void beginEpoch() {
        accounts.beginEpoch(); // whoever iterates now waits for the segment lock under which it was checked
    }

    @Override
    public void clear() {
        beginEpoch();
        all.removeAll();
    }

    @Override
    public void deleteOnClose() {
        // memory does not outlive it; files are somebody else's
    }

    @Override
    public void close() {
        map.close();
        state.close(); // nobody is in the map any more
        memory.close();
    }

    private void countIfExpired(boolean expired) {
        if (expired) {
            accounts.expired(1);
        }
    }

    /** Opens a context for a key and hands it the key's bytes; takes no lock. */
    private CompiledMapQueryContext<Object, Object, Object> open(K key) {
        // Code of the user may use this very cache, so it runs before there is a context.
        Payload apart = codec.keyApart(key);
        return map.keyContext(apart != null ? apart : key);
    }

    private static Scratch<?> scratch(CompiledMapQueryContext<Object, Object, Object> context) {
        return (Scratch<?>) context.inputKeyDataAccess();
    }

    private Reply<V> reply(Effect effect, @Nullable Payload previous) {
        V value = previous == null ? null : codec.decodeValue(previous);
        if (previous == null || value != null) {
            return Reply.of(effect, value);
        }
        return Reply.of( // there was nothing that anybody could have used
                switch (effect) {
                    case UPDATED -> Effect.CREATED;
                    case REMOVED -> Effect.ABSENT;
                    default -> effect;
                },
                null);
    }

    private void takeAwayIfDamaged(K key) {
        try (CompiledMapQueryContext<Object, Object, Object> context = open(key)) {
            context.updateLock().lock();
            locked.isThere(context, true);
        }
    }

    private boolean isExpired(long deadlineMillis) {
        return deadlineMillis != Stored.NEVER && deadlineMillis <= clock.millis(); // no clock for what never expires
    }

    /** A change that asks for a live entry takes away the expired one that it meets. */
    private void removeIfExpired(
            CompiledMapQueryContext<Object, Object, Object> context, Condition<V> condition, boolean expired) {
        if (expired && !(condition.ofEntry() instanceof Condition.StampIs)) {
            placer.remove(context);
            countIfExpired(true);
            accounts.deleted(context.segmentIndex());
        }
    }

    private boolean holds(
            Condition<V> condition,
            @Nullable Payload expected,
            CompiledMapQueryContext<Object, Object, Object> context,
            boolean present,
            boolean alive) {
        if (condition == Condition.Presence.ANY) {
            return true;
        }
        if (condition instanceof Condition.InEpoch<V> in) {
            return accounts.isEpoch(in.epoch()) && holds(in.and(), expected, context, present, alive);
        }
        if (condition instanceof Condition.StampIs<V> is) {
            return present
                    ? EntryLayout.stamp(context.segmentBS(), context.valueOffset()) == is.stamp()
                    : isMerelyDropped(context.segmentIndex(), is);
        }
        if (expected != null) {
            return alive && LockedEntry.hasValue(context, expected);
        }
        return alive == (condition == Condition.Presence.PRESENT);
    }

    private boolean isMerelyDropped(int segment, Condition.StampIs<V> seen) {
        return accounts.nothingDeletedSince(segment, seen.asOf())
                && (!seen.othersWrite().getAsBoolean()
                        || accounts.nothingYoungerDropped(segment, seen.stamp(), seen.asOf()));
    }
}
