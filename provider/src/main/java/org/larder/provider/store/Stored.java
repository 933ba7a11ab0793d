package org.larder.provider.store;

/**
 * An entry as a store holds it, alive or expired.
 *
 * @param value the value
 * @param stamp the version of the entry: every write of the key gives it another one
 * @param asOf the point in the store's history at which this was read; see {@link Condition.StampIs}
 * @param deadlineMillis epoch milliseconds from which on the entry is expired, {@link #NEVER} if it never is
 */
public record Stored<V>(V value, long stamp, long asOf, long deadlineMillis) {

    /** The deadline of an entry that never expires. */
    public static final long NEVER = Long.MAX_VALUE;

    /** Stands for the deadline that the entry has already. */
    public static final long KEEP = Long.MIN_VALUE;

    /** Whether the entry is expired at a time in epoch milliseconds. */
    public boolean isExpiredAt(long nowMillis) {
        return deadlineMillis <= nowMillis;
    }
}
