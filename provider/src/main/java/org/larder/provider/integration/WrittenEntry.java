package org.larder.provider.integration;

import javax.cache.Cache;

/**
 * An entry as a writer sees it. Equal only to itself, so that keeping many in a set calls no code of the user.
 *
 * @param <K> the type of the key
 * @param <V> the type of the value
 */
public final class WrittenEntry<K, V> implements Cache.Entry<K, V> {
    private final K key;
    private final V value;

    WrittenEntry(K key, V value) {
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
        throw new IllegalArgumentException("an entry to be written is no " + type.getName()
                + "; it can be unwrapped to " + WrittenEntry.class.getName());
    }

    @Override
    public String toString() {
        return key + "=" + value;
    }
}
