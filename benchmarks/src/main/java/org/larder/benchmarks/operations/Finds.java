package org.larder.benchmarks.operations;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** How much of what one thread looked for it found; JMH reports the fields. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class Finds {

    /** How often it looked. */
    public long lookups;

    /** How often it found something. */
    public long hits;

    @Nullable
    Object counted(@Nullable Object found) {
        lookups++;
        if (found != null) {
            hits++;
        }
        return found;
    }
}
