package org.larder.provider.expiry;

import java.lang.System.Logger;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.larder.provider.integration.WorkerThread;
import org.larder.provider.log.OncePerMinute;

/**
 * The daemon thread of a cache manager that takes expired entries out of its caches.
 *
 * <p>It goes round all caches, part by part, begins no round sooner than a pace after the last one, and rests so long
 * after each piece of work that it never takes more than a twentieth of the time of one processor. Entries stay the
 * longer the more of them expire; nobody sees them meanwhile. There is a thread only while there is a cache to sweep.
 * Thread-safe.
 */
public final class Sweeper implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Sweeper.class.getName());
    private static final long PIECE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    /** How much longer than a piece of work the rest after it is. */
    private static final int REST = 19;

    private final long paceNanos;
    private final ScheduledThreadPoolExecutor executor;
    private final Set<Sweepable> caches = ConcurrentHashMap.newKeySet();
    private final OncePerMinute failures = new OncePerMinute(System::nanoTime);

    /** Whether a next piece of work is due, now or later; guarded by this. */
    private boolean scheduled;

    // Of the round under way; touched by one piece of work after the other.
    private Iterator<Sweepable> round = Collections.emptyIterator();
    private @Nullable Sweepable cache;
    private int nextPart;
    private long roundStartNanos;

    /** A cache with entries that may expire. */
    public interface Sweepable {

        /** The name of the cache, for messages. */
        String cacheName();

        /** The number of parts that it is swept in. */
        int parts();

        /** Takes the expired entries of a part away. */
        void sweep(int part);
    }

    /**
     * Creates a sweeper without caches and without a thread.
     *
     * @param name what its thread is called
     * @param contextClassLoader the class loader of the listeners that it calls
     * @param pace the time from the beginning of a round to that of the next one, at least, and before the first
     */
    public Sweeper(String name, @Nullable ClassLoader contextClassLoader, Duration pace) {
        this.paceNanos = pace.toNanos();
        this.executor = new ScheduledThreadPoolExecutor(1, work -> new WorkerThread(name, work, contextClassLoader));
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        executor.setKeepAliveTime(
                2, TimeUnit.SECONDS); // more than the usual pace, or it would wake in between for nothing
        executor.allowCoreThreadTimeOut(true);
    }

    /** Sweeps a cache from now on, until what is returned is closed. */
    public AutoCloseable sweep(Sweepable added) {
        caches.add(added);
        scheduleFirst();
        return () -> caches.remove(added);
    }

    private synchronized void scheduleFirst() {
        if (!scheduled) {
            schedule(paceNanos);
        }
    }

    private synchronized void schedule(long delayNanos) {
        scheduled = !caches.isEmpty();
        if (scheduled) {
            try {
                // Nobody asks it for exceptions: a piece of work throws none.
                ScheduledFuture<?> unused = executor.schedule(this::work, delayNanos, TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException e) {
                scheduled = false; // closed: the manager that closed us closes this cache too
            }
        }
    }

    /** One piece of work. */
    private void work() {
        long startNanos = System.nanoTime();
        if (!round.hasNext() && cache == null) {
            round = caches.iterator();
            roundStartNanos = startNanos;
        }
        boolean more = true;
        while (more && System.nanoTime() - startNanos < PIECE_NANOS) {
            more = sweepNextPart();
        }
        long now = System.nanoTime();
        long restNanos = REST * (now - startNanos);
        schedule(more ? restNanos : Math.max(restNanos, paceNanos - (now - roundStartNanos)));
    }

    /** Sweeps one part; false if the round is at its end. */
    private boolean sweepNextPart() {
        Sweepable current = cache;
        if (current == null) {
            if (!round.hasNext()) {
                return false;
            }
            current = round.next();
            nextPart = 0;
        }
        cache = current;
        try {
            if (caches.contains(current) && nextPart < current.parts()) {
                current.sweep(nextPart++);
            } else {
                cache = null;
            }
        } catch (RuntimeException | Error e) {
            // Of a listener or codec, which must not end the sweeping of all caches; or the cache was closed meanwhile.
            if (caches.contains(current)) {
                failures.log(
                        LOG,
                        "cache '%s': sweeping out expired entries failed: %s".formatted(current.cacheName(), e),
                        e);
            }
        }
        return true;
    }

    /** Ends the sweeping; what is being swept right now is not waited for. */
    @Override
    public void close() {
        executor.shutdown();
    }
}
