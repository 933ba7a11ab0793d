package org.larder.benchmarks.process;

import java.io.IOException;

/**
 * How often everything is measured, and who: the system properties {@code rounds} and, where JMH has no say in it, {@code
 * contestants}.
 */
public final class Rounds {

    private static final int DEFAULT = 5;

    private Rounds() {}

    /** Returns how many rounds there are. */
    public static int count() {
        return Integer.getInteger("rounds", DEFAULT);
    }

    /** The turn of a contestant in a round. */
    public interface Turn {
        /** Measures the contestant. */
        void take(int round, String contestant) throws IOException;
    }

    /**
     * Lets all contestants have their turn, one after the other, in each round.
     *
     * @param contestants those to measure if nobody says otherwise, with commas between
     */
    public static void run(String contestants, Turn turn) throws IOException {
        String[] names = System.getProperty("contestants", contestants).split(",", -1);
        for (int round = 1; round <= count(); round++) {
            for (String contestant : names) {
                System.out.printf("round %d of %d, %s%n", round, count(), contestant);
                turn.take(round, contestant);
            }
        }
    }
}
