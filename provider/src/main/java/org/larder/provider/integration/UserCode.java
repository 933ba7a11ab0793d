package org.larder.provider.integration;

import java.io.Closeable;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Rules that hold for every object of the user that a cache calls: how it is closed and how it is interrupted. */
public final class UserCode {
    private static final Logger LOGGER = System.getLogger(UserCode.class.getName());

    private UserCode() {}

    /**
     * Closes an object of the user if it is {@link Closeable}. An exception is logged and goes no further, because the
     * cache has more to close.
     *
     * @param cacheName the name of the cache, for the message
     * @param object a loader, writer, listener, filter or expiry policy, or null
     */
    public static void close(String cacheName, @Nullable Object object) {
        if (object instanceof Closeable closeable) {
            try {
                closeable.close();
            } catch (Exception e) {
                restoreInterrupt(e);
                String type = object.getClass().getName();
                LOGGER.log(Level.WARNING, "cache '" + cacheName + "': closing " + type + " failed: " + e, e);
            }
        }
    }

    /** Restores the interrupt of the current thread if an exception {@linkplain #isInterrupt was caused} by one. */
    public static void restoreInterrupt(Exception thrown) {
        if (isInterrupt(thrown)) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether an exception was caused by an interrupt of its thread. Causes that came from another one do not count. */
    public static boolean isInterrupt(Exception thrown) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < 64; depth++, cause = cause.getCause()) {
            if (cause instanceof ExecutionException || cause instanceof CompletionException) {
                return false;
            }
            if (cause instanceof InterruptedException) {
                return true;
            }
        }
        return false;
    }
}
