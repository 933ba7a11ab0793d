package org.larder.cdi.intercept;

import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * One call of a method under way, whose result a cache is to keep: unless the entry is changed meanwhile, which the result
 * may not know of. Thread-safe.
 */
final class Computation {

    private final CountDownLatch kept = new CountDownLatch(1);
    private boolean outdated;
    private boolean isToBeTakenBack;
    private @Nullable Thread keeper;

    /**
     * Keeps the result once, if nothing has changed.
     *
     * @param keeping puts it into the cache
     * @param undoing removes it, if the entry was changed by who could not wait
     * @return whether it was kept
     */
    boolean keep(Runnable keeping, Runnable undoing) {
        synchronized (this) {
            if (outdated) {
                return false;
            }
            keeper = Thread.currentThread();
        }
        boolean takeBack;
        try {
            keeping.run();
        } finally {
            synchronized (this) {
                keeper = null;
                takeBack = isToBeTakenBack;
            }
            kept.countDown();
        }
        if (takeBack) {
            undoing.run();
        }
        return !takeBack;
    }

    /** Lets the result not be kept; true if it is just being kept. */
    synchronized boolean outdate() {
        outdated = true;
        return keeper != null;
    }

    /** Lets the result be removed once it is kept, if it is just being kept. */
    synchronized void takeBack() {
        isToBeTakenBack = keeper != null;
    }

    synchronized boolean isBeingKeptBy(Thread thread) {
        return thread.equals(keeper);
    }

    /** Waits until the result is kept. */
    void awaitKept() {
        boolean interrupted = false;
        while (true) {
            try {
                kept.await();
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
