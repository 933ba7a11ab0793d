package org.larder.provider.chronicle;

import static java.util.Objects.requireNonNull;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import net.openhft.chronicle.hash.Data;
import net.openhft.chronicle.map.MapEntry;
import net.openhft.chronicle.map.impl.CompiledMapIterationContext;
import org.jspecify.annotations.Nullable;
import org.larder.provider.codec.Payload;
import org.larder.provider.codec.PayloadCodec;
import org.larder.provider.store.EntryStore.Item;
import org.larder.provider.store.Stored;

/** The entries of a map, copied out one segment at a time, so that no lock is held between two calls. */
final class SegmentIterator<K, V> implements Iterator<Item<K, V>> {

    private final ClosableMap map;
    private final SegmentAccounts accounts;
    private final PayloadCodec<K> keyCodec;
    private final PayloadCodec<V> valueCodec;
    private final @Nullable Damage damage;
    private final Checksum checksum = new Checksum();
    private final Queue<Copy> copies = new ArrayDeque<>();
    private @Nullable Item<K, V> next;
    private int nextSegment;

    /** The bytes of an entry. */
    private record Copy(Payload key, Payload value, long stamp, long asOf, long deadlineMillis, int check) {}

    /**
     * Creates an iterator.
     *
     * @param damage where entries are in a file, and those that cannot be used are passed over; null elsewhere
     */
    SegmentIterator(
            ClosableMap map,
            SegmentAccounts accounts,
            PayloadCodec<K> keyCodec,
            PayloadCodec<V> valueCodec,
            @Nullable Damage damage) {
        this.map = map;
        this.accounts = accounts;
        this.keyCodec = keyCodec;
        this.valueCodec = valueCodec;
        this.damage = damage;
    }

    @Override
    public boolean hasNext() {
        while (next == null) {
            if (!copies.isEmpty()) {
                next = decode(copies.remove());
            } else if (nextSegment < accounts.segments()) {
                copySegment(nextSegment++);
            } else {
                return false;
            }
        }
        return true;
    }

    @Override
    public Item<K, V> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Item<K, V> item = requireNonNull(next);
        next = null;
        return item;
    }

    /** The entry of some bytes; null if it is to be passed over. */
    private @Nullable Item<K, V> decode(Copy copy) {
        if (damage != null && checksum.of(copy.key, copy.value, copy.stamp, copy.deadlineMillis) != copy.check) {
            damage.broken();
            return null;
        }
        try {
            return new Item<>(
                    keyCodec.decode(copy.key),
                    new Stored<>(valueCodec.decode(copy.value), copy.stamp, copy.asOf, copy.deadlineMillis));
        } catch (RuntimeException e) {
            if (damage == null) {
                throw e;
            }
            damage.undecodable(e);
            return null;
        }
    }

    private void copySegment(int segment) {
        try (CompiledMapIterationContext<Object, Object, Object> context = map.segmentContext(segment)) {
            context.forEachSegmentEntry(entry -> copies.add(copy(segment, entry)));
        }
    }

    private Copy copy(int segment, MapEntry<Object, Object> entry) {
        Data<Object> key = entry.key();
        Payload keyPayload = new Payload(0);
        EntryLayout.copyKey(key.bytes(), key.offset(), key.size(), keyPayload);
        Data<Object> value = entry.value();
        Payload valuePayload = new Payload(0);
        EntryLayout.copyPayload(value.bytes(), value.offset(), value.size(), valuePayload);
        return new Copy(
                keyPayload,
                valuePayload,
                EntryLayout.stamp(value.bytes(), value.offset()),
                accounts.sequence(segment),
                EntryLayout.deadlineMillis(value.bytes(), value.offset()),
                EntryLayout.check(value.bytes(), value.offset()));
    }
}
