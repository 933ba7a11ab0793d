package org.larder.benchmarks.report;

import java.util.Collection;
import java.util.List;

/**
 * Some numbers of which the median counts.
 *
 * @param low the lowest
 * @param median the middle one, or what lies between the middle two
 * @param high the highest
 */
record Spread(double low, double median, double high) {

    /** @param numbers at least one */
    static Spread of(Collection<Double> numbers) {
        List<Double> sorted = numbers.stream().sorted().toList();
        int middle = sorted.size() / 2;
        double median = sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        return new Spread(sorted.get(0), median, sorted.get(sorted.size() - 1));
    }
}
