package org.larder.management;

/**
 * What a cache holds, where, and what became of what it no longer holds. Thread-safe.
 *
 * <p>A cache with management enabled shows it on the platform's MBean server, under the name
 * {@code org.larder:type=CacheStorage,CacheManager=<uri>,Cache=<name>}, in which the marks {@code : = , * ? "} and line
 * breaks of URI and name are dots. Code gets it from any cache of Larder's, managed or not, with
 * {@code cache.unwrap(CacheStorageMXBean.class)}.
 *
 * <p>Counts are since the cache was created, whether its statistics are enabled or not; nothing sets them to zero. All
 * numbers are gathered while the cache is used, without stopping anybody: they may be a moment old, and two of them need
 * not be of the same moment.
 *
 * <p>A cache by reference keeps objects on heap, and nobody knows how many bytes they take: whatever is in bytes is
 * {@value #UNKNOWN} then.
 *
 * <p>Once the cache is closed, every method throws {@link IllegalStateException}.
 *
 * @since 0.1
 */
public interface CacheStorageMXBean {

    /** Stands for a number that nobody knows, or for a bound that there is not. */
    long UNKNOWN = -1;

    /**
     * The bytes that the entries take off the heap: keys, values and what is stored beside each, rounded up to the unit of
     * allocation. {@value #UNKNOWN} by reference.
     */
    long getUsedBytes();

    /**
     * The bytes that the entries may take at most; above that some are dropped. Less than {@link #getReservedBytes()},
     * because there are look-up tables, and because entries find no place in memory that is filled to the last byte.
     * {@value #UNKNOWN} by reference.
     */
    long getUsableBytes();

    /**
     * All bytes that the cache may come to take off the heap: {@code maxBytes} or a little less. Address space until
     * entries come; what was once used stays with the process until the cache is closed. {@value #UNKNOWN} by reference.
     */
    long getReservedBytes();

    /** The number of entries, expired ones that are still there included. */
    long getEntries();

    /** The number of entries above which some are dropped; {@value #UNKNOWN} if only bytes are bounded. */
    long getMaxEntries();

    /**
     * How full the cache is, from 0 to 1: of its bytes or of its entries, whichever is nearer to its bound. A cache that
     * drops entries need not be at 1, because it makes room for some at a time.
     */
    double getFill();

    /** How many entries were dropped for want of room, entries too large for the cache included. */
    long getEvictions();

    /** How many entries were taken away, or written over, because they had expired. */
    long getExpirations();

    /** How often the loader was called, for one key or for many, successfully or not. */
    long getLoads();

    /** How many calls of the loader failed. */
    long getLoadFailures();

    /** How long a call of the loader takes, in microseconds, on the average of all, failed ones included; 0 without any. */
    double getAverageLoadMicros();

    /**
     * How many entries were {@linkplain org.larder.LarderConfiguration#setRefreshAhead reloaded ahead of their end}, or
     * would have been had the loader not failed. They are among {@link #getLoads()}.
     */
    long getRefreshes();

    /** How many of {@link #getRefreshes()} failed; the entries stayed as they were. */
    long getRefreshFailures();

    /**
     * How many {@linkplain org.larder.LarderConfiguration#setStaleOnError expired values} somebody got because the loader
     * failed.
     */
    long getStaleHits();

    /**
     * The bytes of key and value, encoded, of the largest entry that was refused because it is larger than the cache can
     * hold; 0 if there was none, {@value #UNKNOWN} by reference.
     */
    long getLargestRefusedEntryBytes();
}
