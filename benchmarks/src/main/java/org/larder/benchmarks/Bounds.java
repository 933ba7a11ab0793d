package org.larder.benchmarks;

/**
 * What every contestant is told to hold.
 *
 * @param maxEntries the most entries
 * @param keyBytes the bytes of a typical key
 * @param valueBytes the bytes of a typical value
 */
record Bounds(long maxEntries, int keyBytes, int valueBytes) {}
