package org.larder.provider.event;

import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** The place of one event in the line of one synchronous listener and one key. */
final class Ticket<K, V> {
    private final Registration<K, V> registration;
    private final EntryEvent<K, V> event;
    private final Object lineKey;
    private final CountDownLatch done = new CountDownLatch(1);
    private @Nullable Ticket<K, V> predecessor;

    Ticket(Registration<K, V> registration, EntryEvent<K, V> event, Object lineKey) {
        this.registration = registration;
        this.event = event;
        this.lineKey = lineKey;
    }

    /** Takes the last place in the line. */
    void lineUp(ConcurrentMap<Object, Ticket<K, V>> lastInLine) {
        predecessor = lastInLine.put(lineKey, this);
    }

    /** Waits for the event before, then calls the listener on the current thread. */
    void deliver() {
        try {
            if (predecessor != null) {
                predecessor.awaitDone();
                predecessor = null;
            }
            registration.call(event);
        } finally {
            registration.leaveLine(lineKey, this);
            done.countDown();
            registration.release();
        }
    }

    /** Waits through interrupts: the order of events must not depend on them. The interrupt is kept for the caller. */
    private void awaitDone() {
        boolean interrupted = false;
        while (true) {
            try {
                done.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
