package org.larder.rest;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One refresh that a user asked for. Thread-safe. */
final class RefreshTask {

    private final UUID id = UUID.randomUUID();
    private final String user;
    private final UserEntry entry;
    private final int keyCount;
    private final CountDownLatch finished = new CountDownLatch(1);

    /** Guarded by this. */
    private TaskState state = TaskState.PENDING;

    /** Null after the end: tasks are kept, their keys may be many. Guarded by this. */
    private @Nullable Load<?> load;

    /**
     * Creates a task that waits.
     *
     * @param user who asked
     * @param entry what counts the load
     * @param load what to do
     */
    RefreshTask(String user, UserEntry entry, Load<?> load) {
        this.user = user;
        this.entry = entry;
        this.load = load;
        this.keyCount = load.keyCount();
    }

    UUID id() {
        return id;
    }

    String user() {
        return user;
    }

    /** How many keys it holds until it begins. */
    int keyCount() {
        return keyCount;
    }

    synchronized TaskState state() {
        return state;
    }

    /** Is at work from now on, and what with; null if it has ended before. */
    synchronized @Nullable Load<?> begin() {
        if (state != TaskState.PENDING) {
            return null;
        }
        state = TaskState.STARTED;
        return load;
    }

    /** Ends without success, unless it has ended, and its load begins no more; {@link #tell} tells those who wait. */
    synchronized boolean fail() {
        return end(TaskState.FAILURE);
    }

    /** Counts the load, and ends unless it has: who was too late failed, but what it loaded is there. */
    synchronized boolean succeed(Instant instant) {
        entry.loadedAt(instant);
        return end(TaskState.SUCCESS);
    }

    private boolean end(TaskState last) {
        if (state.isFinal()) {
            return false;
        }
        state = last;
        if (load != null) {
            load.abandon();
            load = null;
        }
        return true;
    }

    /** Lets go those who wait for the end. */
    void tell() {
        finished.countDown();
    }

    /** Waits for the end, but not longer than that; an interrupt ends it, too, and is kept. */
    void await(Duration longest) {
        try {
            boolean unused = finished.await(longest.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The task as clients see it. */
    Map<String, @Nullable Object> toJson() {
        return json(id, state());
    }

    static Map<String, @Nullable Object> json(UUID id, TaskState state) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("task_id", id.toString());
        json.put("task_state", state.name());
        return json;
    }
}
