package org.larder.provider.operation;

import org.jspecify.annotations.Nullable;

/**
 * What an operation decided to do to an entry.
 *
 * @param change what to do
 * @param value the new value, for those changes that bring one
 * @param met whether the requirement of the operation was met
 * @param epoch that of the store before a loader said what this rests on, or {@link #NO_LOAD}
 */
public record Decision<V>(Change change, @Nullable V value, boolean met, long epoch) {

    /** In place of an epoch: no loader was asked. */
    public static final long NO_LOAD = -1;

    /** A decision that rests on no load. */
    public Decision(Change change, @Nullable V value, boolean met) {
        this(change, value, met, NO_LOAD);
    }

    /** Whether it is outdated if what a loader said is. */
    public boolean restsOnLoad() {
        return epoch != NO_LOAD;
    }

    /** The same, resting on what was loaded after an epoch of the store was read. */
    public Decision<V> loadedIn(long epochBefore) {
        return new Decision<>(change, value, met, epochBefore);
    }
}
