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
    private @Nullable AutoCloseable started;
    private boolean closed;

    Sweeping(Sweeper sweeper, Sweeper.Sweepable cache) {
        this.sweeper = sweeper;
        this.cache = cache;
    }

    synchronized void start() {
        if (started == null && !closed) {
            started = sweeper.sweep(cache);
        }
    }

    @Override
    public synchronized void close() throws Exception {
        closed = true;
        if (started != null) {
            started.close();
        }
    }
}
