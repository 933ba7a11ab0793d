package org.larder.provider.entry;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.larder.provider.entry.KeyLocks.KeyLock;

/** Which thread waits for which key's lock, so that no cycle ever closes. Thread-safe; shared by many caches. */
public final class WaitGraph {

    private final Map<Thread, KeyLock> waiting = new HashMap<>();

    /** Waits for a lock; false, at once, if the owner waits for the current thread in the end. */
    boolean waitFor(KeyLock lock) {
        Thread me = Thread.currentThread();
        synchronized (waiting) {
            if (leadsTo(me, lock)) {
                return false;
            }
            waiting.put(me, lock);
        }
        try {
            lock.lock();
            return true;
        } finally {
            synchronized (waiting) {
                waiting.remove(me);
            }
        }
    }

    /** How many threads wait. */
    int waiting() {
        synchronized (waiting) {
            return waiting.size();
        }
    }

    private boolean leadsTo(Thread me, KeyLock lock) {
        KeyLock next = lock;
        for (int steps = 0; next != null && steps <= waiting.size(); steps++) {
            Thread owner = next.getOwner();
            if (me.equals(owner)) {
                return true;
            }
            next = lockAwaitedBy(owner);
        }
        return false;
    }

    private @Nullable KeyLock lockAwaitedBy(@Nullable Thread thread) {
        return thread == null ? null : waiting.get(thread);
    }
}
