package org.larder;

/**
 * What a cache will take, and what will fit into it, as can be told from its configuration before there is one.
 *
 * @param reservedBytes all memory off the heap that the cache may come to take; {@value #UNKNOWN} by reference
 * @param diskBytes what the files of a persistent cache take at most, of which memory shows a part; 0 if the cache is not
 *     persistent
 * @param largestEntryBytes encoded key and value of the largest entry that the cache holds; {@value #UNKNOWN} by
 *     reference
 * @param typicalEntries about how many entries of the typical size fit, or of 256 bytes where no typical size is set; by
 *     reference, the most entries of any size
 * @since 0.1
 */
public record StorageEstimate(long reservedBytes, long diskBytes, long largestEntryBytes, long typicalEntries) {

    /** Stands for a number that nobody knows. */
    public static final long UNKNOWN = -1;
}
