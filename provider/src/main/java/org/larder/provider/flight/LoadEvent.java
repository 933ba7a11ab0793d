package org.larder.provider.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;

@Name("org.larder.Load")
@Label("Cache Load")
@Description("A call of a cache's loader, for one key or for many")
@Category("Larder")
@Enabled(false)
final class LoadEvent extends Event implements CacheRecorder.LoadSpan {

    /** Only ever asked whether its kind is enabled. */
    private static final LoadEvent PROBE = new LoadEvent("", 0);

    @Label("Cache")
    final String cache;

    @Label("Keys")
    @Description("How many keys the loader was asked for")
    final int keys;

    @Label("Values")
    @Description("How many values it brought")
    int values;

    @Label("Failed")
    boolean failed;

    LoadEvent(String cache, int keys) {
        this.cache = cache;
        this.keys = keys;
        begin();
    }

    static boolean isAskedFor() {
        return PROBE.isEnabled();
    }

    @Override
    public void end(int values, boolean failed) {
        this.values = values;
        this.failed = failed;
        commit();
    }
}
