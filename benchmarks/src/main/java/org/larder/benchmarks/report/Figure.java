package org.larder.benchmarks.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was measured once.
 *
 * @param round counted from 1; figures of one round were taken right after one another
 * @param subject what was measured, such as an operation or a trace
 * @param size how many of what {@link Results#sizeName()} says, 0 where there is no such thing
 * @param contestant who was measured
 * @param measure the unit, and what is counted in it where that is not plain
 * @param value the figure
 * @param iterations what it is the mean of, in the order of time; null where they are not kept
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Figure(
        int round,
        String subject,
        long size,
        String contestant,
        String measure,
        double value,
        @Nullable List<Double> iterations) {

    /** A figure that is no mean. */
    public Figure(int round, String subject, long size, String contestant, String measure, double value) {
        this(round, subject, size, contestant, measure, value, null);
    }
}
