package org.larder.provider.event;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** The events for synchronous listeners that one thread has enqueued, over all caches, and not yet delivered. */
final class Outbox {
    // Per thread and not per cache, because two caches whose listeners write to each other could deadlock just as one.
    // Not the outbox itself: it would keep our class loader alive in a pooled thread, or have to be set and removed
    // with each operation, which takes as long as a lock. An array is the JDK's, and may stay.
    private static final ThreadLocal<@Nullable Object[]> CURRENT = ThreadLocal.withInitial(() -> new Object[1]);

    private final @Nullable Object[] holder;
    private @Nullable ArrayDeque<Ticket<?, ?>> tickets;
    private int depth;
    private @Nullable Failures failures;

    private Outbox(@Nullable Object[] holder) {
        this.holder = holder;
    }

    /** Enters a span of the current thread, the outermost if there is none. */
    static Outbox enter() {
        Object[] holder = CURRENT.get();
        Outbox outbox = (Outbox) holder[0];
        if (outbox == null) {
            outbox = new Outbox(holder);
            holder[0] = outbox;
        }
        outbox.depth++;
        return outbox;
    }

    /** Whether the current thread is within a span. */
    static boolean isOpen() {
        return CURRENT.get()[0] != null;
    }

    void add(Ticket<?, ?> ticket) {
        if (tickets == null) {
            tickets = new ArrayDeque<>();
        }
        tickets.add(ticket);
    }

    /** Leaves a span; the outermost delivers, in the order of enqueueing, also what the listeners enqueue meanwhile. */
    void leave() {
        if (depth > 1) {
            depth--;
            return;
        }
        try {
            for (Ticket<?, ?> next = poll(); next != null; next = poll()) {
                deliver(next);
            }
        } finally {
            holder[0] = null;
        }
        if (failures != null) {
            failures.rethrow();
        }
    }

    private @Nullable Ticket<?, ?> poll() {
        return tickets == null ? null : tickets.poll();
    }

    /** Delivers one event. Nothing may escape, for other threads wait for the tickets behind this one. */
    private void deliver(Ticket<?, ?> ticket) {
        try {
            ticket.deliver();
        } catch (RuntimeException | Error thrown) {
            if (failures == null) {
                failures = new Failures();
            }
            failures.add(thrown);
        }
    }
}
