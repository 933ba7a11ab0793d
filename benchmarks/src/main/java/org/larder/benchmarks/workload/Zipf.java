package org.larder.benchmarks.workload;

import java.util.Arrays;

/**
 * Zipf's law over a fixed number of ranks: the item of rank r (counted from 0) is drawn with a probability proportional
 * to {@code 1 / (r + 1)^exponent}.
 *
 * <p>Skewed access of this kind with exponents just below 1 is the custom since Gray et al., "Quickly generating
 * billion-record synthetic databases" (SIGMOD 1994), and the default of YCSB (Cooper et al., SoCC 2010). Their generator
 * approximates the law in constant time and memory; this one has the time to be exact, for it is used before anything is
 * measured: it looks the drawn number up in the table of cumulative weights (inversion).
 *
 * <p>Immutable.
 */
public final class Zipf {

    private final double[] cumulativeWeights;

    /**
     * @param items how many ranks there are, at least 1
     * @param exponent how skewed the law is; 0 draws all ranks alike
     */
    public Zipf(int items, double exponent) {
        if (items < 1 || !(exponent >= 0)) {
            throw new IllegalArgumentException("a Zipf law over " + items + " items with exponent " + exponent
                    + " was asked for; it needs at least 1 item and an exponent of 0 or more");
        }
        cumulativeWeights = new double[items];
        double sum = 0;
        for (int rank = 0; rank < items; rank++) {
            sum += Math.pow(rank + 1.0, -exponent);
            cumulativeWeights[rank] = sum;
        }
    }

    /** Returns how many ranks there are. */
    public int items() {
        return cumulativeWeights.length;
    }

    /** Returns the chance that a draw hits this rank. */
    public double probability(int rank) {
        double below = rank == 0 ? 0 : cumulativeWeights[rank - 1];
        return (cumulativeWeights[rank] - below) / total();
    }

    /**
     * Returns the rank that a uniformly drawn number stands for.
     *
     * @param uniform at least 0, below 1
     */
    public int rank(double uniform) {
        int found = Arrays.binarySearch(cumulativeWeights, uniform * total());
        // A rank owns the numbers from the weight below it up to, but without, its own.
        int rank = found >= 0 ? found + 1 : -found - 1;
        return Math.min(rank, items() - 1);
    }

    private double total() {
        return cumulativeWeights[items() - 1];
    }
}
