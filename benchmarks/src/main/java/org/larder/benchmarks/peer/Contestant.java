package org.larder.benchmarks.peer;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is measured: something that holds values under keys. A fork opens one of them only, so that the calls through this
 * interface are inlined as if it were not there. Thread-safe.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public interface Contestant<K, V> extends AutoCloseable {

    /** Returns the value, or null if there is none. */
    @Nullable
    V get(K key);

    /** Keeps the value and returns nothing of the old one. */
    void put(K key, V value);

    /** Keeps the value unless there is one, and returns whether it did. */
    boolean putIfAbsent(K key, V value);

    /** Returns the values of those keys that have one; asks for one after the other where there is no other way. */
    default Map<K, V> getAll(Set<K> keys) {
        Map<K, V> found = new HashMap<>(2 * keys.size());
        for (K key : keys) {
            V value = get(key);
            if (value != null) {
                found.put(key, value);
            }
        }
        return found;
    }

    /**
     * Reads the value and sets another in one atomic step, by code of ours that is given the entry; returns whether there
     * was a value.
     *
     * @throws UnsupportedOperationException if the contestant has no such operation
     */
    boolean invoke(K key, V value);

    @Override
    void close();
}
