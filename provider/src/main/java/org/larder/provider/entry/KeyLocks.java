package org.larder.provider.entry;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.larder.provider.store.KeyIdentity;

/**
 * Locks of the keys of one cache, or of names, held while code of the user runs for a key. There is exactly one lock to
 * a key and none to a key at rest: locks shared by keys would let unrelated keys deadlock.
 *
 * <p>A thread that would close a cycle of threads waiting for each other, also across caches, gets its hold without the
 * lock, as a guest; the stamps of the entries keep the outcome right, and somebody's code runs again.
 */
public final class KeyLocks<K> {

    /** In place of a passage: a change must take the lock of its key. */
    static final int LOCKED = -1;

    private final WaitGraph waits;
    private final ConcurrentHashMap<Object, KeyLock> locks = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Guest, Visits> guests = new ConcurrentHashMap<>();
    private final AtomicInteger holds = new AtomicInteger();
    private final UnlockedChanges unlocked = new UnlockedChanges();

    /**
     * Creates the locks of a cache.
     *
     * @param waits who waits for whom, over all caches that code of the user may reach from one another
     */
    public KeyLocks(WaitGraph waits) {
        this.waits = waits;
    }

    /**
     * Begins a change that holds no lock of its key, unless any lock may be held or waited for.
     *
     * @return what to hand to {@link #endUnlocked}, or {@link #LOCKED}
     */
    int beginUnlocked() {
        int passage = unlocked.begin();
        if (holds.get() == 0) {
            return passage;
        }
        unlocked.end(passage);
        return LOCKED;
    }

    /** Ends a change that began without a lock. */
    void endUnlocked(int passage) {
        unlocked.end(passage);
    }

    /** How many keys have a lock now. */
    int size() {
        return locks.size();
    }

    /** Waits for the lock of a key, of which nothing that matters was read before. */
    public Hold acquire(K key) {
        Hold free = acquireIfFree(key);
        return free == null ? acquireInUse(KeyIdentity.of(key)) : free;
    }

    /** Waits for the lock of a key, of which something was read before. */
    Hold acquireLate(K key) {
        Hold hold = acquire(key);
        hold.late = true;
        return hold;
    }

    private Hold acquireInUse(Object identity) {
        KeyLock lock = requireNonNull(locks.compute(identity, (k, found) -> {
            KeyLock used = found == null ? new KeyLock() : found;
            used.users++;
            return used;
        }));
        holds.incrementAndGet();
        Guest me = new Guest(lock, Thread.currentThread());
        Visits visits = lock.isHeldByCurrentThread() ? lock.ofOwner : guests.get(me);
        if (visits != null) {
            visits.count++;
            return new Hold(identity, lock, visits, Right.NESTED);
        }
        if (lock.tryLock() || waits.waitFor(lock)) {
            return new Hold(identity, lock, lock.ofOwner, Right.OWNER);
        }
        lock.hadGuests = true; // before it reads anything
        Visits ofGuest = new Visits();
        guests.put(me, ofGuest);
        return new Hold(identity, lock, ofGuest, Right.GUEST);
    }

    /** Takes the lock of a key at rest; null if any thread holds it or waits for it. */
    @Nullable
    Hold acquireIfFree(K key) {
        Object identity = KeyIdentity.of(key);
        KeyLock lock = new KeyLock();
        lock.users = 1;
        lock.lock();
        if (locks.putIfAbsent(identity, lock) != null) {
            return null;
        }
        holds.incrementAndGet();
        return new Hold(identity, lock, lock.ofOwner, Right.OWNER);
    }

    /** Why a thread may run code of the user for a key. */
    private enum Right {
        /** It has the lock. */
        OWNER,
        /** It would wait for itself. */
        GUEST,
        /** It does so already, farther out. */
        NESTED
    }

    /** How often a thread that has a right to a key came back for it; written and read by that thread alone. */
    private static final class Visits {
        private int count;
    }

    /** A thread that runs code of the user for a key whose lock it does not have. */
    private record Guest(KeyLock lock, Thread thread) {}

    /** A lock and how many threads hold it or wait for it. */
    static final class KeyLock extends ReentrantLock {
        private static final long serialVersionUID = 1L;

        private int users; // guarded by the map's own lock of the key
        private final transient Visits ofOwner = new Visits();
        private volatile boolean hadGuests;

        @Override
        public @Nullable Thread getOwner() { // public for the wait graph
            return super.getOwner();
        }
    }

    /** The right to run code of the user for a key, until closed. */
    public final class Hold implements AutoCloseable {
        private final Object identity;
        private final KeyLock lock;
        private final Visits visits;
        private final int visitsBefore;
        private final Right right;

        /** Whether all changes that held no lock had ended when this one was held. */
        private final boolean nobodyBegan;

        private boolean late;

        private Hold(Object identity, KeyLock lock, Visits visits, Right right) {
            this.identity = identity;
            this.lock = lock;
            this.visits = visits;
            this.visitsBefore = visits.count;
            this.right = right;
            this.nobodyBegan = unlocked.none(); // whoever begins from now on sees that there is a hold
        }

        /**
         * Whether nobody else can have changed the entry through this cache since it was read: all others wait for the lock,
         * and those who do not have ended before.
         */
        boolean isAlone() {
            return nobodyBegan && !late && !lock.hadGuests;
        }

        /**
         * Whether the code that ran in this hold used the key itself. What it changed there is then overwritten by the
         * outcome, and is no reason to run it again: it would do the same again.
         */
        boolean usedAgain() {
            return visits.count != visitsBefore;
        }

        @Override
        public void close() {
            if (right == Right.OWNER) {
                lock.unlock();
            } else if (right == Right.GUEST) {
                guests.remove(new Guest(lock, Thread.currentThread()));
            }
            holds.decrementAndGet();
            locks.computeIfPresent(identity, (k, found) -> --found.users == 0 ? null : found);
        }
    }
}
