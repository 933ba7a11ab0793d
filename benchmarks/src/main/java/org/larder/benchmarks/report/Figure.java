package org.larder.benchmarks.report;

/**
 * What was measured once.
 *
 * @param round counted from 1; figures of one round were taken right after one another
 * @param subject what was measured, such as an operation or a trace
 * @param size how many of what {@link Results#sizeName()} says, 0 where there is no such thing
 * @param contestant who was measured
 * @param measure the unit, and what is counted in it where that is not plain
 * @param value the figure
 */
public record Figure(int round, String subject, long size, String contestant, String measure, double value) {}
