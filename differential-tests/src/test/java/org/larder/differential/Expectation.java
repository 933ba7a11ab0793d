package org.larder.differential;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.larder.differential.Hearer.Heard;

/** What an operation is expected to do: what Caffeine did, until rules correct it. */
final class Expectation {
    @Nullable
    Object result;

    @Nullable
    Failure failure;

    final List<String> writes = new ArrayList<>();
    final List<String> loads = new ArrayList<>();

    /** What happened to entries, whoever listens. */
    final List<Change> changes = new ArrayList<>();

    Counts counts = Counts.NONE;

    /** What listeners are expected to be told, in order per listener and key. */
    List<Heard> told(List<Hearer> hearers) {
        List<Heard> told = new ArrayList<>();
        for (Hearer hearer : hearers) {
            for (Change change : changes) {
                if (hearer.hears(change)) {
                    told.add(hearer.told(change, hearer.oldValueRequired()));
                }
            }
        }
        return inOrderPerKey(told);
    }

    /** The standard orders the events of one key only. */
    static List<Heard> inOrderPerKey(List<Heard> heard) {
        List<Heard> sorted = new ArrayList<>(heard);
        sorted.sort(Comparator.comparing(Heard::hearer)
                .thenComparing(h -> h.change().key()));
        return sorted;
    }
}
