package org.larder.policies;

import javax.cache.management.CacheStatisticsMXBean;

/**
 * What policies did with one cache, since it was first used or since {@link #clear}. Named {@code
 * org.larder:type=PolicyStatistics,CacheManager="<uri>",Cache="<name>"}. What others do with the cache is not counted here
 * but in the cache's own statistics.
 *
 * <p>Gets are look-ups; one that took too long counts as a miss, whatever the cache came up with later. Average times are
 * microseconds, and those of gets include the waiting for another thread.
 *
 * @since 0.1
 */
public interface PolicyStatisticsMXBean extends CacheStatisticsMXBean {

    /** Returns the number of look-ups that took too long; they are among the misses. */
    long getTimedOutLookups();

    /** Returns the number of values that were not stored because they were too large. */
    long getTooLargeValues();

    /**
     * Returns the number of entries that the cache dropped to make room, since it was opened or since {@link #clear}; 0
     * where the provider does not tell.
     */
    @Override
    long getCacheEvictions();
}
