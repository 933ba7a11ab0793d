package org.larder.provider.files;

import java.io.IOException;
import java.nio.channels.FileLock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The places of a lock file, one for each member. Who has one holds its lock, and has marked it; who died no longer holds
 * the lock, but has left the mark. Only who is in the gate changes anything, but for his own slot.
 */
final class Slots {

    private static final ProcessHandle PROCESS = ProcessHandle.current();

    private final Words words;
    private final Locks locks;

    Slots(Words words, Locks locks) {
        this.words = words;
        this.locks = locks;
    }

    /** Who is in and who died. */
    List<Member> members() throws IOException {
        List<Member> members = new ArrayList<>();
        for (int slot = 0; slot < Words.SLOTS; slot++) {
            if (isMarked(slot)) {
                addMember(slot, members);
            }
        }
        return members;
    }

    private void addMember(int slot, List<Member> members) throws IOException {
        // Read while nobody can take the lock: whoever left properly has taken the mark away before.
        boolean free = locks.whileFree(Locks.ofSlot(slot), () -> {
            if (isMarked(slot)) {
                members.add(member(slot, false));
            }
        });
        if (!free) {
            members.add(member(slot, true));
        }
    }

    private boolean isMarked(int slot) {
        return words.get(slot, Words.IN_USE) != 0;
    }

    private Member member(int slot, boolean alive) {
        return new Member(
                slot,
                words.get(slot, Words.ID),
                words.get(slot, Words.PID),
                words.get(slot, Words.PROCESS_START),
                alive,
                words.get(slot, Words.EXCLUSIVE) != 0,
                words.get(slot, Words.OPEN) != 0);
    }

    /** Takes the marks of the dead away. */
    void forget(List<Member> dead) {
        for (Member member : dead) {
            if (words.get(member.slot(), Words.ID) == member.id()) { // somebody may have claimed it meanwhile
                words.set(member.slot(), Words.IN_USE, 0);
            }
        }
    }

    /** Takes a slot that nobody has, rather one that no dead has either; null if there is none. */
    @Nullable
    Slot claim(boolean exclusive) throws IOException {
        Slot slot = claim(exclusive, false);
        return slot == null ? claim(exclusive, true) : slot;
    }

    private @Nullable Slot claim(boolean exclusive, boolean ofTheDead) throws IOException {
        for (int slot = 0; slot < Words.SLOTS; slot++) {
            if (isMarked(slot) == ofTheDead) {
                FileLock lock = locks.take(Locks.ofSlot(slot));
                if (lock != null) {
                    return mark(slot, exclusive, lock);
                }
            }
        }
        return null;
    }

    private Slot mark(int slot, boolean exclusive, FileLock lock) {
        long id = ThreadLocalRandom.current().nextLong();
        words.set(slot, Words.PID, PROCESS.pid());
        words.set(
                slot,
                Words.PROCESS_START,
                PROCESS.info().startInstant().map(start -> start.toEpochMilli()).orElse(0L));
        words.set(slot, Words.ID, id);
        words.set(slot, Words.EXCLUSIVE, exclusive ? 1 : 0);
        words.set(slot, Words.OPEN, 0);
        words.set(slot, Words.IN_USE, 1);
        return new Slot(slot, id, lock);
    }

    /** A slot that a member has. */
    final class Slot {

        private final int number;
        private final long id;
        private final FileLock lock;

        private Slot(int number, long id, FileLock lock) {
            this.number = number;
            this.id = id;
            this.lock = lock;
        }

        /** Whether nobody took it for the slot of somebody dead. */
        boolean isMine() {
            return isMarked(number) && words.get(number, Words.ID) == id;
        }

        boolean is(Member member) {
            return member.slot() == number && member.id() == id;
        }

        /** Says whether its owner may have the files open. */
        void setOpen(boolean open) {
            if (isMine()) {
                words.set(number, Words.OPEN, open ? 1 : 0);
            }
        }

        /** Gives it back. */
        void leave() throws IOException {
            if (isMine()) {
                words.set(number, Words.IN_USE, 0);
            }
            lock.release();
        }
    }
}
