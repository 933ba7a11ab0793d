package org.larder.provider.chronicle;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that all stores of a caching provider may come to take, against what the machine or container has. Memory
 * is taken as entries come, so too much is promised long before anything fails: hence the warning. Thread-safe.
 */
public final class MemoryBudget {

    private static final Logger LOG = System.getLogger(MemoryBudget.class.getName());

    private final long availableBytes;
    private final AtomicLong promisedBytes = new AtomicLong();

    /**
     * Creates a budget of which nothing is promised.
     *
     * @param availableBytes what the machine has; {@link Long#MAX_VALUE} if nobody can tell
     */
    public MemoryBudget(long availableBytes) {
        this.availableBytes = availableBytes;
    }

    void promise(String cacheName, long bytes) {
        long total = promisedBytes.addAndGet(bytes);
        LOG.log(Level.DEBUG, () -> "cache '%s' may take up to %,d bytes off-heap".formatted(cacheName, bytes));
        if (total > availableBytes) {
            LOG.log(
                    Level.WARNING,
                    "cache '%s': the caches may now take %,d bytes off-heap together, and there are %,d on this machine, heap included; lower their maxBytes"
                            .formatted(cacheName, total, availableBytes));
        }
    }

    void release(long bytes) {
        promisedBytes.addAndGet(-bytes);
    }

    long promisedBytes() {
        return promisedBytes.get();
    }
}
