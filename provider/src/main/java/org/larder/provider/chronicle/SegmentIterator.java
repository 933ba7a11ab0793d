package org.larder.provider.chronicle;

import static java.util.Objects.requireNonNull;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.larder.provider.store.EntryStore.Item;
import org.larder.provider.store.Stored;

/** The entries of a map, copied out one segment at a time, so that no lock is held between two calls. */
final class SegmentIterator<K, V> implements Iterator<Item<K, V>> {

    private final int segments;
    private final IntFunction<List<EntryCopy>> copiesOf;
    private final EntryCodec<K, V> codec;
    private final Queue<EntryCopy> copies = new ArrayDeque<>();
    private @Nullable Item<K, V> next;
    private int nextSegment;

    /**
     * Creates an iterator.
     *
     * @param copiesOf the usable entries of a segment, decrypted
     */
    SegmentIterator(int segments, IntFunction<List<EntryCopy>> copiesOf, EntryCodec<K, V> codec) {
        this.segments = segments;
        this.copiesOf = copiesOf;
        this.codec = codec;
    }

    @Override
    public boolean hasNext() {
        while (next == null) {
            if (!copies.isEmpty()) {
                next = decode(copies.remove());
            } else if (nextSegment < segments) {
                copies.addAll(copiesOf.apply(nextSegment++));
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
    private @Nullable Item<K, V> decode(EntryCopy copy) {
        K key = codec.decodeKey(copy.key());
        V value = key == null ? null : codec.decodeValue(copy.value());
        return key == null || value == null
                ? null
                : new Item<>(key, new Stored<>(value, copy.stamp(), copy.asOf(), copy.deadlineMillis()));
    }
}
