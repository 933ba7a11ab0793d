package org.larder.provider.files;

/**
 * The generation of the files, a number in the lock file. It is even while the files may be open, and odd while a
 * recovery is due or under way, for which everybody has to close them. Changed only by who is in the gate.
 *
 * @param words of the lock file
 */
record Generation(Words words) {

    /** What no generation is. */
    static final long NONE = 0;

    /** The number now: one read of memory. */
    long current() {
        return words.get(Words.GENERATION_AT);
    }

    boolean isDraining() {
        return isOdd(current());
    }

    /** Tells all that have the files open to close them. */
    void drain() {
        if (!isDraining()) { // it already is if the one who was to recover them failed
            words.set(Words.GENERATION_AT, current() + 1);
        }
    }

    /** Tells all that they may open the files. */
    void open() {
        words.set(Words.GENERATION_AT, current() + (isDraining() ? 1 : 2));
    }

    /** Whether the last one closed the files as he should, and nobody has opened them since. */
    boolean endedClean() {
        return words.get(Words.CLEAN_AT) != 0 && !isDraining();
    }

    void setClean(boolean clean) {
        words.set(Words.CLEAN_AT, clean ? 1 : 0);
    }

    private static boolean isOdd(long number) {
        return (number & 1) == 1;
    }
}
