package org.larder.benchmarks.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How often everything is measured, who, and beside whom: the system properties {@code rounds}, {@code yardstick} and,
 * where JMH has no say in it, {@code contestants}.
 */
public final class Rounds {

    private static final int DEFAULT = 5;

    private Rounds() {}

    /** Returns how many rounds there are. */
    public static int count() {
        return Integer.getInteger("rounds", DEFAULT);
    }

    /**
     * Checks before anything is measured that there will be something to compare with.
     *
     * @throws IllegalArgumentException if the yardstick is not among the contestants
     */
    public static void requireYardstick(List<String> contestants) {
        if (!contestants.contains(yardstick())) {
            throw new IllegalArgumentException(
                    "the yardstick is '%s', but only these contestants were asked for: %s; name one of them with -Dyardstick=..., or add '%s'"
                            .formatted(yardstick(), String.join(", ", contestants), yardstick()));
        }
    }

    /**
     * Returns all contestants in the order of a round: another one is first in each, so that a machine that gets slower
     * within rounds is not always slow for the same ones.
     */
    public static List<String> inTurn(List<String> contestants, int round) {
        List<String> turned = new ArrayList<>(contestants);
        Collections.rotate(turned, 1 - round);
        return turned;
    }

    /** Returns the contestant whose ratio is 1: the system property {@code yardstick}, otherwise the raw map. */
    public static String yardstick() {
        return System.getProperty("yardstick", "raw");
    }

    /** The turn of a contestant in a round. */
    public interface Turn {
        /** Measures the contestant. */
        void take(int round, String contestant) throws IOException;
    }

    /**
     * Lets all contestants have their turn, one after the other, in each round, with another first in each.
     *
     * @param contestants those to measure if nobody says otherwise, with commas between
     */
    public static void run(String contestants, Turn turn) throws IOException {
        List<String> names =
                List.of(System.getProperty("contestants", contestants).split(",", -1));
        requireYardstick(names);
        for (int round = 1; round <= count(); round++) {
            for (String contestant : inTurn(names, round)) {
                System.out.printf("round %d of %d, %s%n", round, count(), contestant);
                turn.take(round, contestant);
            }
        }
    }
}
