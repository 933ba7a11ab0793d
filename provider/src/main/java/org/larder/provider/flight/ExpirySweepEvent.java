package org.larder.provider.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

@Name("org.larder.ExpirySweep")
@Label("Cache Expiry Sweep")
@Description("The taking away of expired entries that were found in a part of a cache")
@Category("Larder")
@Enabled(false)
@StackTrace(false)
final class ExpirySweepEvent extends Event implements CacheRecorder.SweepSpan {

    /** Only ever asked whether its kind is enabled. */
    private static final ExpirySweepEvent PROBE = new ExpirySweepEvent("", 0);

    @Label("Cache")
    final String cache;

    @Label("Part")
    final int part;

    @Label("Found")
    @Description("How many expired entries were found")
    int found;

    ExpirySweepEvent(String cache, int part) {
        this.cache = cache;
        this.part = part;
        begin();
    }

    static boolean isAskedFor() {
        return PROBE.isEnabled();
    }

    @Override
    public void end(int found) {
        this.found = found;
        if (found > 0) { // most parts have none most of the time, and nobody wants to read that
            commit();
        }
    }
}
