package org.larder.provider;

import org.jspecify.annotations.Nullable;
import org.larder.provider.expiry.Sweeper;

/**
 * The sweeping of one cache, which begins when the first entry may get a deadline: an eternal cache needs no thread.
 * Thread-safe.
 */
final class Sweeping implements AutoCloseable {

    private final Sweeper sweeper;
    private final Sweeper.Sweepable cache;
    private volatile @Nullable AutoCloseable started;
    private boolean closed;

    Sweeping(Sweeper sweeper, Sweeper.Sweepable cache) {
        this.sweeper = sweeper;
        this.cache = cache;
    }

    /** Begins, unless it was begun. Every view of a cache asks for it, so once it was it takes no lock. */
    void start() {
        if (started == null) {
            startFirst();
        }
    }

    private synchronized void startFirst() {
        if (started == null && !closed) {
            started = sweeper.sweep(cache);
        }
    }

    @Override
    public synchronized void close() throws Exception {
        closed = true;
        AutoCloseable sweeping = started;
        if (sweeping != null) {
            sweeping.close();
        }
    }
}
