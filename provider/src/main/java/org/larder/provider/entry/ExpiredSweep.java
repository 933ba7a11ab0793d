package org.larder.provider.entry;

import java.util.List;
import javax.cache.event.EventType;
import org.larder.provider.event.Delivery;
import org.larder.provider.event.EventDispatcher;
import org.larder.provider.expiry.Sweeper;
import org.larder.provider.flight.CacheRecorder;
import org.larder.provider.flight.CacheRecorder.SweepSpan;
import org.larder.provider.operation.Operation;
import org.larder.provider.store.EntryStore;
import org.larder.provider.store.Stored;

/** The taking away of entries that nobody has met since they expired, in the order of effects of any operation. */
final class ExpiredSweep<K, V> implements Sweeper.Sweepable {

    private final String cacheName;
    private final EntryStore<K, V> store;
    private final EventDispatcher<K, V> events;
    private final EntryChanges<K, V> changes;
    private final KeyLocks<K> locks;
    private final CacheRecorder recorder;
    private final long graceMillis;

    /**
     * Creates the sweep of a cache.
     *
     * @param graceMillis for how long expired entries stay where they are
     */
    ExpiredSweep(
            String cacheName,
            EntryStore<K, V> store,
            EventDispatcher<K, V> events,
            EntryChanges<K, V> changes,
            KeyLocks<K> locks,
            CacheRecorder recorder,
            long graceMillis) {
        this.cacheName = cacheName;
        this.store = store;
        this.events = events;
        this.changes = changes;
        this.locks = locks;
        this.recorder = recorder;
        this.graceMillis = graceMillis;
    }

    @Override
    public String cacheName() {
        return cacheName;
    }

    @Override
    public int parts() {
        return store.parts();
    }

    @Override
    public void sweep(int part) {
        SweepSpan span = recorder.expirySweep(part);
        List<EntryStore.Expired<K, V>> found = store.expired(part, graceMillis);
        for (EntryStore.Expired<K, V> expired : found) {
            if (events.hears(EventType.EXPIRED)) {
                reap(expired.key());
            } else {
                store.delete(expired.key(), expired.unchanged(), false);
            }
        }
        if (span != null) {
            span.end(found.size());
        }
    }

    /** Takes an expired entry away unless somebody is busy with its key, who may take long. */
    private void reap(K key) {
        try (Delivery<K, V> delivery = events.open(true);
                KeyLocks<K>.Hold hold = locks.acquireIfFree(key)) {
            Stored<V> seen = hold == null ? null : store.read(key);
            if (hold != null && seen != null && !changes.isAlive(seen)) {
                changes.carryOut(
                        key,
                        seen,
                        null,
                        Operation.CONTAINS_KEY.decide(null, null, null),
                        hold,
                        delivery,
                        null,
                        store.epoch());
            }
        }
    }
}
