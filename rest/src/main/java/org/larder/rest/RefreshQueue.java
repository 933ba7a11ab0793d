package org.larder.rest;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/**
 * The refreshes of one resource, which are done one after the other, in the order in which they were asked for. A load that
 * takes too long has failed, and the next begins; so many may hang at a time, and then no more are begun until one ends.
 * Thread-safe.
 */
final class RefreshQueue {

    private static final System.Logger LOG = System.getLogger(RefreshQueue.class.getName());

    /**
     * How many loads of a resource may hang, each of which may hold a thread of the provider: one less than Larder has for
     * each cache.
     */
    static final int MAX_HANGING = 3;

    private static final long MAX_RETRY_SECONDS = 60;

    private final String title;
    private final int maxWaiting;
    private final int maxWaitingKeys;
    private final Duration timeout;
    private final Executor executor;
    private final TimeLimits timeLimits;
    private final InstantSource clock;
    private final Consumer<RefreshTask> finished;

    /** Guarded by this, as is all below. */
    private final Deque<RefreshTask> waiting = new ArrayDeque<>();

    /** How many keys those that wait hold. */
    private long waitingKeys;

    private @Nullable RefreshTask running;
    private int hanging;
    private Duration lastTook = Duration.ZERO;
    private boolean closed;

    /**
     * Creates a queue without tasks.
     *
     * @param finished is told of each task that ends, before those who wait for it
     */
    RefreshQueue(
            String title,
            int maxWaiting,
            int maxWaitingKeys,
            Duration timeout,
            Executor executor,
            TimeLimits timeLimits,
            InstantSource clock,
            Consumer<RefreshTask> finished) {
        this.title = title;
        this.maxWaiting = maxWaiting;
        this.maxWaitingKeys = maxWaitingKeys;
        this.timeout = timeout;
        this.executor = executor;
        this.timeLimits = timeLimits;
        this.clock = clock;
        this.finished = finished;
    }

    /**
     * Takes a task in.
     *
     * @throws Refusal if there is no room, if too many loads hang, or after the end
     */
    void add(RefreshTask task) {
        synchronized (this) {
            requireRoom(task.keyCount());
            waiting.add(task);
            waitingKeys += task.keyCount();
        }
        startNext();
    }

    /**
     * Looks whether there is room for a task. A task that nobody else waits with may have as many keys as it likes.
     *
     * @param keyCount how many keys it holds
     * @throws Refusal if there is none, if too many loads hang, or after the end
     */
    synchronized void requireRoom(int keyCount) {
        if (closed) {
            throw Refusal.later(503, "The server is being stopped.", MAX_RETRY_SECONDS);
        }
        if (hanging >= MAX_HANGING) {
            throw Refusal.later(503, "Earlier refreshes of this resource do not end.", MAX_RETRY_SECONDS);
        }
        boolean tooManyKeys = !waiting.isEmpty() && waitingKeys + keyCount > maxWaitingKeys;
        if (waiting.size() >= maxWaiting || tooManyKeys) {
            long seconds = Math.max(1, Math.min(lastTook.plusMillis(999).toSeconds(), MAX_RETRY_SECONDS));
            throw Refusal.later(429, "Too many refreshes of this resource wait for their turn.", seconds);
        }
    }

    /** Begins the next task, and others after it as long as the executor takes none. */
    private void startNext() {
        Error thrown = null;
        for (RefreshTask next = takeNext(); next != null; next = takeNext()) {
            try {
                start(next);
            } catch (Error e) {
                thrown = e; // when those that wait have had their turn, too
            }
        }
        if (thrown != null) {
            throw thrown;
        }
    }

    private synchronized @Nullable RefreshTask takeNext() {
        if (running != null || closed) {
            return null;
        }
        running = waiting.poll();
        waitingKeys -= running == null ? 0 : running.keyCount();
        return running;
    }

    private void start(RefreshTask task) {
        Instant begin = clock.instant();
        AtomicBoolean over = new AtomicBoolean();
        Consumer<@Nullable Throwable> finish = failure -> {
            if (over.compareAndSet(false, true)) { // whatever the provider does
                ended(task, begin, failure);
            }
        };
        Future<?> limit = null;
        try {
            limit = timeLimits.after(timeout, () -> timedOut(task));
            executor.execute(work(task, limit, failure -> {
                finish.accept(failure);
                startNext();
            }));
        } catch (Throwable e) {
            if (limit != null) {
                boolean unused = limit.cancel(false);
            }
            finish.accept(e);
            if (e instanceof Error) {
                throw e;
            }
        }
    }

    private Runnable work(RefreshTask task, Future<?> limit, Consumer<@Nullable Throwable> end) {
        return () -> {
            Load<?> load = task.begin();
            if (load == null) {
                end.accept(new CacheException("it was too late to begin"));
                return;
            }
            load.begin(executor, failure -> {
                boolean unused = limit.cancel(false);
                end.accept(failure);
            });
        };
    }

    private void ended(RefreshTask task, Instant begin, @Nullable Throwable failure) {
        Instant now = clock.instant();
        boolean first = failure == null ? task.succeed(now) : task.fail();
        if (first && failure != null) {
            LOG.log(Level.WARNING, "the refresh of '%s' failed; what was there before stays".formatted(title), failure);
        }
        synchronized (this) {
            lastTook = Duration.between(begin, now);
            if (task.equals(running)) {
                running = null;
            } else {
                hanging--;
            }
        }
        if (first) {
            tell(task);
        }
    }

    private void timedOut(RefreshTask task) {
        List<RefreshTask> lost = new ArrayList<>();
        synchronized (this) {
            if (!task.equals(running)) {
                return;
            }
            abandonRunning(lost);
            if (hanging >= MAX_HANGING) {
                abandonWaiting(lost);
            }
        }
        LOG.log(
                Level.WARNING,
                "the refresh of '%s' took longer than %s, and has failed; its loader is still at work. %d later ones failed with it"
                        .formatted(title, timeout, lost.size() - 1));
        fail(lost);
        startNext();
    }

    /** Ends without waiting: what is not done has failed. */
    void close() {
        List<RefreshTask> lost = new ArrayList<>();
        synchronized (this) {
            closed = true;
            abandonRunning(lost);
            abandonWaiting(lost);
        }
        if (!lost.isEmpty()) {
            LOG.log(
                    Level.WARNING,
                    "%d refreshes of '%s' are lost: stopped before their end".formatted(lost.size(), title));
        }
        fail(lost);
    }

    /** To be called with the lock held. */
    private void abandonRunning(List<RefreshTask> lost) {
        if (running != null) {
            lost.add(running);
            running = null;
            hanging++;
        }
    }

    /** To be called with the lock held. */
    private void abandonWaiting(List<RefreshTask> lost) {
        lost.addAll(waiting);
        waiting.clear();
        waitingKeys = 0;
    }

    private void fail(List<RefreshTask> lost) {
        for (RefreshTask task : lost) {
            if (task.fail()) {
                tell(task);
            }
        }
    }

    private void tell(RefreshTask task) {
        finished.accept(task);
        task.tell();
    }
}
