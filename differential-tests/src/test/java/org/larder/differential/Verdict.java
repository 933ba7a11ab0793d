package org.larder.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import javax.cache.event.EventType;
import org.jspecify.annotations.Nullable;
import org.larder.differential.Oracle.Held;

/** One operation of Caffeine's, with all that a rule may look at and correct. */
record Verdict(Oracle oracle, Operation operation, Map<String, Held> before, Expectation expected) {

    Expiry expiry() {
        return oracle.side().journal().expiry();
    }

    boolean wasAlive(@Nullable String key) {
        Held held = key == null ? null : before.get(key);
        return held != null && held.isAlive(oracle.nowMillis());
    }

    boolean wasExpired(@Nullable String key) {
        return key != null && before.containsKey(key) && !wasAlive(key);
    }

    List<String> changedKeys() {
        TreeSet<String> keys = new TreeSet<>();
        expected.changes.forEach(change -> keys.add(change.key()));
        return new ArrayList<>(keys);
    }

    List<Change> changesOf(String key) {
        return expected.changes.stream().filter(c -> c.key().equals(key)).toList();
    }

    /** The only change of a type of a key, or null. */
    @Nullable
    Change change(EventType type, @Nullable String key) {
        return expected.changes.stream()
                .filter(c -> c.type() == type && c.key().equals(key))
                .findFirst()
                .orElse(null);
    }

    void replace(Change change, List<Change> others) {
        int at = expected.changes.lastIndexOf(change);
        expected.changes.remove(at);
        expected.changes.addAll(at, others);
    }

    void count(long hits, long misses, long puts, long removals) {
        expected.counts = expected.counts.plus(hits, misses, puts, removals);
    }
}
