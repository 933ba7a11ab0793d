package org.larder.provider;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * The closing of several things, none of which keeps the others from being closed: exceptions are logged, as the standard
 * has it, and the first {@link Error} is thrown in the end.
 */
final class Closing {

    private static final Logger LOG = System.getLogger(Closing.class.getName());

    private @Nullable Error error;

    /**
     * Closes one thing.
     *
     * @param what names it in the log
     */
    void close(AutoCloseable closeable, String what) {
        try {
            closeable.close();
        } catch (Exception e) {
            LOG.log(Level.WARNING, "%s could not be closed in full: %s".formatted(what, e), e);
        } catch (Error e) {
            error = error == null ? e : error;
        }
    }

    /** Throws the first error that came up. */
    void rethrowError() {
        if (error != null) {
            throw error;
        }
    }
}
