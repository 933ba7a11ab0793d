package org.larder.provider.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

@Name("org.larder.EvictionPass")
@Label("Cache Eviction Pass")
@Description("A pass over a segment of a full cache that makes room in it")
@Category("Larder")
@Enabled(false)
@StackTrace(false)
final class EvictionPassEvent extends Event implements CacheRecorder.EvictionSpan {

    /** Only ever asked whether its kind is enabled. */
    private static final EvictionPassEvent PROBE = new EvictionPassEvent("", 0);

    @Label("Cache")
    final String cache;

    @Label("Segment")
    final int segment;

    @Label("Evicted")
    @Description("How many live entries were dropped")
    int evicted;

    @Label("Expired")
    @Description("How many expired entries were dropped")
    int expired;

    EvictionPassEvent(String cache, int segment) {
        this.cache = cache;
        this.segment = segment;
        begin();
    }

    static boolean isAskedFor() {
        return PROBE.isEnabled();
    }

    @Override
    public void end(int evicted, int expired) {
        this.evicted = evicted;
        this.expired = expired;
        commit();
    }
}
