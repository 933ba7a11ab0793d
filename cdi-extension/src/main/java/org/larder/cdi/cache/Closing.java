package org.larder.cdi.cache;

import org.jspecify.annotations.Nullable;

/** The end of several things, of which none stays open because another one fails. Not thread-safe. */
final class Closing {

    private @Nullable RuntimeException failure;

    /** Closes one. */
    void close(Runnable closing) {
        try {
            closing.run();
        } catch (RuntimeException e) {
            if (failure == null) {
                failure = e;
            } else {
                failure.addSuppressed(e);
            }
        }
    }

    /** Throws the first failure, which has the others with it; nothing if there was none. */
    void rethrow() {
        if (failure != null) {
            throw failure;
        }
    }
}
