package org.larder.provider.operation;

import java.util.function.Supplier;
import javax.cache.processor.MutableEntry;
import org.jspecify.annotations.Nullable;

/**
 * The entry handed to an entry processor, which turns all that the processor does to it into one change. For one run of
 * one processor in one thread.
 */
public final class ProcessedEntry<K, V> implements MutableEntry<K, V> {

    private final K key;
    private final Class<V> valueType;
    private final @Nullable Supplier<@Nullable V> loader;
    private @Nullable V value;
    private boolean loadable;
    private Change change = Change.KEEP;
    private final boolean stored;

    /**
     * Creates the entry of a key.
     *
     * @param live the live value, or null if there is none
     * @param valueType what new values must be
     * @param loader asked, at most once, for the value if there is none; null where nothing is loaded
     */
    public ProcessedEntry(K key, @Nullable V live, Class<V> valueType, @Nullable Supplier<@Nullable V> loader) {
        this.key = key;
        this.value = live;
        this.valueType = valueType;
        this.stored = live != null;
        this.loadable = live == null;
        this.loader = loader;
    }

    @Override
    public K getKey() {
        return key;
    }

    @Override
    public boolean exists() {
        return value != null;
    }

    @Override
    @SuppressWarnings("NullAway") // the standard returns null for an entry that is not there
    public V getValue() {
        if (loadable) {
            loadable = false;
            value = loader == null ? null : loader.get();
            change = value == null ? Change.EXPIRE : Change.LOAD;
        } else if (stored && change == Change.KEEP) {
            change = Change.ACCESS;
        }
        return value;
    }

    @Override
    public void setValue(V newValue) {
        if (newValue == null) {
            throw new NullPointerException("the value of an entry must not be null; remove() takes an entry away");
        }
        if (!valueType.isInstance(newValue)) {
            throw new ClassCastException("the cache is configured for values of type %s, not %s"
                    .formatted(valueType.getName(), newValue.getClass().getName()));
        }
        value = newValue;
        loadable = false;
        change = Change.PUT;
    }

    @Override
    public void remove() {
        value = null;
        loadable = false;
        // What this run itself made of nothing simply goes again.
        change = change == Change.LOAD || (change == Change.PUT && !stored) ? Change.KEEP : Change.REMOVE;
    }

    /** What the processor did, as one change. */
    public Decision<V> decision() {
        return new Decision<>(change, value, stored);
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw new IllegalArgumentException("an entry under way is a %s and cannot be unwrapped to %s"
                .formatted(getClass().getName(), type.getName()));
    }
}
