package org.larder.provider.files;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;

/**
 * The share that one member has in the files of a cache: its slot, and what it does when it has the gate. But for {@link
 * #isCurrent} and {@link #isBehind}, which anybody may ask, used by one thread at a time.
 */
final class Share {

    private static final Logger LOG = System.getLogger(Share.class.getName());

    /** Some rounds of the watcher of who has to notice. */
    private static final Duration MOMENT_FOR_STRAYS = Duration.ofSeconds(2);

    private final SharedFile file;
    private final String cacheName;
    private final Opener opener;
    private final Generation generation;
    private final Slots slots;
    private final Slots.Slot slot;

    /** The generation that this member has open, or NONE. */
    private volatile long opened = Generation.NONE;

    private Share(SharedFile file, Slots slots, Slots.Slot slot, String cacheName, Opener opener) {
        this.file = file;
        this.slots = slots;
        this.slot = slot;
        this.cacheName = cacheName;
        this.opener = opener;
        this.generation = new Generation(file.words());
    }

    /**
     * Claims a slot, and opens the files as the others who are there allow.
     *
     * @throws FilesUnavailableException if they do not allow it
     */
    static Share take(SharedFile file, String cacheName, boolean exclusive, Opener opener, Gate gate, Wait wait)
            throws IOException {
        Occupancy before = Occupancy.of(file.words(), file.locks());
        requireShared(before, exclusive, cacheName);
        Slots slots = new Slots(file.words(), file.locks());
        Slots.Slot slot = slots.claim(exclusive);
        if (slot == null) {
            throw new FilesUnavailableException(
                    "cache '%s': its files are shared by %d already, which is as many as can be. Close it where it is not needed"
                            .formatted(cacheName, Words.SLOTS));
        }
        Share share = new Share(file, slots, slot, cacheName, opener);
        boolean entered = false;
        try {
            share.enter(before, gate, wait);
            entered = true;
            return share;
        } finally {
            if (!entered) {
                slot.leave();
            }
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
            recover(gate, wait, () -> {});
        } else {
            open(false, false);
        }
    }

    /** Whether the files are as this member opened them: two reads of memory. */
    boolean isCurrent() {
        return opened == generation.current();
    }

    /** Whether there is something to be done. */
    boolean isBehind() {
        try {
            return !isCurrent() || slots.members().stream().anyMatch(member -> !member.alive());
        } catch (IOException e) {
            return true; // the attempt meets it too, and tells
        }
    }

    /** What every wait does again and again: who recovers the files waits until this member has closed them. */
    void keepUp() {
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

    /**
     * Recovers the files if that is due, and opens them if they are not open as they should be.
     *
     * @param meanwhile what to do again and again while others close theirs
     */
    void reopen(Gate gate, Wait wait, Runnable meanwhile) throws IOException {
        if (!slot.isMine()) {
            throw new IOException(
                    "the locks of this process on the lock file got lost, as they do when something else in the process opens and closes that file, to copy it for example");
        }
        if (generation.isDraining() || !occupancy().dead().isEmpty()) {
            recover(gate, wait, meanwhile);
        } else if (!isCurrent()) {
            keepUp();
            open(false, false);
        }
    }

    /** Has all others close the files, and then recovers them alone. */
    private void recover(Gate gate, Wait wait, Runnable meanwhile) throws IOException {
        generation.drain();
        keepUp();
        for (List<Member> others = othersWithOpenFiles(); !others.isEmpty(); others = othersWithOpenFiles()) {
            if (wait.isOver()) {
                throw new FilesUnavailableException(
                        "cache '%s': a process that shared its files has died, and they cannot be recovered before %s closes them, which took longer than %s. If that process hangs, end it"
                                .formatted(cacheName, Member.processes(others), wait));
            }
            meanwhile.run();
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

    /** Leaves, and says so if the end was clean. */
    void leave() throws IOException {
        boolean last = others().isEmpty();
        boolean clean = last && isCurrent() && slot.isMine();
        closeAndGiveBack(last);
        if (clean) {
            generation.setClean(true);
            file.words().force();
        }
    }

    /** Leaves without the gate, or because of what went wrong. */
    void closeAndGiveBack(boolean last) throws IOException {
        try {
            closeFiles(last);
        } finally {
            slot.leave();
        }
    }
}
