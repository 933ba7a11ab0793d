package org.larder.provider.entry;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import javax.cache.event.CacheEntryListenerException;
import javax.cache.integration.CacheLoaderException;
import org.jspecify.annotations.Nullable;
import org.larder.provider.event.Delivery;
import org.larder.provider.event.EventDispatcher;
import org.larder.provider.event.Failures;
import org.larder.provider.integration.LoaderGate;
import org.larder.provider.integration.WriterGate;
import org.larder.provider.integration.WriterGate.BulkWrite;
import org.larder.provider.operation.Operation;
import org.larder.provider.store.EntryStore;
import org.larder.provider.store.KeyIdentity;

/**
 * Operations on many keys. They are atomic per key only. Loader and writer are called once for all keys, and while the
 * locks of all of them are held: so cache and external store see the same order, and a key is loaded once. Only
 * {@code loadAll}, which may take long, keeps nobody waiting.
 */
public final class BulkOperations<K, V> {

    private final EntryEngine<K, V> engine;
    private final EntryStore<K, V> store;
    private final EventDispatcher<K, V> events;
    private final @Nullable LoaderGate<K, V> loader;
    private final @Nullable WriterGate<K, V> writer;
    private final boolean readThrough;

    /**
     * Creates the bulk operations beside an engine.
     *
     * @param loader what {@code loadAll} loads with, or null
     * @param readThrough whether {@code getAll} loads what it misses
     * @param writer writes through, or null without write-through
     */
    public BulkOperations(
            EntryEngine<K, V> engine,
            EntryStore<K, V> store,
            EventDispatcher<K, V> events,
            @Nullable LoaderGate<K, V> loader,
            boolean readThrough,
            @Nullable WriterGate<K, V> writer) {
        this.engine = engine;
        this.store = store;
        this.events = events;
        this.loader = loader;
        this.readThrough = readThrough;
        this.writer = writer;
    }

    /** The same operations on an engine that gives other deadlines. */
    public BulkOperations<K, V> with(EntryEngine<K, V> other) {
        return new BulkOperations<>(other, store, events, loader, readThrough, writer);
    }

    /** The values of those keys that have one, loaded where they are missing and there is read-through. */
    public Map<K, V> getAll(Set<? extends K> keys) {
        Map<K, V> found = new HashMap<>();
        List<K> missing = new ArrayList<>();
        for (K key : keys) {
            V value = engine.getWithoutLoading(key);
            if (value == null) {
                missing.add(key);
            } else {
                found.put(key, value);
            }
        }
        if (loader != null && readThrough && !missing.isEmpty()) {
            load(missing, loader, found);
        }
        return found;
    }

    /** Loads while the locks of all keys are held, so that whoever needs one of them waits instead of loading it, too. */
    private void load(List<K> missing, LoaderGate<K, V> from, Map<K, V> found) {
        try (Delivery<K, V> delivery = events.open(true);
                Holds holds = new Holds(missing)) {
            List<K> stillMissing = new ArrayList<>();
            for (K key : missing) {
                V value = engine.peek(key);
                if (value == null) {
                    stillMissing.add(key);
                } else {
                    found.put(key, value);
                }
            }
            long epoch = store.epoch();
            Map<K, V> loaded;
            try {
                loaded = from.loadAll(stillMissing);
            } catch (CacheLoaderException e) {
                Map<K, V> stale = from.isLoading(stillMissing)
                        ? null
                        : engine.staleValues().ofAll(stillMissing);
                if (stale == null) {
                    throw e;
                }
                found.putAll(stale);
                return;
            }
            for (K key : stillMissing) {
                V brought = loaded.get(key);
                if (brought == null) {
                    engine.nothingLoaded(key);
                } else {
                    V value = engine.applyLoaded(Operation.LOAD_IF_ABSENT, key, brought, epoch)
                            .previous();
                    found.put(key, value == null ? brought : value);
                }
            }
        }
    }

    /** Puts all entries; those that the writer could not write are left out, and its exception is thrown in the end. */
    public void putAll(Map<? extends K, ? extends V> entries) {
        if (writer == null) {
            try (Delivery<K, V> delivery = events.open(false)) { // a listener that fails must not end it half way
                entries.forEach((key, value) -> engine.apply(Operation.PUT, key, value, null));
            }
            return;
        }
        entries.forEach(store::admit);
        try (Delivery<K, V> delivery = events.open(true);
                Holds holds = new Holds(entries.keySet())) {
            BulkWrite<K> write = writer.writeAll(entries);
            for (K key : write.written()) {
                engine.applyWritten(Operation.PUT, key, entries.get(key));
            }
            write.rethrow();
        }
    }

    /** Removes the entries of the keys; those that the writer could not delete stay, and its exception is thrown. */
    public void removeAll(Set<? extends K> keys) {
        if (writer == null) {
            try (Delivery<K, V> delivery = events.open(false)) {
                keys.forEach(key -> engine.apply(Operation.REMOVE, key, null, null));
            }
            return;
        }
        try (Delivery<K, V> delivery = events.open(true);
                Holds holds = new Holds(keys)) {
            BulkWrite<K> write = writer.deleteAll(keys);
            for (K key : write.written()) {
                engine.applyWritten(Operation.REMOVE, key, null);
            }
            write.rethrow();
        }
    }

    /** Removes all entries that are there now, one by one, so that listeners and the writer hear of them. */
    public void removeAll() {
        engine.outdateLoads();
        Set<K> keys = new HashSet<>();
        try (Delivery<K, V> delivery = events.open(false)) {
            for (int part = 0; part < store.parts(); part++) {
                for (K key : store.keys(part)) {
                    if (writer == null || engine.isThereToDelete(key)) {
                        keys.add(key);
                    }
                }
            }
            removeAll(keys);
        }
    }

    /**
     * Removes the entries of keys that fulfil a condition, one by one, without reading values to find them. What loads under
     * way bring may be what is to go, and is not kept. What listeners throw is thrown when all are removed, the first with
     * others as suppressed; anything else that is thrown ends it.
     *
     * @return how many were removed
     */
    public long removeIf(Predicate<? super K> condition) {
        engine.outdateLoads();
        long removed = 0;
        Failures failures = new Failures();
        try {
            for (int part = 0; part < store.parts(); part++) {
                List<K> going = new ArrayList<>(store.keys(part));
                going.removeIf(key -> !condition.test(key));
                try {
                    removed += removeEach(going);
                } catch (CacheEntryListenerException e) {
                    failures.add(e);
                }
            }
        } catch (RuntimeException | Error e) {
            failures.addTo(e);
            throw e;
        }
        failures.rethrow();
        return removed;
    }

    private long removeEach(List<K> keys) {
        long removed = 0;
        try (Delivery<K, V> delivery = events.open(false)) { // of a part, for events take memory until it ends
            for (K key : keys) {
                if (engine.apply(Operation.REMOVE, key, null, null).applied()) {
                    removed++;
                }
            }
        }
        return removed;
    }

    /** Drops all entries; neither listeners nor the writer hear of it. */
    public void clear() {
        engine.clear();
    }

    /**
     * Loads the values of keys.
     *
     * @param replaceExisting whether keys that have a live entry are loaded, too
     */
    public void loadAll(Set<? extends K> keys, boolean replaceExisting) {
        if (loader == null) {
            return;
        }
        Collection<K> wanted = new ArrayList<>();
        for (K key : keys) {
            if (replaceExisting || !engine.containsKey(key)) {
                wanted.add(key);
            }
        }
        if (!wanted.isEmpty()) {
            Operation operation = replaceExisting ? Operation.LOAD : Operation.LOAD_IF_ABSENT;
            long epoch = store.epoch();
            Map<K, V> loaded = loader.loadAll(wanted);
            try (Delivery<K, V> delivery = events.open(false)) {
                for (K key : wanted) {
                    V brought = loaded.get(key);
                    if (brought == null) {
                        engine.nothingLoaded(key);
                    } else {
                        engine.applyLoaded(operation, key, brought, epoch);
                    }
                }
            }
        }
    }

    /** The locks of many keys. */
    private final class Holds implements AutoCloseable {
        private final Deque<KeyLocks<K>.Hold> holds = new ArrayDeque<>();

        Holds(Collection<? extends K> keys) {
            try {
                // In one order everywhere, as far as there is one: who breaks a circle loads a key once more.
                keys.stream()
                        .sorted(Comparator.comparingInt(
                                key -> KeyIdentity.of(key).hashCode()))
                        .forEach(key -> holds.push(engine.hold(key)));
            } catch (Throwable e) {
                close();
                throw e;
            }
        }

        @Override
        public void close() {
            holds.forEach(KeyLocks.Hold::close);
        }
    }
}
