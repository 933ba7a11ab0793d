package org.larder.provider.operation;

import org.jspecify.annotations.Nullable;

/**
 * What an operation decided to do to an entry.
 *
 * @param change what to do
 * @param value the new value, for those changes that bring one
 * @param met whether the requirement of the operation was met
 * @param fromLoad whether it rests on what a loader said, and is outdated if that is
 */
public record Decision<V>(Change change, @Nullable V value, boolean met, boolean fromLoad) {

    /** A decision that rests on a loader only if its value is the loaded one. */
    public Decision(Change change, @Nullable V value, boolean met) {
        this(change, value, met, change == Change.LOAD);
    }
}
