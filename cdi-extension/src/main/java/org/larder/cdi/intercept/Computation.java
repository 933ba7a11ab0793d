package org.larder.cdi.intercept;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
            takeBack = endKeeping();
            if (takeBack) { // also where keeping failed, as in a listener that is told when the entry is there
                undoing.run();
            }
        }
        return !takeBack;
    }

    /** Ends the keeping; true if its result is to be taken back. */
    private synchronized boolean endKeeping() {
        keeper = null;
        kept.countDown();
        return isToBeTakenBack;
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
