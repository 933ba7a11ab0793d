package org.larder.provider;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the operations of {@link CacheLinearizabilityTest} mean for one thread, on a map. Public because Lincheck calls
 * it; that class says which method stands for what.
 */
public final class MapOperations {
    private final Map<Integer, Integer> map = new HashMap<>();

    public @Nullable Integer get(int key) {
        return map.get(key);
    }

    public boolean containsKey(int key) {
        return map.containsKey(key);
    }

    public void put(int key, int value) {
        map.put(key, value);
    }

    public @Nullable Integer getAndPut(int key, int value) {
        return map.put(key, value);
    }

    public boolean putIfAbsent(int key, int value) {
        return map.putIfAbsent(key, value) == null;
    }

    public boolean replace(int key, int value) {
        return map.replace(key, value) != null;
    }

    public boolean replaceEqual(int key, int old, int value) {
        return map.replace(key, old, value);
    }

    public @Nullable Integer getAndReplace(int key, int value) {
        return map.replace(key, value);
    }

    public boolean remove(int key) {
        return map.remove(key) != null;
    }

    public boolean removeEqual(int key, int old) {
        return map.remove(key, old);
    }

    public @Nullable Integer getAndRemove(int key) {
        return map.remove(key);
    }

    public int increment(int key) {
        return Objects.requireNonNull(map.merge(key, 1, Integer::sum));
    }
}
