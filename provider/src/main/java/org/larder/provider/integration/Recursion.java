package org.larder.provider.integration;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.larder.provider.store.KeyIdentity;

/**
 * The keys that each thread is loading, to notice a loader that asks the cache for the very keys that it was asked for:
 * it would be asked again, and so on. Thread-safe.
 */
final class Recursion {

    private final Map<Thread, Set<Object>> loading = new ConcurrentHashMap<>();

    /**
     * Notes that the current thread begins to load keys; false if it is loading one of them already, and nothing is
     * noted then.
     */
    boolean enter(Collection<?> keys) {
        Set<Object> identities = new HashSet<>();
        keys.forEach(key -> identities.add(KeyIdentity.of(key)));
        Set<Object> mine = loading.computeIfAbsent(Thread.currentThread(), thread -> new HashSet<>());
        if (identities.stream().anyMatch(mine::contains)) {
            return false;
        }
        mine.addAll(identities);
        return true;
    }

    /** Whether the current thread is loading any of some keys. */
    boolean concerns(Collection<?> keys) {
        Set<Object> mine = loading.get(Thread.currentThread());
        return mine != null && keys.stream().map(KeyIdentity::of).anyMatch(mine::contains);
    }

    /** Notes that the current thread is done with keys that it {@linkplain #enter entered} with. */
    void leave(Collection<?> keys) {
        Set<Object> mine = loading.get(Thread.currentThread());
        if (mine != null) {
            keys.forEach(key -> mine.remove(KeyIdentity.of(key)));
            if (mine.isEmpty()) {
                loading.remove(Thread.currentThread());
            }
        }
    }
}
