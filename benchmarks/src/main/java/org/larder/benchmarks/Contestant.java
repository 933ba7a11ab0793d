package org.larder.benchmarks;

import org.jspecify.annotations.Nullable;

/**
 * What is measured: something that holds byte arrays under strings. A fork opens one of them only, so that the calls
 * through this interface are inlined as if it were not there.
 */
interface Contestant extends AutoCloseable {

    /** Returns a copy of the value, or null if there is none. */
    byte @Nullable [] get(String key);

    /** Keeps a copy of the value and returns nothing of the old one. */
    void put(String key, byte[] value);

    @Override
    void close();
}
