package org.larder.provider;

import static java.util.Objects.requireNonNull;

import java.lang.invoke.MethodType;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.configuration.Configuration;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.integration.CompletionListener;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.EntryProcessorException;
import javax.cache.processor.EntryProcessorResult;
import org.jspecify.annotations.Nullable;
import org.larder.KeyRemoval;
import org.larder.LarderConfiguration;
import org.larder.expiry.PerEntryExpiry;
import org.larder.management.CacheStorageMXBean;
import org.larder.provider.entry.BulkOperations;
import org.larder.provider.entry.EntryEngine;
import org.larder.provider.entry.LiveEntries;
import org.larder.provider.flight.CacheRecorder;
import org.larder.provider.flight.CacheRecorder.OperationSpan;
import org.larder.provider.operation.Operation;

/**
 * A cache: checks for null, type and closed, then hands over. Thread-safe.
 *
 * <p>Keys and values of the wrong type, null, and use after {@link #close()} are refused before anything happens, with
 * {@link ClassCastException}, {@link NullPointerException} and {@link IllegalStateException}.
 *
 * @since 0.1
 */
public final class LarderCache<K, V> implements Cache<K, V>, PerEntryExpiry<K, V>, KeyRemoval<K> {

    /** The cache itself; of a view, the cache that it shows. */
    private final LarderCache<K, V> shown;

    private final LarderCacheManager manager;
    private final String name;
    private final LarderConfiguration<K, V> configuration;
    private final Class<K> keyType;
    private final Class<V> valueType;
    private final CacheLifecycle<K, V> lifecycle;
    private final EntryEngine<K, V> engine;
    private final BulkOperations<K, V> bulk;
    private final CacheRecorder recorder;
    private final AtomicBoolean closed;

    LarderCache(
            LarderCacheManager manager,
            String name,
            LarderConfiguration<K, V> configuration,
            CacheLifecycle<K, V> lifecycle,
            EntryEngine<K, V> engine,
            BulkOperations<K, V> bulk) {
        this.shown = this;
        this.manager = manager;
        this.name = name;
        this.configuration = configuration;
        this.keyType = boxed(configuration.getKeyType());
        this.valueType = boxed(configuration.getValueType());
        this.lifecycle = lifecycle;
        this.engine = engine;
        this.bulk = bulk;
        this.recorder = new CacheRecorder(name);
        this.closed = new AtomicBoolean();
    }

    /** Creates a view of a cache, which differs in the deadlines that its engine gives. */
    private LarderCache(LarderCache<K, V> shown, EntryEngine<K, V> engine) {
        this.shown = shown;
        this.manager = shown.manager;
        this.name = shown.name;
        this.configuration = shown.configuration;
        this.keyType = shown.keyType;
        this.valueType = shown.valueType;
        this.lifecycle = shown.lifecycle;
        this.engine = engine;
        this.bulk = shown.bulk.with(engine);
        this.recorder = shown.recorder;
        this.closed = shown.closed;
    }

    @Override
    public Cache<K, V> with(ExpiryPolicy policy) {
        requireNonNull(policy, "the expiry policy must not be null");
        ensureOpen();
        lifecycle.sweeping().start();
        return new LarderCache<>(shown, shown.engine.with(policy));
    }

    @Override
    public long removeIf(Predicate<? super K> condition) {
        requireNonNull(condition, "the condition must not be null");
        ensureOpen();
        try (OperationSpan span = recorder.operation("REMOVE_IF")) {
            return bulk.removeIf(condition);
        }
    }

    @Override
    public @Nullable V get(K key) {
        checkKey(key);
        return engine.get(key);
    }

    @Override
    public Map<K, V> getAll(Set<? extends K> keys) {
        checkKeys(keys);
        try (OperationSpan span = recorder.operation("GET_ALL")) {
            return bulk.getAll(keys);
        }
    }

    @Override
    public boolean containsKey(K key) {
        checkKey(key);
        return engine.containsKey(key);
    }

    /**
     * {@inheritDoc}
     *
     * <p>Runs in the background. Without a loader the listener is told of the completion at once.
     */
    @Override
    public void loadAll(
            Set<? extends K> keys, boolean replaceExistingValues, @Nullable CompletionListener completionListener) {
        checkKeys(keys);
        Set<K> copy = Set.copyOf(keys);
        lifecycle.loads().submit(() -> loadAll(copy, replaceExistingValues), completionListener);
    }

    private void loadAll(Set<K> keys, boolean replaceExistingValues) {
        try (OperationSpan span = recorder.operation("LOAD_ALL")) {
            bulk.loadAll(keys, replaceExistingValues);
        }
    }

    @Override
    public void put(K key, V value) {
        apply(Operation.PUT, key, value);
    }

    @Override
    public @Nullable V getAndPut(K key, V value) {
        checkEntry(key, value);
        return engine.apply(Operation.GET_AND_PUT, key, value, null).previous();
    }

    @Override
    public void putAll(Map<? extends K, ? extends V> entries) {
        ensureOpen();
        requireNonNull(entries, "the entries to put must not be null");
        Map<K, V> copy = new LinkedHashMap<>(entries);
        copy.forEach(this::checkEntry);
        try (OperationSpan span = recorder.operation("PUT_ALL")) {
            bulk.putAll(copy);
        }
    }

    @Override
    public boolean putIfAbsent(K key, V value) {
        return apply(Operation.PUT_IF_ABSENT, key, value);
    }

    @Override
    public boolean remove(K key) {
        checkKey(key);
        return engine.apply(Operation.REMOVE, key, null, null).applied();
    }

    @Override
    public boolean remove(K key, V oldValue) {
        checkEntry(key, oldValue);
        return engine.apply(Operation.REMOVE_EQUAL, key, null, oldValue).applied();
    }

    @Override
    public @Nullable V getAndRemove(K key) {
        checkKey(key);
        return engine.apply(Operation.GET_AND_REMOVE, key, null, null).previous();
    }

    @Override
    public boolean replace(K key, V oldValue, V newValue) {
        checkEntry(key, oldValue);
        checkValue(newValue);
        return engine.apply(Operation.REPLACE_EQUAL, key, newValue, oldValue).applied();
    }

    @Override
    public boolean replace(K key, V value) {
        return apply(Operation.REPLACE, key, value);
    }

    @Override
    public @Nullable V getAndReplace(K key, V value) {
        checkEntry(key, value);
        return engine.apply(Operation.GET_AND_REPLACE, key, value, null).previous();
    }

    private boolean apply(Operation operation, K key, V value) {
        checkEntry(key, value);
        return engine.apply(operation, key, value, null).applied();
    }

    @Override
    public void removeAll(Set<? extends K> keys) {
        checkKeys(keys);
        try (OperationSpan span = recorder.operation("REMOVE_ALL")) {
            bulk.removeAll(keys);
        }
    }

    @Override
    public void removeAll() {
        ensureOpen();
        try (OperationSpan span = recorder.operation("REMOVE_ALL")) {
            bulk.removeAll();
        }
    }

    @Override
    public void clear() {
        ensureOpen();
        try (OperationSpan span = recorder.operation("CLEAR")) {
            bulk.clear();
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>The processor runs while the key is locked within this JVM. It may run again, on a new entry, if the entry was
     * changed meanwhile by something that does not wait for that lock.
     */
    @Override
    public <T> @Nullable T invoke(K key, EntryProcessor<K, V, T> processor, @Nullable Object... arguments) {
        checkKey(key);
        requireNonNull(processor, "the entry processor must not be null");
        return engine.invoke(key, processor, arguments);
    }

    @Override
    public <T> Map<K, EntryProcessorResult<T>> invokeAll(
            Set<? extends K> keys, EntryProcessor<K, V, T> processor, @Nullable Object... arguments) {
        checkKeys(keys);
        requireNonNull(processor, "the entry processor must not be null");
        Map<K, EntryProcessorResult<T>> results = new LinkedHashMap<>();
        for (K key : keys) {
            try {
                T result = engine.invoke(key, processor, arguments);
                if (result != null) {
                    results.put(key, () -> result);
                }
            } catch (CacheException e) {
                results.put(key, failed(e));
            } catch (RuntimeException e) {
                ensureOpen();
                results.put(
                        key,
                        failed(new EntryProcessorException(
                                "cache '%s': the entry processor %s could not be invoked: %s"
                                        .formatted(name, processor.getClass().getName(), e),
                                e)));
            }
        }
        return results;
    }

    private static <T> EntryProcessorResult<T> failed(CacheException exception) {
        return () -> {
            throw exception;
        };
    }

    @Override
    public Iterator<Entry<K, V>> iterator() {
        ensureOpen();
        return new LiveEntries<>(engine, lifecycle.store());
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public CacheManager getCacheManager() {
        return manager;
    }

    /**
     * {@inheritDoc}
     *
     * <p>The configuration is a copy: it shows the state at the time of the call, and what is done to it does nothing to
     * the cache.
     *
     * @throws IllegalArgumentException if the configuration is not of the type asked for
     */
    @Override
    public <C extends Configuration<K, V>> C getConfiguration(Class<C> type) {
        synchronized (configuration) {
            return Unwrapping.unwrap(new LarderConfiguration<>(configuration), type);
        }
    }

    LarderConfiguration<K, V> configuration() {
        return configuration;
    }

    @Override
    public void registerCacheEntryListener(CacheEntryListenerConfiguration<K, V> listenerConfiguration) {
        ensureOpen();
        requireNonNull(listenerConfiguration, "the configuration of the listener must not be null");
        lifecycle.events().register(listenerConfiguration);
        noteListener(listenerConfiguration);
    }

    @Override
    public void deregisterCacheEntryListener(CacheEntryListenerConfiguration<K, V> listenerConfiguration) {
        ensureOpen();
        requireNonNull(listenerConfiguration, "the configuration of the listener must not be null");
        lifecycle.events().deregister(listenerConfiguration);
        noteListener(listenerConfiguration);
    }

    /** Shows in the configuration whether a listener is registered by now: others may have been faster. */
    private void noteListener(CacheEntryListenerConfiguration<K, V> listenerConfiguration) {
        synchronized (configuration) {
            configuration.removeCacheEntryListenerConfiguration(listenerConfiguration);
            if (lifecycle.events().isRegistered(listenerConfiguration)) {
                configuration.addCacheEntryListenerConfiguration(listenerConfiguration);
            }
        }
    }

    void enableManagement(boolean enabled) {
        synchronized (configuration) {
            ensureOpen();
            configuration.setManagementEnabled(enabled);
            lifecycle.beans().showManagement(enabled);
        }
    }

    void enableStatistics(boolean enabled) {
        synchronized (configuration) {
            ensureOpen();
            configuration.setStatisticsEnabled(enabled);
            lifecycle.counters().setEnabled(enabled);
            lifecycle.beans().showStatistics(enabled);
        }
    }

    /** Closes the cache, and deletes what would outlive it. */
    void destroy() {
        try {
            if (!isClosed()) {
                lifecycle.store().deleteOnClose();
            }
        } finally {
            close();
        }
    }

    /** Takes the beans away, so that their names are free for another cache. */
    void hide() {
        lifecycle.beans().close();
    }

    @Override
    public void close() {
        boolean closing;
        synchronized (configuration) { // no bean is shown from here on
            closing = closed.compareAndSet(false, true);
        }
        if (closing) {
            manager.closing(shown);
            try {
                lifecycle.close();
            } finally {
                manager.closed(shown);
            }
        }
    }

    @Override
    public boolean isClosed() {
        return closed.get();
    }

    /**
     * {@inheritDoc}
     *
     * <p>Beside what this object is, {@link PerEntryExpiry} and {@link KeyRemoval} among it, it gives a {@link
     * CacheStorageMXBean}.
     */
    @Override
    public <T> T unwrap(Class<T> type) {
        return Unwrapping.unwrap(CacheStorageMXBean.class.equals(type) ? lifecycle.storage() : this, type);
    }

    /** A primitive type says what its box says. */
    @SuppressWarnings("unchecked") // int.class is a Class<Integer> already
    static <T> Class<T> boxed(Class<T> type) {
        return (Class<T>) MethodType.methodType(type).wrap().returnType();
    }

    private void ensureOpen() {
        if (closed.get()) {
            throw new IllegalStateException(
                    "cache '%s' is closed; get or create it anew from its cache manager".formatted(name));
        }
    }

    private void checkKeys(Set<? extends K> keys) {
        ensureOpen();
        requireNonNull(keys, "the set of keys must not be null");
        keys.forEach(this::checkKey);
    }

    private void checkEntry(K key, V value) {
        checkKey(key);
        checkValue(value);
    }

    private void checkKey(K key) {
        ensureOpen();
        if (!keyType.isInstance(key)) {
            throw refused("key", key, keyType);
        }
    }

    private void checkValue(V value) {
        if (!valueType.isInstance(value)) {
            throw refused("value", value, valueType);
        }
    }

    private RuntimeException refused(String what, @Nullable Object given, Class<?> type) {
        if (given == null) {
            return new NullPointerException("cache '%s': the %s must not be null".formatted(name, what));
        }
        return new ClassCastException("cache '%s' is configured for a %s of type %s, not %s"
                .formatted(name, what, type.getName(), given.getClass().getName()));
    }
}
