package org.larder;

import java.util.Iterator;
import java.util.function.Predicate;
import javax.cache.Cache;

/**
 * Removal of the entries whose keys fulfil a condition, for which Larder does not read their values:
 *
 * <pre>{@code
 * long removed = KeyRemoval.of(cache).removeIf(key -> key.startsWith("session."));
 * }</pre>
 *
 * <p>Thread-safe.
 *
 * @param <K> the type of keys
 * @since 0.1
 */
@FunctionalInterface
public interface KeyRemoval<K> {

    /**
     * Removes the entries of all keys that fulfil a condition. Each is removed as {@link Cache#remove(Object)} does it:
     * counted, told to listeners and written through. Looks at all keys, so it takes time that grows with the cache.
     * Weakly consistent: entries that come or go meanwhile may be met or not. What a loader is about to bring, whatever its
     * key, goes to those who wait for it and is not kept, as it may be what is to be removed: so each call lets values that
     * are being loaded be loaded once more, when they are next asked for. The same goes for what an entry processor sets
     * after it had its value loaded; a writer is told of it.
     *
     * @param condition asked on the thread of the caller, with no lock held
     * @return the number of entries removed
     * @throws javax.cache.event.CacheEntryListenerException when all are removed, if listeners failed; what the condition or a
     *     writer throws ends the removal where it is
     */
    long removeIf(Predicate<? super K> condition);

    /**
     * Finds this capability of a cache. A cache of another provider is asked for all of its entries, which reads their
     * values too and counts as reading them.
     *
     * @param cache a cache of any provider
     * @return removal from that cache
     */
    @SuppressWarnings("unchecked") // what unwraps from a Cache<K, V> has its types
    static <K> KeyRemoval<K> of(Cache<K, ?> cache) {
        try {
            return cache.unwrap(KeyRemoval.class);
        } catch (IllegalArgumentException e) {
            return condition -> removeFrom(cache, condition);
        }
    }

    private static <K, V> long removeFrom(Cache<K, V> cache, Predicate<? super K> condition) {
        long removed = 0;
        for (Iterator<Cache.Entry<K, V>> entries = cache.iterator(); entries.hasNext(); ) {
            if (condition.test(entries.next().getKey())) {
                entries.remove();
                removed++;
            }
        }
        return removed;
    }
}
