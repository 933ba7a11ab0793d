package org.larder.benchmarks.operations;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.ThreadParams;

/**
 * The items that one thread accesses, drawn before the measurement so that drawing costs nothing in it. What is left is
 * the same for every contestant: the items are read in order (the processor fetches them ahead), but the key found with
 * each lies anywhere on the heap, which is one or two cache misses an operation (its reference, its text).
 */
@State(Scope.Thread)
public class Accesses {

    /** How many keys {@code getAll} asks for. */
    static final int TOGETHER = 10;

    /** A power of two, so that a mask starts over. */
    private static final int LENGTH = 1 << 21;

    /** A power of two, too. */
    private static final int SETS = 1 << 13;

    private int[] items = {};
    private List<Set<Object>> sets = List.of();
    private int turn;

    /** Draws all of them. */
    @Setup(Level.Trial)
    public void draw(LoadedCache cache, ThreadParams thread) {
        items = cache.accesses(thread.getThreadIndex(), LENGTH);
        sets = sets(cache);
    }

    private List<Set<Object>> sets(LoadedCache cache) {
        List<Set<Object>> drawn = new ArrayList<>(SETS);
        int next = 0;
        for (int i = 0; i < SETS; i++) {
            Set<Object> set = new LinkedHashSet<>();
            while (set.size() < TOGETHER) {
                set.add(cache.key(items[next++ & (LENGTH - 1)]));
            }
            drawn.add(set);
        }
        return drawn;
    }

    int next() {
        return items[turn++ & (LENGTH - 1)];
    }

    Set<Object> nextSet() {
        return sets.get(turn++ & (SETS - 1));
    }

    int turn() {
        return turn;
    }
}
