package org.larder.provider.store;

/**
 * How much of its room a store uses, and what became of entries that it no longer has. Gathered beside the changes under
 * way, so the numbers may be a moment old and need not fit each other.
 *
 * @param usedBytes what the entries take; {@link #UNKNOWN} where objects are kept
 * @param usableBytes what the entries may take at most; {@link #UNKNOWN} where objects are kept
 * @param reservedBytes all that the store may come to take; {@link #UNKNOWN} where objects are kept
 * @param maxEntries the number of entries above which some are dropped; {@link #UNKNOWN} if there is no such bound
 * @param expirations entries taken away or written over, since the store was made, because they had expired
 * @param largestRefusedBytes key and value of the largest entry refused as too large, 0 if there was none;
 *     {@link #UNKNOWN} where objects are kept
 */
public record StoreUsage(
        long usedBytes,
        long usableBytes,
        long reservedBytes,
        long maxEntries,
        long expirations,
        long largestRefusedBytes) {

    /** What nobody knows, or a bound that there is not. */
    public static final long UNKNOWN = -1;
}
