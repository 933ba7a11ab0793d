package org.larder.provider.chronicle;

import java.time.InstantSource;
import java.util.Iterator;
import net.openhft.chronicle.bytes.PointerBytesStore;
import net.openhft.chronicle.hash.ChronicleHashClosedException;
import net.openhft.chronicle.hash.Data;
import net.openhft.chronicle.map.MapSegmentContext;
import net.openhft.chronicle.map.VanillaChronicleMap;
import net.openhft.chronicle.map.impl.CompiledMapIterationContext;
import net.openhft.chronicle.map.impl.CompiledMapQueryContext;
import org.jspecify.annotations.Nullable;
import org.larder.provider.codec.Payload;
import org.larder.provider.codec.PayloadCodec;
import org.larder.provider.store.Condition;
import org.larder.provider.store.EntryStore;
import org.larder.provider.store.Reply;
import org.larder.provider.store.Reply.Effect;
import org.larder.provider.store.Stored;

/**
 * A store in Chronicle Map, off-heap.
 *
 * <p>Keys and values are turned into bytes before a lock of the map is taken and back after the context is closed, so
 * that nothing but copying and comparing happens under the lock of a segment. A value that takes more chunks than the
 * one it replaces never goes through Chronicle's own replace, which loses the entry when there is no room: the old one
 * is removed and the new one inserted under one lock.
 */
public final class ChronicleStore<K, V> implements EntryStore<K, V> {

    private final VanillaChronicleMap<Object, Object, Object> map;
    private final PayloadCodec<K> keyCodec;
    private final PayloadCodec<V> valueCodec;
    private final InstantSource clock;
    private final OversizedEntries oversized;
    private final SegmentAccounts accounts;
    private final Evictor evictor;

    /** What became of an attempt to put an entry into its segment. */
    private enum Placement {
        /** It is there. */
        PLACED,
        /** It is larger than an entry may be: there is none now. */
        TOO_LARGE,
        /** Something must be dropped first; nothing was changed. */
        NO_ROOM,
        /** The segment is too fragmented for it, and the entry that it was to replace is gone. */
        DISPLACED
    }

    ChronicleStore(
            VanillaChronicleMap<Object, Object, Object> map,
            PayloadCodec<K> keyCodec,
            PayloadCodec<V> valueCodec,
            SegmentAccounts accounts,
            OversizedEntries oversized,
            InstantSource clock) {
        this.map = map;
        this.keyCodec = keyCodec;
        this.valueCodec = valueCodec;
        this.clock = clock;
        this.oversized = oversized;
        this.accounts = accounts;
        this.evictor = new Evictor(map, accounts, clock);
    }

    @Override
    public @Nullable V live(K key, V ifExpired) {
        Payload apart = encodeApartIfUserCodeRuns(keyCodec, key);
        FoundEntry found;
        try {
            // Chronicle's own get takes fewer steps than a context of ours; its reader leaves what it found in place.
            found = (FoundEntry) map.getUsing(apart != null ? apart : key, null);
        } catch (ChronicleHashClosedException e) {
            throw closed(e);
        }
        if (found == null) {
            return null;
        }
        return isExpired(found.deadlineMillis()) ? ifExpired : decode(found.payload());
    }

    @Override
    public @Nullable Stored<V> read(K key) {
        Payload payload;
        long stamp;
        long deadlineMillis;
        long asOf;
        CompiledMapQueryContext<Object, Object, Object> context = open(key);
        try {
            context.readLock().lock();
            if (context.entry() == null) {
                return null;
            }
            stamp = EntryLayout.stamp(context.segmentBS(), context.valueOffset());
            deadlineMillis = EntryLayout.deadlineMillis(context.segmentBS(), context.valueOffset());
            asOf = accounts.sequence(context.segmentIndex());
            payload = copyPayload(context, scratch(context).valueBuffer());
        } finally {
            context.close();
        }
        return new Stored<>(decode(payload), stamp, asOf, deadlineMillis);
    }

    @Override
    public void admit(K key, V value) {
        Payload payload = encode(valueCodec, value, new Payload(256));
        try (CompiledMapQueryContext<Object, Object, Object> context = open(key)) {
            chunks(context, payload);
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
        Payload apart = encodeApartIfUserCodeRuns(valueCodec, value);
        Payload expected = expectedPayload(condition);
        Payload previous = null;
        while (true) {
            Effect effect;
            Placement placement = Placement.PLACED;
            int segment;
            long deadlineMillis;
            Payload payload;
            CompiledMapQueryContext<Object, Object, Object> context = open(key);
            try {
                payload = apart != null
                        ? apart
                        : encode(valueCodec, value, scratch(context).valueBuffer());
                int chunks = chunks(context, payload);
                segment = context.segmentIndex();
                context.updateLock().lock();
                boolean present = context.entry() != null;
                long oldDeadlineMillis = present ? deadlineMillis(context) : Stored.NEVER;
                boolean alive = present && !isExpired(oldDeadlineMillis);
                deadlineMillis = alive ? updateDeadlineMillis : creationDeadlineMillis;
                if (deadlineMillis == Stored.KEEP) {
                    deadlineMillis = oldDeadlineMillis;
                }
                if (alive && wantsPrevious) {
                    previous = copyPayload(context, new Payload(0));
                }
                if (holds(condition, expected, context, present, alive)) {
                    effect = alive ? Effect.UPDATED : Effect.CREATED;
                    placement = place(context, segment, payload, chunks, deadlineMillis, present);
                } else {
                    effect = alive ? Effect.DIFFERENT : Effect.ABSENT;
                }
            } finally {
                context.close();
            }
            switch (placement) {
                case NO_ROOM -> evictor.makeRoom(segment);
                case PLACED, TOO_LARGE, DISPLACED -> {
                    if (placement == Placement.TOO_LARGE) {
                        accounts.evicted(1);
                        oversized.warn(payload.end());
                    } else if (placement == Placement.DISPLACED) {
                        placeElsewhere(key, payload, segment, deadlineMillis);
                    }
                    return Reply.of(effect, previous == null ? null : decode(previous));
                }
            }
        }
    }

    @Override
    public Reply<V> delete(K key, Condition<V> condition, boolean wantsPrevious) {
        Payload expected = expectedPayload(condition);
        Payload previous = null;
        Effect effect;
        CompiledMapQueryContext<Object, Object, Object> context = open(key);
        try {
            context.updateLock().lock();
            boolean present = context.entry() != null;
            boolean alive = present && !isExpired(deadlineMillis(context));
            if (alive && wantsPrevious) {
                previous = copyPayload(context, new Payload(0));
            }
            if (!holds(condition, expected, context, present, alive)) {
                effect = alive ? Effect.DIFFERENT : Effect.ABSENT;
            } else {
                effect = alive || condition instanceof Condition.StampIs ? Effect.REMOVED : Effect.ABSENT;
                if (present) {
                    int segment = context.segmentIndex();
                    remove(context, segment);
                    accounts.deleted(segment);
                }
            }
        } finally {
            context.close();
        }
        return Reply.of(effect, previous == null ? null : decode(previous));
    }

    @Override
    public void touch(K key, Stored<V> seen, long deadlineMillis) {
        CompiledMapQueryContext<Object, Object, Object> context = open(key);
        try {
            context.updateLock().lock();
            if (context.entry() != null
                    && EntryLayout.stamp(context.segmentBS(), context.valueOffset()) == seen.stamp()) {
                context.writeLock().lock(); // readers of the segment must not see half a deadline
                EntryLayout.writeDeadline(context.segmentBS(), context.valueOffset(), deadlineMillis);
            }
        } finally {
            context.close();
        }
    }

    @Override
    public boolean decidesEquality() {
        return valueCodec.bytesDecideEquality();
    }

    @Override
    public Iterator<Item<K, V>> iterator() {
        return new SegmentIterator<>(map, accounts, keyCodec, valueCodec);
    }

    @Override
    public long count() {
        return map.longSize();
    }

    @Override
    public long evictions() {
        return accounts.evictions();
    }

    @Override
    public void clear() {
        for (int i = 0; i < map.segments(); i++) {
            int segment = i;
            try (MapSegmentContext<Object, Object, ?> context = map.segmentContext(segment)) {
                context.forEachSegmentEntry(entry -> {
                    int chunks = ((CompiledMapIterationContext<?, ?, ?>) entry).entrySizeInChunks();
                    entry.doRemove();
                    accounts.removed(segment, chunks);
                    accounts.deleted(segment);
                });
            }
        }
    }

    @Override
    public void close() {
        map.close();
    }

    /** Opens a context for a key and hands it the key's bytes; takes no lock. */
    private CompiledMapQueryContext<Object, Object, Object> open(K key) {
        // Code of the user may use this very cache, so it runs before there is a context.
        Payload apart = encodeApartIfUserCodeRuns(keyCodec, key);
        CompiledMapQueryContext<Object, Object, Object> context = context();
        try {
            context.initInputKey(scratch(context).getData(apart != null ? apart : key));
            return context;
        } catch (Throwable e) {
            context.close();
            throw e;
        }
    }

    private CompiledMapQueryContext<Object, Object, Object> context() {
        try {
            return (CompiledMapQueryContext<Object, Object, Object>) map.mapContext();
        } catch (ChronicleHashClosedException e) {
            throw closed(e);
        }
    }

    private static IllegalStateException closed(ChronicleHashClosedException cause) {
        return new IllegalStateException("the store is closed", cause);
    }

    private static Scratch<?> scratch(CompiledMapQueryContext<Object, Object, Object> context) {
        return (Scratch<?>) context.inputKeyDataAccess();
    }

    private static <T> @Nullable Payload encodeApartIfUserCodeRuns(PayloadCodec<T> codec, T value) {
        return codec.runsUserCode() ? encode(codec, value, new Payload(256)) : null;
    }

    private static <T> Payload encode(PayloadCodec<T> codec, T value, Payload into) {
        codec.encode(value, into);
        return into;
    }

    private @Nullable Payload expectedPayload(Condition<V> condition) {
        return condition instanceof Condition.PayloadIs<V> is ? encode(valueCodec, is.value(), new Payload(256)) : null;
    }

    private V decode(Payload payload) {
        return valueCodec.decode(
                valueCodec.runsUserCode() ? Payload.of(payload.readBytes(payload.remaining())) : payload);
    }

    private static Payload copyPayload(CompiledMapQueryContext<Object, Object, Object> context, Payload into) {
        EntryLayout.copyPayload(context.segmentBS(), context.valueOffset(), context.valueSize(), into);
        return into;
    }

    private static long deadlineMillis(CompiledMapQueryContext<Object, Object, Object> context) {
        return EntryLayout.deadlineMillis(context.segmentBS(), context.valueOffset());
    }

    private boolean isExpired(long deadlineMillis) {
        return deadlineMillis != Stored.NEVER && deadlineMillis <= clock.millis(); // no clock for what never expires
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
        if (condition instanceof Condition.StampIs<V> is) {
            return present
                    ? EntryLayout.stamp(context.segmentBS(), context.valueOffset()) == is.stamp()
                    : accounts.nothingDeletedSince(context.segmentIndex(), is.asOf());
        }
        if (expected != null) {
            return alive && samePayload(context, expected);
        }
        return alive == (condition == Condition.Presence.PRESENT);
    }

    private static boolean samePayload(CompiledMapQueryContext<Object, Object, Object> context, Payload expected) {
        PointerBytesStore bytes = context.segmentBS();
        return context.valueSize() - EntryLayout.HEADER_BYTES == expected.end()
                && HeapData.sameBytes(expected, bytes, context.valueOffset() + EntryLayout.HEADER_BYTES);
    }

    /** The chunks that an entry takes; fails if there are more than an entry may have and that is an error here. */
    private int chunks(CompiledMapQueryContext<Object, Object, Object> context, Payload payload) {
        long keyBytes = context.inputKey().size();
        int chunks = map.inChunks(context.entrySize(keyBytes, EntryLayout.HEADER_BYTES + (long) payload.end()));
        if (chunks > oversized.maxEntryChunks()) {
            oversized.rejectIfAsked(keyBytes + payload.end());
        }
        return chunks;
    }

    /** Writes an entry into its segment; the context holds the update lock. */
    private Placement place(
            CompiledMapQueryContext<Object, Object, Object> context,
            int segment,
            Payload payload,
            int chunks,
            long deadlineMillis,
            boolean present) {
        if (chunks > oversized.maxEntryChunks()) {
            if (present) {
                remove(context, segment);
            }
            return Placement.TOO_LARGE;
        }
        int oldChunks = present ? context.entrySizeInChunks() : 0;
        if (!accounts.hasRoom(segment, chunks - oldChunks) || !(present || accounts.claimEntry())) {
            return Placement.NO_ROOM;
        }
        Data<Object> entry = scratch(context).entry(payload, accounts.nextStamp(segment), deadlineMillis);
        if (present && chunks <= oldChunks) {
            context.doReplaceValue(entry);
            accounts.book(segment, chunks - oldChunks);
            return Placement.PLACED;
        }
        if (present) {
            context.doRemove();
            accounts.book(segment, -oldChunks);
        }
        if (insert(context, entry)) {
            accounts.book(segment, chunks);
            return Placement.PLACED;
        }
        accounts.releaseEntry();
        return present ? Placement.DISPLACED : Placement.NO_ROOM;
    }

    /**
     * Brings back an entry that its segment was too fragmented for. To everybody else it was evicted in the middle of
     * its write; if somebody has taken its place by now, it stays so.
     */
    private void placeElsewhere(K key, Payload payload, int segment, long deadlineMillis) {
        while (true) {
            evictor.makeRoom(segment);
            CompiledMapQueryContext<Object, Object, Object> context = open(key);
            try {
                int chunks = chunks(context, payload);
                context.updateLock().lock();
                if (context.entry() != null) {
                    accounts.evicted(1);
                    return;
                }
                if (place(context, segment, payload, chunks, deadlineMillis, false) == Placement.PLACED) {
                    return;
                }
            } finally {
                context.close();
            }
        }
    }

    /** Inserts an entry; false if no run of free chunks is long enough. */
    private boolean insert(CompiledMapQueryContext<Object, Object, Object> context, Data<Object> entry) {
        try {
            context.doInsert(entry);
            return true;
        } catch (IllegalStateException e) {
            if (!map.isOpen()) {
                throw e;
            }
            return false; // the only other reason: a further tier was needed, and the geometry allows none
        }
    }

    private void remove(CompiledMapQueryContext<Object, Object, Object> context, int segment) {
        int chunks = context.entrySizeInChunks();
        context.doRemove();
        accounts.removed(segment, chunks);
    }
}
