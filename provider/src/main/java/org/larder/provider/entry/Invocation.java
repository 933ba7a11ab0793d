package org.larder.provider.entry;

import static java.util.Objects.requireNonNull;

import java.util.function.Function;
import java.util.function.Supplier;
import javax.cache.processor.EntryProcessor;
import org.jspecify.annotations.Nullable;
import org.larder.provider.integration.LoaderGate;
import org.larder.provider.integration.ProcessorGate;
import org.larder.provider.operation.Decision;
import org.larder.provider.operation.ProcessedEntry;
import org.larder.provider.store.EntryStore;

/**
 * One call of {@code invoke}: decides by an entry processor, which may run several times, and loads what it asks for. In
 * one object because it is made for each call. For one thread.
 */
final class Invocation<K, V, T> implements Function<@Nullable V, Decision<V>>, Supplier<@Nullable V> {

    private final String cacheName;
    private final Class<V> valueType;
    private final EntryStore<K, V> store;
    private final @Nullable LoaderGate<K, V> loader;
    private final K key;
    private final EntryProcessor<K, V, T> processor;
    private final @Nullable Object[] arguments;
    private @Nullable T result;
    private long epoch;

    /**
     * Creates an invocation.
     *
     * @param valueType what the values that the processor sets must be
     * @param loader loads what the processor asks for and is not there, or null without read-through
     */
    Invocation(
            String cacheName,
            Class<V> valueType,
            EntryStore<K, V> store,
            @Nullable LoaderGate<K, V> loader,
            K key,
            EntryProcessor<K, V, T> processor,
            @Nullable Object[] arguments) {
        this.cacheName = cacheName;
        this.valueType = valueType;
        this.store = store;
        this.loader = loader;
        this.key = key;
        this.processor = processor;
        this.arguments = arguments;
    }

    /** Runs the processor upon a live value, or null. */
    @Override
    public Decision<V> apply(@Nullable V live) {
        epoch = Decision.NO_LOAD;
        ProcessedEntry<K, V> entry = new ProcessedEntry<>(key, live, valueType, loader == null ? null : this);
        result = ProcessorGate.process(cacheName, processor, entry, arguments);
        return entry.decision().loadedIn(epoch);
    }

    /** Loads the value of the key. */
    @Override
    public @Nullable V get() {
        epoch = store.epoch();
        return requireNonNull(loader).load(key);
    }

    /** What the processor returned when it ran last. */
    @Nullable
    T result() {
        return result;
    }
}
