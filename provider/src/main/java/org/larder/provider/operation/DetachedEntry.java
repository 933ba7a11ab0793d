package org.larder.provider.operation;

import javax.cache.Cache;

/**
 * An entry as writers and iterators see it: a key and the value that it had. Equal only to itself, so that keeping many
 * in a set calls no code of the user.
 *
 * @param <K> the type of the key
 * @param <V> the type of the value
 */
public final class DetachedEntry<K, V> implements Cache.Entry<K, V> {
    private final K key;
    private final V value;

    /** Creates an entry of a key and its value. */
    public DetachedEntry(K key, V value) {
        this.key = key;
        this.value = value;
    }

    @Override
    public K getKey() {
        return key;
    }

    @Override
    public V getValue() {
        return value;
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw new IllegalArgumentException(
                "a cache entry is no " + type.getName() + "; it can be unwrapped to " + DetachedEntry.class.getName());
    }

    @Override
    public String toString() {
        return key + "=" + value;
    }
}
