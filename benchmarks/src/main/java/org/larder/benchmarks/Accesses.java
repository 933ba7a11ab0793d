package org.larder.benchmarks;

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

    /** A power of two, so that a mask starts over. */
    private static final int LENGTH = 1 << 21;

    private int[] items = {};
    private int turn;

    @Setup(Level.Trial)
    public void draw(LoadedCache cache, ThreadParams thread) {
        items = cache.pattern().accesses(thread.getThreadIndex(), LENGTH);
    }

    int next() {
        return items[turn++ & (LENGTH - 1)];
    }

    int turn() {
        return turn;
    }
}
