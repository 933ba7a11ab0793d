package org.larder.provider.entry;

import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.larder.provider.statistics.LoadTimes;
import org.larder.provider.store.EntryStore;
import org.larder.provider.store.Stored;

/**
 * Expired values that stand in for what could not be loaded, for some time after their end. To all other operations they
 * are expired.
 */
final class StaleValues<K, V> {

    private final EntryStore<K, V> store;
    private final InstantSource clock;
    private final long graceMillis;
    private final LoadTimes counts;

    StaleValues(EntryStore<K, V> store, InstantSource clock, long graceMillis, LoadTimes counts) {
        this.store = store;
        this.clock = clock;
        this.graceMillis = graceMillis;
        this.counts = counts;
    }

    /** What may be served now that loading a key has failed, or null: also a live value, if there is one by now. */
    @Nullable
    V of(K key) {
        Stored<V> seen = usable(key);
        return seen == null ? null : served(seen);
    }

    /** The same for several keys; null unless each has something. */
    @Nullable
    Map<K, V> ofAll(Collection<K> keys) {
        Map<K, Stored<V>> all = new HashMap<>();
        for (K key : keys) {
            Stored<V> seen = usable(key);
            if (seen == null) {
                return null;
            }
            all.put(key, seen);
        }
        Map<K, V> values = new HashMap<>();
        all.forEach((key, seen) -> values.put(key, served(seen)));
        return values;
    }

    private @Nullable Stored<V> usable(K key) {
        Stored<V> seen = graceMillis == 0 ? null : store.read(key);
        return seen == null || seen.isExpiredAt(clock.millis() - graceMillis) ? null : seen;
    }

    private V served(Stored<V> seen) {
        if (seen.isExpiredAt(clock.millis())) {
            counts.addStaleHit();
        }
        return seen.value();
    }
}
