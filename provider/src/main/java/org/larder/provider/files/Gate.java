package org.larder.provider.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileLock;
import org.jspecify.annotations.Nullable;

/** The gate of a lock file, held: one at a time, in all JVMs, opens or closes the files or has them recovered. */
final class Gate implements Closeable {

    private final Words words;
    private final FileLock lock;

    private Gate(Words words, FileLock lock) {
        this.words = words;
        this.lock = lock;
    }

    /**
     * Waits for the gate.
     *
     * @param meanwhile what to do again and again until then
     * @throws FilesUnavailableException if it is not free in time; the message says who holds it
     */
    static Gate enter(SharedFile file, String cacheName, Wait wait, Runnable meanwhile) throws IOException {
        while (true) {
            FileLock lock = file.locks().take(Locks.GATE);
            if (lock != null) {
                file.words().set(Words.AWAITED_PID_AT, 0); // its last holder may have died
                file.words().set(Words.GATE_PID_AT, ProcessHandle.current().pid());
                return new Gate(file.words(), lock);
            }
            if (wait.isOver()) {
                throw new FilesUnavailableException(held(file.words(), cacheName, wait, null));
            }
            meanwhile.run();
            wait.pause();
        }
    }

    /**
     * The message for who waited in vain.
     *
     * @param earlier the message of one who did so just before, which holds if an attempt of this process has only just begun
     *     and the file says of no other process that it is in the way; or null
     */
    static String held(Words words, String cacheName, Wait wait, @Nullable String earlier) {
        long pid = words.get(Words.GATE_PID_AT);
        long awaited = words.get(Words.AWAITED_PID_AT);
        boolean isOurs = pid == 0 || pid == ProcessHandle.current().pid();
        if (earlier != null && isOurs && awaited == 0) {
            return earlier;
        }
        String holder = pid == 0 ? "another process" : Member.process(pid);
        String doing = awaited == 0
                ? "opens, closes or recovers them"
                : "recovers them and waits for %s to close them".formatted(Member.process(awaited));
        return "cache '%s': its files were not to be had within %s, because %s %s. If that process hangs, end it"
                .formatted(cacheName, wait, holder, doing);
    }

    /** Says whom the holder of the gate waits for; 0 for nobody. */
    void setAwaited(long pid) {
        words.set(Words.AWAITED_PID_AT, pid);
    }

    @Override
    public void close() throws IOException {
        setAwaited(0);
        words.set(Words.GATE_PID_AT, 0);
        lock.release();
    }
}
