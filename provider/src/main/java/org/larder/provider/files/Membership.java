package org.larder.provider.files;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A share in the files of a cache, which several JVMs and several class loaders of one JVM may have open at once.
 *
 * <p>It decides when an {@link Opener} opens and closes them, notices that another member died with the files open, and
 * then has all members close them, one recover them, and all open them again. The protocol and its bounds are in {@code
 * docs/adr/0006-several-jvms.md}. An interrupt neither ends nor disturbs what its methods wait for, and is put back.
 * Thread-safe.
 *
 * @since 0.1.0
 */
public final class Membership implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Membership.class.getName());
    private static final Watcher WATCHER = new Watcher();

    private final SharedFile file;
    private final Share share;
    private final String cacheName;
    private final Duration patience;

    private volatile boolean closing;
    private volatile @Nullable Throwable failure;

    /** The last attempt to catch up; guarded by this. */
    private @Nullable Attempt attempt;

    private Membership(SharedFile file, Share share, String cacheName, Duration patience) {
        this.file = file;
        this.share = share;
        this.cacheName = cacheName;
        this.patience = patience;
    }

    /**
     * Joins those who share the files, and opens them.
     *
     * @param lockFile the lock file beside them; made if there is none
     * @param cacheName the name of the cache, for messages
     * @param exclusive whether to share the files with nobody
     * @param patience how long this and every later wait for other processes may take
     * @param opener what opens and closes the files
     * @throws FilesUnavailableException if others do not let go of the files in time, or do not share them, or are too
     *     many
     * @throws IOException if the lock file cannot be used, or the opener fails
     */
    public static Membership join(Path lockFile, String cacheName, boolean exclusive, Duration patience, Opener opener)
            throws IOException {
        try (Wait wait = new Wait(patience)) {
            Membership joined = null;
            while (joined == null) {
                joined = joinIfInPlace(lockFile, cacheName, exclusive, opener, wait);
            }
            joined.beWatched();
            return joined;
        }
    }

    /** Joins, or returns null if the lock file was deleted before it was this one's turn. */
    private static @Nullable Membership joinIfInPlace(
            Path lockFile, String cacheName, boolean exclusive, Opener opener, Wait wait) throws IOException {
        SharedFile file = SharedFile.open(lockFile, wait);
        boolean joined = false;
        try (Gate gate = Gate.enter(file, cacheName, wait, () -> {})) {
            if (!file.isInPlace()) {
                return null;
            }
            Share share = Share.take(file, cacheName, exclusive, opener, gate, wait);
            joined = true;
            return new Membership(file, share, cacheName, wait.patience());
        } finally {
            if (!joined) {
                file.close();
            }
        }
    }

    /**
     * Opens and closes the files while nobody else has them open, to destroy them; whoever wants to open them waits.
     *
     * @param lockFile the lock file beside them; made if there is none
     * @param cacheName the name of the cache, for messages
     * @param patience how long to wait for other processes
     * @param opener opens them alone, and deletes them when it closes them as the last
     * @throws FilesUnavailableException if somebody has them open, or others do not let go of the gate in time
     * @throws IOException if the lock file cannot be used, or the opener fails
     */
    public static void destroy(Path lockFile, String cacheName, Duration patience, Opener opener) throws IOException {
        try (Wait wait = new Wait(patience)) {
            boolean destroyed = false;
            while (!destroyed) {
                destroyed = destroyedIfInPlace(lockFile, cacheName, opener, wait);
            }
        }
    }

    /** Destroys them, or returns false if the lock file was deleted before it was this one's turn. */
    private static boolean destroyedIfInPlace(Path lockFile, String cacheName, Opener opener, Wait wait)
            throws IOException {
        try (SharedFile file = SharedFile.open(lockFile, wait);
                Gate gate = Gate.enter(file, cacheName, wait, () -> {})) {
            if (!file.isInPlace()) {
                return false;
            }
            requireUnused(Occupancy.of(file.words(), file.locks()));
            Share.take(file, cacheName, true, opener, gate, wait).leave();
            return true;
        }
    }

    private static void requireUnused(Occupancy occupancy) {
        if (!occupancy.alive().isEmpty()) {
            throw new FilesUnavailableException(
                    "%s has its files open. Close it there; or open it here as well, for the destruction of an open cache empties it for all"
                            .formatted(occupancy.users()));
        }
    }

    private void beWatched() throws IOException {
        boolean watched = false;
        try {
            WATCHER.add(this); // which needs a thread, and there may be none to be had
            watched = true;
        } finally {
            if (!watched) {
                close();
            }
        }
    }

    /**
     * Reads from a lock file who has the files open. Nobody notices.
     *
     * @param lockFile the lock file
     * @throws java.nio.file.NoSuchFileException if there is none
     * @throws IOException if it cannot be read, or is no lock file of this version
     */
    public static Occupancy inspect(Path lockFile) throws IOException {
        try (Wait wait = new Wait(Duration.ZERO)) {
            return SharedFile.inspect(lockFile, wait);
        }
    }

    /** Whether the files are as this member opened them: two reads of memory, for every operation to ask. */
    public boolean isCurrent() {
        return share.isCurrent();
    }

    /**
     * Waits until the files are open again, after {@link #isCurrent} was false. They are closed, recovered and opened by
     * a thread of its own. Must not be called by an operation that the opener waits for when it closes.
     *
     * @throws FilesUnavailableException if that takes longer than the patience; the message says who is to blame, and a
     *     later call tries again
     * @throws IllegalStateException if this membership is closed, or the files could not be opened again
     */
    public void catchUp() {
        try (Wait wait = new Wait(patience)) {
            catchUp(wait);
        }
    }

    private void catchUp(Wait wait) {
        String earlier = null;
        while (share.isBehind()) {
            Attempt current = attempt();
            if (current == null) {
                break;
            }
            do {
                wait.pause();
            } while (!current.over && !wait.isOver());
            String problem = current.problem;
            if (wait.isOver() && isUsable() && share.isBehind()) {
                throw new FilesUnavailableException(
                        problem == null ? Gate.held(file.words(), cacheName, wait, earlier) : problem);
            }
            earlier = problem;
        }
        requireUsable();
    }

    private void requireUsable() {
        Throwable cause = failure;
        if (cause != null) {
            throw new IllegalStateException(
                    "cache '%s': its files had to be closed and could not be opened again: %s. Close the cache and create it again"
                            .formatted(cacheName, cause.getMessage()),
                    cause);
        }
        if (closing) {
            throw new IllegalStateException("cache '%s' is closed".formatted(cacheName));
        }
    }

    private boolean isUsable() {
        return !closing && failure == null;
    }

    /**
     * Sees to the recovery of the files if a member died. Must not be called by an operation that the opener waits for
     * when it closes.
     *
     * @return whether one did, and the files are recovered and open again; false if all are alive
     * @throws FilesUnavailableException as {@link #catchUp}
     * @throws IllegalStateException as {@link #catchUp}
     */
    public boolean recoverIfOneDied() {
        requireUsable();
        if (!share.isBehind()) {
            return false;
        }
        catchUp();
        return true;
    }

    /** Has begun what is to be done; called by the watcher again and again. */
    void watch() {
        if (share.isBehind()) {
            attempt();
        }
    }

    /** The attempt to catch up that is under way, or else a new one; null if this membership has ended. */
    private synchronized @Nullable Attempt attempt() {
        Attempt last = attempt;
        if (!isUsable()) {
            return null;
        }
        if (last != null && !last.over) {
            return last;
        }
        Attempt next = new Attempt();
        Watcher.start("larder-files-" + cacheName, next);
        attempt = next;
        return next;
    }

    /** A thread's attempt to get the files recovered and open again. */
    private final class Attempt implements Runnable {

        private volatile boolean over;
        private volatile @Nullable String problem;

        @Override
        public void run() {
            try (Wait wait = new Wait(patience);
                    Gate gate = Gate.enter(file, cacheName, wait, Membership.this::keepUpUnlessClosing)) {
                share.reopen(gate, wait, Membership.this::keepUpUnlessClosing);
            } catch (FilesUnavailableException e) {
                problem = e.getMessage();
            } catch (IOException | RuntimeException | Error e) {
                fail(e);
            } finally {
                over = true;
            }
        }
    }

    private void keepUpUnlessClosing() {
        if (closing) {
            throw new FilesUnavailableException("cache '%s' is closed".formatted(cacheName));
        }
        share.keepUp();
    }

    /** Ends this membership because of what went wrong, which every use tells from now on. */
    private void fail(Throwable cause) {
        WATCHER.remove(this);
        try (SharedFile closedAtTheEnd = file) {
            share.closeAndGiveBack(false);
        } catch (IOException | RuntimeException e) {
            cause.addSuppressed(e);
        } finally {
            failure = cause;
        }
    }

    /**
     * Closes the files, forced to disk if nobody else has them open, and leaves. Does nothing the second time. Waits for
     * an attempt to catch up that is under way.
     *
     * @throws IOException if the opener fails; this membership has ended nevertheless
     */
    @Override
    public void close() throws IOException {
        Attempt last;
        synchronized (this) {
            if (closing) {
                return;
            }
            closing = true;
            last = attempt;
        }
        WATCHER.remove(this);
        try (Wait wait = new Wait(patience)) {
            while (last != null && !last.over) {
                wait.pause();
            }
            if (failure == null) {
                leave(wait);
            }
        }
    }

    private void leave(Wait wait) throws IOException {
        try (SharedFile closedAtTheEnd = file) {
            try (Gate gate = Gate.enter(file, cacheName, wait, share::keepUp)) {
                share.leave();
            } catch (FilesUnavailableException e) {
                LOG.log(
                        Level.WARNING,
                        "Left without being seen, so that who opens the files next will check them: " + e.getMessage());
                share.closeAndGiveBack(false);
            }
        }
    }
}
