package org.larder.quickstart;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * How often a cache was asked and how often it had the answer, as the standard statistics bean counts.
 *
 * @param hits lookups that found an entry
 * @param gets all lookups
 */
record Lookups(long hits, long gets) {

    /** The counts of the cache called {@code cacheName}, whose statistics must be enabled. */
    static Lookups of(String cacheName) throws JMException {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName pattern = new ObjectName("javax.cache:type=CacheStatistics,CacheManager=*,Cache=" + cacheName);
        ObjectName bean = server.queryNames(pattern, null).stream()
                .findAny()
                .orElseThrow(() -> new IllegalStateException(
                        "cache '" + cacheName + "': no statistics bean is registered; enable its statistics"));
        return new Lookups(
                (Long) server.getAttribute(bean, "CacheHits"), (Long) server.getAttribute(bean, "CacheGets"));
    }
}
