package org.larder.provider.chronicle;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.JMException;
import javax.management.ObjectName;

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

    /** The budget of the machine or container that this JVM runs in. */
    public static MemoryBudget ofThisMachine() {
        try {
            Object bytes = ManagementFactory.getPlatformMBeanServer()
                    .getAttribute(new ObjectName(ManagementFactory.OPERATING_SYSTEM_MXBEAN_NAME), "TotalMemorySize");
            return new MemoryBudget((Long) bytes);
        } catch (JMException e) {
            LOG.log(Level.DEBUG, "this Java runtime does not tell how much memory there is", e);
            return new MemoryBudget(Long.MAX_VALUE);
        }
    }

    /** Promises memory to a cache, with a warning if that is more than there is. */
    Promise promise(String cacheName, long bytes) {
        long total = promisedBytes.addAndGet(bytes);
        LOG.log(Level.DEBUG, () -> "cache '%s' may take up to %,d bytes off-heap".formatted(cacheName, bytes));
        if (total > availableBytes) {
            LOG.log(
                    Level.WARNING,
                    "cache '%s': the caches may now take %,d bytes off-heap together, and this machine has %,d, heap included; lower their maxBytes"
                            .formatted(cacheName, total, availableBytes));
        }
        return new Promise(bytes);
    }

    /** All memory promised. */
    long promisedBytes() {
        return promisedBytes.get();
    }

    /** Memory promised to one cache until closed. */
    final class Promise implements AutoCloseable {
        private final AtomicLong bytes;

        private Promise(long bytes) {
            this.bytes = new AtomicLong(bytes);
        }

        @Override
        public void close() {
            promisedBytes.addAndGet(-bytes.getAndSet(0));
        }
    }
}
