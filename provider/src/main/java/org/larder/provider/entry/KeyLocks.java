package org.larder.provider.entry;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Locks of the keys of one cache, held while code of the user runs for a key. There is exactly one lock to a key and
 * none to a key at rest: locks shared by keys would let unrelated keys deadlock.
 *
 * <p>A thread that would close a cycle of threads waiting for each other, also across caches, gets its hold without the
 * lock; the stamps of the entries keep the outcome right, and somebody's code runs again.
 */
final class KeyLocks<K> {

    private final WaitGraph waits;
    private final ConcurrentHashMap<K, KeyLock> locks = new ConcurrentHashMap<>();
    private final AtomicInteger holds = new AtomicInteger();

    /**
     * Creates the locks of a cache.
     *
     * @param waits who waits for whom, over all caches that code of the user may reach from one another
     */
    KeyLocks(WaitGraph waits) {
        this.waits = waits;
    }

    /** Whether any lock may be held or waited for. One volatile read. */
    boolean inUse() {
        return holds.get() != 0;
    }

    /** Waits for the lock of a key. */
    Hold acquire(K key) {
        holds.incrementAndGet();
        KeyLock lock = requireNonNull(locks.compute(key, (k, found) -> {
            KeyLock used = found == null ? new KeyLock() : found;
            used.users++;
            return used;
        }));
        boolean nested = lock.isHeldByCurrentThread();
        if (nested) {
            lock.usedAgainByOwner = true;
            return new Hold(key, lock, false);
        }
        boolean owned = lock.tryLock() || waits.waitFor(lock);
        if (owned) {
            lock.usedAgainByOwner = false;
        }
        return new Hold(key, lock, owned);
    }

    /** A lock and how many threads hold it or wait for it. */
    static final class KeyLock extends ReentrantLock {
        private static final long serialVersionUID = 1L;

        private int users; // guarded by the map's own lock of the key
        private boolean usedAgainByOwner; // written and read by the owner alone

        @Override
        public @Nullable Thread getOwner() { // public for the wait graph
            return super.getOwner();
        }
    }

    /** The right to run code of the user for a key, until closed. */
    final class Hold implements AutoCloseable {
        private final K key;
        private final KeyLock lock;
        private final boolean owned;

        private Hold(K key, KeyLock lock, boolean owned) {
            this.key = key;
            this.lock = lock;
            this.owned = owned;
        }

        /**
         * Whether the code that ran under this lock used the key itself. What it changed there is then overwritten by
         * the outcome, as the standard has it, and is no reason to run it again: it would do the same again.
         */
        boolean usedAgain() {
            return owned && lock.usedAgainByOwner;
        }

        @Override
        public void close() {
            if (owned) {
                lock.unlock();
            }
            locks.computeIfPresent(key, (k, found) -> --found.users == 0 ? null : found);
            holds.decrementAndGet();
        }
    }
}
