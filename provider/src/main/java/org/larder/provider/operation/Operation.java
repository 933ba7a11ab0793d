package org.larder.provider.operation;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What each operation on a single key means, as a table: what it requires of the live entry, what it then does, what it
 * does if there is a live entry that is not the one required, whether it counts as a lookup, and whether it returns the
 * live value that it met. Both ways through the
 * engine, in one step of the store or by reading first, follow this table.
 */
public enum Operation {
    /** {@code get}. */
    GET(Requirement.PRESENT, Change.ACCESS, Change.KEEP, true, true),
    /** {@code containsKey}. */
    CONTAINS_KEY(Requirement.PRESENT, Change.KEEP, Change.KEEP, false, false),
    /** {@code put}. */
    PUT(Requirement.NONE, Change.PUT, Change.KEEP, false, false),
    /** {@code getAndPut}. */
    GET_AND_PUT(Requirement.NONE, Change.PUT, Change.KEEP, true, true),
    /** {@code putIfAbsent}. */
    PUT_IF_ABSENT(Requirement.ABSENT, Change.PUT, Change.KEEP, true, false),
    /** {@code replace(key, value)}. */
    REPLACE(Requirement.PRESENT, Change.PUT, Change.KEEP, true, false),
    /** {@code replace(key, oldValue, newValue)}. */
    REPLACE_EQUAL(Requirement.EQUAL, Change.PUT, Change.ACCESS, true, false),
    /** {@code getAndReplace}. */
    GET_AND_REPLACE(Requirement.PRESENT, Change.PUT, Change.KEEP, true, true),
    /** {@code remove(key)}. */
    REMOVE(Requirement.NONE, Change.REMOVE, Change.KEEP, false, false),
    /** {@code remove(key, oldValue)}. */
    REMOVE_EQUAL(Requirement.EQUAL, Change.REMOVE, Change.ACCESS, true, false),
    /** {@code getAndRemove}. */
    GET_AND_REMOVE(Requirement.NONE, Change.REMOVE, Change.KEEP, true, true),
    /** A value that {@code loadAll} brought for a key that had none. */
    LOAD_IF_ABSENT(Requirement.ABSENT, Change.LOAD, Change.KEEP, false, true),
    /** A value that {@code loadAll} brought to replace what there is. */
    LOAD(Requirement.NONE, Change.LOAD, Change.KEEP, false, false);

    /** What an operation asks of the live entry of its key. */
    public enum Requirement {
        /** Nothing. */
        NONE,
        /** That there be none. */
        ABSENT,
        /** That there be one. */
        PRESENT,
        /** That there be one whose value equals the one given. */
        EQUAL
    }

    private final Requirement requirement;
    private final Change change;
    private final Change changeIfOther;
    private final boolean lookup;
    private final boolean previousReturned;

    Operation(Requirement requirement, Change change, Change changeIfOther, boolean lookup, boolean previousReturned) {
        this.requirement = requirement;
        this.change = change;
        this.changeIfOther = changeIfOther;
        this.lookup = lookup;
        this.previousReturned = previousReturned;
    }

    /** What is asked of the live entry. */
    public Requirement requirement() {
        return requirement;
    }

    /** What is done if the requirement is met. */
    public Change change() {
        return change;
    }

    /** What is done if there is a live entry that does not meet the requirement. */
    public Change changeIfOther() {
        return changeIfOther;
    }

    /** Whether the caller gets the live value that was met. */
    public boolean returnsPrevious() {
        return previousReturned;
    }

    /** Whether this counts as a hit or a miss. */
    public boolean isLookup() {
        return lookup;
    }

    /**
     * Decides what to do.
     *
     * @param live the live value, or null if there is none
     * @param value the value that the caller brings, or null if it brings none
     * @param expected the value that the caller expects, or null if it expects none; values are compared by
     *     the {@code equals} of the live one, arrays by their contents
     */
    public <V> Decision<V> decide(@Nullable V live, @Nullable V value, @Nullable V expected) {
        boolean met = switch (requirement) {
            case NONE -> true;
            case ABSENT -> live == null;
            case PRESENT -> live != null;
            case EQUAL -> live != null && Objects.deepEquals(live, expected);
        };
        if (met) {
            return new Decision<>(change, value, true);
        }
        return new Decision<>(live == null ? Change.KEEP : changeIfOther, null, false);
    }
}
