package org.larder.differential;

/** What statistics count, since the cache was made or during one operation. */
record Counts(long hits, long misses, long puts, long removals) {
    static final Counts NONE = new Counts(0, 0, 0, 0);

    Counts plus(long moreHits, long moreMisses, long morePuts, long moreRemovals) {
        return new Counts(hits + moreHits, misses + moreMisses, puts + morePuts, removals + moreRemovals);
    }

    Counts plus(Counts other) {
        return plus(other.hits, other.misses, other.puts, other.removals);
    }

    Counts minus(Counts other) {
        return plus(-other.hits, -other.misses, -other.puts, -other.removals);
    }
}
