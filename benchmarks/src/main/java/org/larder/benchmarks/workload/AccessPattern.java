package org.larder.benchmarks.workload;

import java.util.SplittableRandom;

/**
 * Which item is accessed when: Zipf's law, with the popular items scattered over all of them.
 *
 * <p>YCSB scatters by hashing the rank, which lets ranks meet on one item and leaves others without any; a shuffle keeps
 * one item a rank. All threads share the shuffle, so that they want the same items, and each draws for itself.
 *
 * <p>Immutable.
 */
public final class AccessPattern {

    private final Zipf law;
    private final int[] itemOfRank;
    private final long seed;

    public AccessPattern(int items, double exponent, long seed) {
        this.law = new Zipf(items, exponent);
        this.itemOfRank = shuffled(items, new SplittableRandom(seed));
        this.seed = seed;
    }

    /** Returns the item that holds this rank of popularity. */
    public int itemOfRank(int rank) {
        return itemOfRank[rank];
    }

    /**
     * Returns the items that one thread accesses, in order.
     *
     * @param thread counted from 0; the same thread gets the same items every time
     * @param accesses how many
     */
    public int[] accesses(int thread, int accesses) {
        SplittableRandom random = new SplittableRandom(seed + 1 + thread);
        int[] drawn = new int[accesses];
        for (int i = 0; i < accesses; i++) {
            drawn[i] = itemOfRank[law.rank(random.nextDouble())];
        }
        return drawn;
    }

    private static int[] shuffled(int items, SplittableRandom random) {
        int[] all = new int[items];
        for (int i = 0; i < items; i++) {
            int j = random.nextInt(i + 1);
            all[i] = all[j];
            all[j] = i;
        }
        return all;
    }
}
