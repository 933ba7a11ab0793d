package org.larder.provider.files;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Somebody who shares the files of a cache, as the lock file tells it.
 *
 * @param slot the place in the lock file, from 0
 * @param id what tells it from everybody who had that place before
 * @param pid the id of its process, as that process sees it
 * @param processStartMillis when that process was started, in epoch millis; 0 if it did not know
 * @param alive whether it holds the lock of its place; who does not has died
 * @param exclusive whether it shares the files with nobody
 * @param open whether it has the files open at the moment
 * @since 0.1.0
 */
public record Member(
        int slot, long id, long pid, long processStartMillis, boolean alive, boolean exclusive, boolean open) {

    /** How far the starts of one process may lie apart: the system counts them from a time of boot that it may adjust. */
    private static final long CLOCK_STEP_MILLIS = 2000;

    /** Whether it seems dead, and yet its process runs and has not said that it closed the files. */
    boolean isStray() {
        return !alive
                && open
                && ProcessHandle.of(pid)
                        .flatMap(process -> process.info().startInstant())
                        .filter(start -> Math.abs(start.toEpochMilli() - processStartMillis) < CLOCK_STEP_MILLIS)
                        .isPresent();
    }

    /** Its process, in the words of a message. */
    String process() {
        return process(pid);
    }

    static String process(long pid) {
        return pid == ProcessHandle.current().pid() ? "this process (" + pid + ")" : "process " + pid;
    }

    /** The processes of some members, in the words of a message. */
    static String processes(List<Member> members) {
        return members.stream().map(Member::process).distinct().collect(Collectors.joining(" and "));
    }
}
