package org.larder.provider.files;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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

    /** Some rounds of the watcher of who has to notice. */
    private static final Duration MOMENT_FOR_STRAYS = Duration.ofSeconds(2);

    private final SharedFile file;
    private final String cacheName;
    private final Duration patience;
    private final Opener opener;
    private final Generation generation;
    private final Slots slots;
    private final Slots.Slot slot;

    /** The generation that this member has open, or NONE. Written by who may call the opener. */
    private volatile long opened = Generation.NONE;

    private volatile boolean closing;
    private volatile @Nullable Throwable failure;

    /** The last attempt to catch up; guarded by this. */
    private @Nullable Attempt attempt;

    private Membership(
            SharedFile file, Slots.Slot slot, Slots slots, String cacheName, Duration patience, Opener opener) {
        this.file = file;
        this.slot = slot;
        this.slots = slots;
        this.cacheName = cacheName;
        this.patience = patience;
        this.opener = opener;
        this.generation = new Generation(file.words());
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
            Occupancy before = Occupancy.of(file.words(), file.locks());
            requireShared(before, exclusive, cacheName);
            Slots slots = new Slots(file.words(), file.locks());
            Slots.Slot slot = slots.claim(exclusive);
            if (slot == null) {
                throw new FilesUnavailableException(
                        "cache '%s': its files are shared by %d already, which is as many as can be. Close it where it is not needed"
                                .formatted(cacheName, Words.SLOTS));
            }
            Membership membership = new Membership(file, slot, slots, cacheName, wait.patience(), opener);
            try {
                membership.enter(before, gate, wait);
                joined = true;
                return membership;
            } finally {
                if (!joined) {
                    slot.leave();
                }
            }
        } finally {
            if (!joined) {
                file.close();
            }
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

    private static void requireShared(Occupancy before, boolean exclusive, String cacheName) {
        List<Member> others = before.alive();
        if (exclusive && !others.isEmpty()) {
            throw new FilesUnavailableException(
                    "cache '%s': it is not to be shared, as a cache with a writer, but %s has its files open. Close it there, or give one of the two another directory"
                            .formatted(cacheName, Member.processes(others)));
        }
        for (Member other : others) {
            if (other.exclusive()) {
                throw new FilesUnavailableException(
                        "cache '%s': %s has its files open and does not share them, as for a cache with a writer. Close it there, or use another directory"
                                .formatted(cacheName, other.process()));
            }
        }
    }

    private void enter(Occupancy before, Gate gate, Wait wait) throws IOException {
        if (before.alive().isEmpty()) {
            boolean clean = before.clean();
            generation.setClean(false);
            generation.open();
            awaitStrays();
            slots.forget(before.dead());
            file.words().force();
            open(true, clean);
        } else if (before.recovering() || !before.dead().isEmpty()) {
            recover(gate, wait);
        } else {
            open(false, false);
        }
    }

    /** Whether the files are as this member opened them: two reads of memory, for every operation to ask. */
    public boolean isCurrent() {
        return opened == generation.current();
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
        while (isBehind()) {
            Attempt current = attempt();
            if (current == null) {
                break;
            }
            do {
                wait.pause();
            } while (!current.over && !wait.isOver());
            if (wait.isOver() && isUsable() && isBehind()) {
                String problem = current.problem;
                throw new FilesUnavailableException(
                        problem == null ? Gate.held(file.words(), cacheName, wait) : problem);
            }
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
        if (!isBehind()) {
            return false;
        }
        catchUp();
        return true;
    }

    /** Has begun what is to be done; called by the watcher again and again. */
    void watch() {
        if (isBehind()) {
            attempt();
        }
    }

    /** Whether there is something to be done. */
    private boolean isBehind() {
        try {
            return !isCurrent() || slots.members().stream().anyMatch(member -> !member.alive());
        } catch (IOException e) {
            return true; // the attempt meets it too, and tells
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
                reopen(gate, wait);
            } catch (FilesUnavailableException e) {
                problem = e.getMessage();
            } catch (IOException | RuntimeException | Error e) {
                fail(e);
            } finally {
                over = true;
            }
        }
    }

    /** What every wait does again and again: who recovers the files waits until this member has closed them. */
    private void keepUp() {
        if (!isCurrent()) {
            try {
                closeFiles(false);
            } catch (IOException | RuntimeException e) {
                LOG.log(
                        Level.WARNING,
                        "cache '%s': its files were not closed as they should be".formatted(cacheName),
                        e);
            }
        }
    }

    private void keepUpUnlessClosing() {
        if (closing) {
            throw new FilesUnavailableException("cache '%s' is closed".formatted(cacheName));
        }
        keepUp();
    }

    private void reopen(Gate gate, Wait wait) throws IOException {
        if (!slot.isMine()) {
            throw new IOException(
                    "the locks of this process on the lock file got lost, as they do when something else in the process opens and closes that file, to copy it for example");
        }
        if (generation.isDraining() || !occupancy().dead().isEmpty()) {
            recover(gate, wait);
        } else if (!isCurrent()) {
            keepUp();
            open(false, false);
        }
    }

    /** Has all others close the files, and then recovers them alone. */
    private void recover(Gate gate, Wait wait) throws IOException {
        generation.drain();
        keepUp();
        for (List<Member> others = othersWithOpenFiles(); !others.isEmpty(); others = othersWithOpenFiles()) {
            if (wait.isOver()) {
                throw new FilesUnavailableException(
                        "cache '%s': a process that shared its files has died, and they cannot be recovered before %s closes them, which took longer than %s. If that process hangs, end it"
                                .formatted(cacheName, Member.processes(others), wait));
            }
            keepUpUnlessClosing();
            gate.setAwaited(others.get(0).pid());
            wait.pause();
        }
        gate.setAwaited(0);
        awaitStrays();
        slots.forget(occupancy().dead());
        open(true, false);
    }

    /**
     * Gives those who seem to be dead, but whose process runs, time to notice that the generation is another one, and to
     * close their files. Their locks got lost, as happens when their process opens and closes the lock file elsewhere.
     */
    private void awaitStrays() throws IOException {
        try (Wait moment = new Wait(MOMENT_FOR_STRAYS)) {
            while (!moment.isOver() && occupancy().dead().stream().anyMatch(Member::isStray)) {
                moment.pause();
            }
        }
    }

    private List<Member> othersWithOpenFiles() throws IOException {
        return others().stream().filter(Member::open).toList();
    }

    private List<Member> others() throws IOException {
        return occupancy().alive().stream().filter(member -> !slot.is(member)).toList();
    }

    private Occupancy occupancy() throws IOException {
        return Occupancy.of(file.words(), file.locks());
    }

    private void open(boolean alone, boolean clean) throws IOException {
        boolean done = false;
        slot.setOpen(true);
        try {
            opener.open(alone, clean);
            done = true;
        } finally {
            if (!done) {
                slot.setOpen(false);
            }
        }
        if (generation.isDraining()) {
            generation.open();
        }
        opened = generation.current();
    }

    private void closeFiles(boolean last) throws IOException {
        if (opened != Generation.NONE) {
            opened = Generation.NONE;
            try {
                opener.close(last);
            } finally {
                slot.setOpen(false);
            }
        }
    }

    /** Ends this membership because of what went wrong, which every use tells from now on. */
    private void fail(Throwable cause) {
        WATCHER.remove(this);
        try (SharedFile closedAtTheEnd = file) {
            closeAndGiveBack(false);
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
            try (Gate gate = Gate.enter(file, cacheName, wait, this::keepUp)) {
                leaveInTurn();
            } catch (FilesUnavailableException e) {
                LOG.log(
                        Level.WARNING,
                        "Left without being seen, so that who opens the files next will check them: " + e.getMessage());
                closeAndGiveBack(false);
            }
        }
    }

    private void leaveInTurn() throws IOException {
        boolean last = others().isEmpty();
        boolean clean = last && isCurrent() && slot.isMine();
        closeAndGiveBack(last);
        if (clean) {
            generation.setClean(true);
            file.words().force();
        }
    }

    private void closeAndGiveBack(boolean last) throws IOException {
        try {
            closeFiles(last);
        } finally {
            slot.leave();
        }
    }
}
