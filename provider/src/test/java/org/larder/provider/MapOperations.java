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
    private static final String KEY = "key";

    private final Map<String, Integer> map = new HashMap<>();

    public @Nullable Integer get() {
        return map.get(KEY);
    }

    public boolean containsKey() {
        return map.containsKey(KEY);
    }

    public void put(int value) {
        map.put(KEY, value);
    }

    public @Nullable Integer getAndPut(int value) {
        return map.put(KEY, value);
    }

    public boolean putIfAbsent(int value) {
        return map.putIfAbsent(KEY, value) == null;
    }

    public boolean replace(int value) {
        return map.replace(KEY, value) != null;
    }

    public boolean replaceEqual(int old, int value) {
        return map.replace(KEY, old, value);
    }

    public @Nullable Integer getAndReplace(int value) {
        return map.replace(KEY, value);
    }

    public boolean remove() {
        return map.remove(KEY) != null;
    }

    public boolean removeEqual(int old) {
        return map.remove(KEY, old);
    }

    public @Nullable Integer getAndRemove() {
        return map.remove(KEY);
    }

    public int increment() {
        return Objects.requireNonNull(map.merge(KEY, 1, Integer::sum));
    }
}
