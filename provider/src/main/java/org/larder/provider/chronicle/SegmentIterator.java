package org.larder.provider.chronicle;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import net.openhft.chronicle.hash.Data;
import net.openhft.chronicle.map.MapEntry;
import net.openhft.chronicle.map.impl.CompiledMapIterationContext;
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
    private final Queue<Copy> copies = new ArrayDeque<>();
    private int nextSegment;

    /** The bytes of an entry. */
    private record Copy(Payload key, Payload value, long stamp, long asOf, long deadlineMillis) {}

    SegmentIterator(ClosableMap map, SegmentAccounts accounts, PayloadCodec<K> keyCodec, PayloadCodec<V> valueCodec) {
        this.map = map;
        this.accounts = accounts;
        this.keyCodec = keyCodec;
        this.valueCodec = valueCodec;
    }

    @Override
    public boolean hasNext() {
        while (copies.isEmpty() && nextSegment < accounts.segments()) {
            copySegment(nextSegment++);
        }
        return !copies.isEmpty();
    }

    @Override
    public Item<K, V> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Copy copy = copies.remove();
        return new Item<>(
                keyCodec.decode(copy.key),
                new Stored<>(valueCodec.decode(copy.value), copy.stamp, copy.asOf, copy.deadlineMillis));
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
                EntryLayout.deadlineMillis(value.bytes(), value.offset()));
    }
}
