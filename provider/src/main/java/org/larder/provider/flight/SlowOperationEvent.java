package org.larder.provider.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Threshold;

@Name("org.larder.SlowOperation")
@Label("Slow Cache Operation")
@Description("A call of a cache's operation that took longer than the threshold")
@Category("Larder")
@Enabled(false)
@Threshold("20 ms")
final class SlowOperationEvent extends Event implements CacheRecorder.OperationSpan {

    /** Only ever asked whether its kind is enabled. */
    private static final SlowOperationEvent PROBE = new SlowOperationEvent("", "");

    @Label("Cache")
    final String cache;

    @Label("Operation")
    final String operation;

    SlowOperationEvent(String cache, String operation) {
        this.cache = cache;
        this.operation = operation;
        begin();
    }

    static boolean isAskedFor() {
        return PROBE.isEnabled();
    }

    @Override
    public void close() {
        commit();
    }
}
