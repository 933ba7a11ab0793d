package org.larder.provider.entry;

import java.util.Iterator;
import java.util.NoSuchElementException;
import javax.cache.Cache;
import org.jspecify.annotations.Nullable;
import org.larder.provider.operation.DetachedEntry;
import org.larder.provider.operation.Operation;
import org.larder.provider.store.EntryStore;

/**
 * An iterator over the entries of a cache that skips the expired ones and counts each entry it gives as read. Weakly
 * consistent; for one thread.
 */
public final class LiveEntries<K, V> implements Iterator<Cache.Entry<K, V>> {

    private final EntryEngine<K, V> engine;
    private final Iterator<EntryStore.Item<K, V>> items;
    private EntryStore.@Nullable Item<K, V> next;
    private @Nullable K removable;

    /** Creates an iterator over what a store holds. */
    public LiveEntries(EntryEngine<K, V> engine, EntryStore<K, V> store) {
        this.engine = engine;
        this.items = store.iterator();
    }

    @Override
    public boolean hasNext() {
        while (next == null && items.hasNext()) {
            EntryStore.Item<K, V> item = items.next();
            next = engine.isAlive(item.stored()) ? item : null;
        }
        return next != null;
    }

    @Override
    public Cache.Entry<K, V> next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException();
        }
        EntryStore.Item<K, V> item = next;
        next = null;
        removable = item.key();
        engine.met(item);
        return new DetachedEntry<>(item.key(), item.stored().value());
    }

    @Override
    public void remove() {
        if (removable == null) {
            throw new IllegalStateException("there is no entry to remove: call next() first, and remove() once for it");
        }
        engine.apply(Operation.REMOVE, removable, null, null);
        removable = null;
    }
}
