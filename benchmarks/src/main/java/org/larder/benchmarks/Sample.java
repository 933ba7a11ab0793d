package org.larder.benchmarks;

/**
 * What one contestant took for one operation in one round.
 *
 * @param round counted from 1
 * @param operation the benchmark's method, {@code get} or {@code put}
 * @param contestant who was measured
 * @param nanos the nanoseconds an operation took on average
 * @param bytes the bytes an operation allocated on average
 */
record Sample(int round, String operation, String contestant, double nanos, double bytes) {}
