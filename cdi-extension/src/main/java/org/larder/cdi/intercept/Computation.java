package org.larder.cdi.intercept;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One call of a method under way, whose result a cache is to keep: unless the entry is changed meanwhile, which the result
 * may not know of. Thread-safe.
 */
final class Computation {

    private final EntryId entry;
    private final CountDownLatch kept = new CountDownLatch(1);
    private boolean isChanged;
    private boolean isRivalled;
    private @Nullable Thread keeper;
    private boolean isAmending;
    private @Nullable Runnable amendment;

    Computation(EntryId entry) {
        this.entry = entry;
    }

    EntryId entry() {
        return entry;
    }

    /**
     * Keeps the result once, unless the entry was changed. The changes that could not wait for the end of it are made good
     * then, also where keeping fails, as in a listener that is told when the entry is there.
     *
     * @return whether the result is what the cache has now
     */
    boolean keep(Keeping keeping) {
        synchronized (this) {
            if (isChanged) {
                return false;
            }
            keeper = Thread.currentThread();
        }
        boolean isKept;
        boolean isAmended;
        try {
            isKept = store(keeping);
        } finally {
            isAmended = amend(keeping);
        }
        return isKept && !isAmended;
    }

    private boolean store(Keeping keeping) {
        boolean mayBeOld = isRivalled();
        (mayBeOld ? keeping.rivalled() : keeping.put()).run();
        return !mayBeOld;
    }

    /** Makes the newest change good, until there is none; true if there was one. */
    private boolean amend(Keeping keeping) {
        Runnable next = nextAmendment();
        if (next == null) {
            return false;
        }
        try {
            keeping.amending().accept(next);
        } finally {
            amend(keeping);
        }
        return true;
    }

    /** The newest change that could not wait; null if there is none, and then the keeping has ended. */
    private synchronized @Nullable Runnable nextAmendment() {
        Runnable next = amendment;
        amendment = null;
        isAmending = next != null;
        if (next == null) {
            keeper = null;
            kept.countDown();
        }
        return next;
    }

    /** Lets the result not be kept, as its entry is changed; true if it is just being kept. */
    synchronized boolean outdate() {
        isChanged = true;
        return keeper != null;
    }

    /** Tells that another result may be newer; true if this one is just being kept. */
    synchronized boolean rival() {
        isRivalled = true;
        return keeper != null;
    }

    private synchronized boolean isRivalled() {
        return isRivalled;
    }

    private synchronized boolean isChanged() {
        return isChanged;
    }

    /** Lets a change be made again once the result is kept, if it is just being kept, in place of all changes before. */
    synchronized void makeAgain(Runnable change) {
        if (keeper == null) {
            return;
        }
        // who changes in the middle of his own amendment has the last word anyway; and would else never come to an end
        amendment = isAmending && isBeingKeptBy(Thread.currentThread()) ? null : change;
    }

    /** As {@link #makeAgain}, for the result of another call; a change that outdates it leaves what was to be made before. */
    synchronized void makeAgain(Computation newer, Keeping keeping) {
        Runnable before = amendment;
        makeAgain(() -> {
            if (!newer.isChanged()) {
                newer.store(keeping);
            } else if (before != null) {
                before.run();
            }
        });
    }

    /** As {@link #makeAgain}, if changes are to be made again at all. */
    synchronized void makeAgainAfterChanges(Computation newer, Keeping keeping) {
        if (amendment != null) {
            makeAgain(newer, keeping);
        }
    }

    synchronized boolean isBeingKeptBy(Thread thread) {
        return thread.equals(keeper);
    }

    /**
     * Waits until the result is kept.
     *
     * @param nanos for how long at most
     * @return false if it is not kept by then
     */
    boolean awaitKept(long nanos) {
        long end = System.nanoTime() + nanos;
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return kept.await(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
