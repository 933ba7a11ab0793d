package org.larder.provider.store;

import java.util.function.BooleanSupplier;

/**
 * What must hold of a key for a change to take place, checked and acted upon in one step under the store's own lock.
 *
 * @param <V> the type of the values
 */
public sealed interface Condition<V> {

    /** The change takes place whatever there is. */
    static <V> Condition<V> any() {
        return Presence.ANY.typed();
    }

    /** The key has no live entry. */
    static <V> Condition<V> absent() {
        return Presence.ABSENT.typed();
    }

    /** The key has a live entry. */
    static <V> Condition<V> present() {
        return Presence.PRESENT.typed();
    }

    /** The entry is the one that was read, which others may have written since. */
    static <V> Condition<V> unchangedSince(Stored<V> seen) {
        return unchangedSince(seen.stamp(), seen.asOf());
    }

    /** The entry is the one that was read, with a stamp at a point in the history, and which others may have written since. */
    static <V> Condition<V> unchangedSince(long stamp, long asOf) {
        return new StampIs<>(stamp, asOf, () -> true);
    }

    /**
     * The entry is the one that was read.
     *
     * @param othersWrite see {@link StampIs}
     */
    static <V> Condition<V> unchangedSince(Stored<V> seen, BooleanSupplier othersWrite) {
        return new StampIs<>(seen.stamp(), seen.asOf(), othersWrite);
    }

    /** Conditions on whether there is a live entry. */
    enum Presence implements Condition<Object> {
        /** See {@link Condition#any()}. */
        ANY,
        /** See {@link Condition#absent()}. */
        ABSENT,
        /** See {@link Condition#present()}. */
        PRESENT;

        @SuppressWarnings("unchecked") // no presence condition holds a value
        private <V> Condition<V> typed() {
            return (Condition<V>) this;
        }
    }

    /**
     * The store is still in the epoch in which somebody looked, so that what was made outside since then is not outdated; and
     * something else holds, too.
     *
     * @param epoch of then, as {@link EntryStore#epoch()} says
     * @param and what else; not of an epoch itself
     */
    record InEpoch<V>(long epoch, Condition<V> and) implements Condition<V> {}

    /** What is asked of the entry, apart from the epoch of the store. */
    default Condition<V> ofEntry() {
        return this instanceof InEpoch<V> in ? in.and() : this;
    }

    /**
     * The entry, alive or expired, has the stamp that was read. An entry that is gone satisfies this too if nothing was
     * deleted since {@code asOf} except by eviction: losing an entry to lack of room must not look like a change. But it
     * could hide one, if the entry was written before it went: where that may be, nothing may have been evicted either that
     * was written since.
     *
     * @param stamp the stamp that was read
     * @param asOf when it was read, as {@link Stored#asOf()} says
     * @param othersWrite whether somebody may have written the entry since; asked under the store's own lock, for code of the
     *     user may run until then, and only if the answer matters; must neither wait nor use a cache
     */
    record StampIs<V>(long stamp, long asOf, BooleanSupplier othersWrite) implements Condition<V> {}

    /**
     * There is a live entry and the bytes of its value are those of the given one. Only for stores whose
     * {@link EntryStore#decidesEquality()} holds.
     */
    record PayloadIs<V>(V value) implements Condition<V> {}
}
