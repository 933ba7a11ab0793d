package org.larder.benchmarks.process;

/** How often everything is measured: the system property {@code rounds}. */
public final class Rounds {

    private static final int DEFAULT = 5;

    private Rounds() {}

    /** Returns how many rounds there are. */
    public static int count() {
        return Integer.getInteger("rounds", DEFAULT);
    }
}
