package org.larder.provider.files;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A bounded wait that an interrupt does not end.
 *
 * <p>The thread counts as not interrupted until the wait is closed, which makes up for it. For an interrupted thread that
 * opens or maps a file would fail. Used by the thread that made it.
 */
final class Wait implements AutoCloseable {

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(3);

    private final long startNanos = System.nanoTime();
    private final Duration patience;
    private boolean interrupted = Thread.interrupted();

    Wait(Duration patience) {
        this.patience = patience;
    }

    Duration patience() {
        return patience;
    }

    boolean isOver() {
        return leftNanos() <= 0;
    }

    long leftNanos() {
        return patience.toNanos() - (System.nanoTime() - startNanos);
    }

    /** Lets some milliseconds pass. */
    void pause() {
        LockSupport.parkNanos(this, PAUSE_NANOS);
        noteInterrupt();
    }

    /** Takes an interrupt off the thread, to be put back at the end. Whether there was one. */
    boolean noteInterrupt() {
        boolean now = Thread.interrupted();
        interrupted |= now;
        return now;
    }

    @Override
    public void close() {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return patience.toMillis() + " ms";
    }
}
