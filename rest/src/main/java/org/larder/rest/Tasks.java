package org.larder.rest;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The tasks that can be asked for: those that have not ended, and of those that have the last, for a time. Thread-safe. */
final class Tasks {

    private final Duration retention;
    private final int maxFinished;
    private final InstantSource clock;

    /** Guarded by this, as is the order in which they ended. */
    private final Map<UUID, RefreshTask> byId = new HashMap<>();

    private final Deque<Finished> finished = new ArrayDeque<>();

    /**
     * Creates a list without tasks.
     *
     * @param retention how long a task is known after its end
     * @param maxFinished how many that have ended are known at most
     */
    Tasks(Duration retention, int maxFinished, InstantSource clock) {
        this.retention = retention;
        this.maxFinished = maxFinished;
        this.clock = clock;
    }

    synchronized void add(RefreshTask task) {
        byId.put(task.id(), task);
    }

    /** Forgets a task that will never be done. */
    synchronized void remove(RefreshTask task) {
        byId.remove(task.id());
    }

    synchronized void ended(RefreshTask task) {
        finished.add(new Finished(task.id(), clock.instant()));
        forgetOld();
    }

    synchronized @Nullable RefreshTask find(UUID id) {
        forgetOld();
        return byId.get(id);
    }

    /** How many are known. */
    synchronized int size() {
        return byId.size();
    }

    private void forgetOld() {
        Instant oldest = clock.instant().minus(retention);
        while (!finished.isEmpty()
                && (finished.size() > maxFinished || !finished.getFirst().at.isAfter(oldest))) {
            byId.remove(finished.removeFirst().id);
        }
    }

    private record Finished(UUID id, Instant at) {}
}
