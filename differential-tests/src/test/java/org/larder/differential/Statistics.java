package org.larder.differential;

import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** The statistics bean of a cache. */
final class Statistics {
    private static final String[] COUNTS = {"CacheHits", "CacheMisses", "CachePuts", "CacheRemovals"};
    private static final String[] ALL = {
        "CacheHits",
        "CacheMisses",
        "CachePuts",
        "CacheRemovals",
        "CacheGets",
        "CacheHitPercentage",
        "CacheMissPercentage",
        "CacheEvictions"
    };

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final ObjectName name;

    Statistics(URI manager, String cacheName) {
        try {
            name = new ObjectName("javax.cache:type=CacheStatistics,CacheManager="
                    + manager.toString().replace(':', '.') + ",Cache=" + cacheName);
        } catch (JMException e) {
            throw new IllegalArgumentException(cacheName, e);
        }
    }

    Counts counts() {
        Map<String, Number> values = values(COUNTS);
        return new Counts(
                values.get("CacheHits").longValue(),
                values.get("CacheMisses").longValue(),
                values.get("CachePuts").longValue(),
                values.get("CacheRemovals").longValue());
    }

    /** Everything but times, by name. */
    Map<String, Number> all() {
        return values(ALL);
    }

    private Map<String, Number> values(String[] attributes) {
        try {
            Map<String, Number> values = new HashMap<>();
            server.getAttributes(name, attributes)
                    .asList()
                    .forEach(attribute -> values.put(attribute.getName(), (Number) attribute.getValue()));
            return values;
        } catch (JMException e) {
            throw new IllegalStateException("no statistics " + name, e);
        }
    }
}
