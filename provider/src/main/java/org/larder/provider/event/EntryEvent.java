package org.larder.provider.event;

import javax.cache.Cache;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.EventType;
import org.jspecify.annotations.Nullable;

/**
 * One change of one entry, as a listener sees it.
 *
 * <p>The old value is there for listeners that asked for it and for no others, so that what a listener sees does not
 * depend on which other listeners are registered. For removed and expired entries {@link #getValue()} is the old value.
 *
 * @param <K> the type of the key
 * @param <V> the type of the value
 */
public final class EntryEvent<K, V> extends CacheEntryEvent<K, V> {
    private static final long serialVersionUID = 1L;

    // Events are serializable by inheritance only: their source is a cache, which never is.
    private final transient K key;
    private final transient @Nullable V value;
    private final transient @Nullable V oldValue;

    EntryEvent(Cache<K, V> source, EventType type, K key, @Nullable V value, @Nullable V oldValue) {
        super(source, type);
        this.key = key;
        this.value = type == EventType.CREATED || type == EventType.UPDATED ? value : oldValue;
        this.oldValue = type == EventType.CREATED ? null : oldValue;
    }

    @Override
    public K getKey() {
        return key;
    }

    @Override
    public @Nullable V getValue() {
        return value;
    }

    @Override
    public @Nullable V getOldValue() {
        return oldValue;
    }

    @Override
    public boolean isOldValueAvailable() {
        return oldValue != null;
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw new IllegalArgumentException("an event of cache '" + getSource().getName() + "' is no " + type.getName()
                + "; it can be unwrapped to " + EntryEvent.class.getName());
    }

    @Override
    public String toString() {
        return getEventType() + " of " + key + " in cache '" + getSource().getName() + "'";
    }
}
