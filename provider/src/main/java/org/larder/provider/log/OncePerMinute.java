package org.larder.provider.log;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A warning that is logged once a minute at most and says how often it was held back. Thread-safe. */
public final class OncePerMinute {
    private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final LongSupplier elapsedNanos;
    private boolean loggedBefore;
    private long lastLoggedNanos;
    private long heldBack;

    /**
     * Creates a warning that was not logged yet.
     *
     * @param elapsedNanos a clock, such as {@link System#nanoTime}
     */
    public OncePerMinute(LongSupplier elapsedNanos) {
        this.elapsedNanos = elapsedNanos;
    }

    /** Logs the warning unless it was logged within the last minute. */
    public void log(Logger logger, String message, @Nullable Throwable thrown) {
        long heldBackBefore = takeTurn();
        if (heldBackBefore >= 0) {
            String suffix = heldBackBefore == 0 ? "" : " (and " + heldBackBefore + " times before, not logged)";
            logger.log(Level.WARNING, message + suffix, thrown);
        }
    }

    /** Returns how many were held back since the last one logged, or -1 if this one is to be held back too. */
    private synchronized long takeTurn() {
        long now = elapsedNanos.getAsLong();
        if (loggedBefore && now - lastLoggedNanos < MINUTE_NANOS) {
            heldBack++;
            return -1;
        }
        loggedBefore = true;
        lastLoggedNanos = now;
        long before = heldBack;
        heldBack = 0;
        return before;
    }
}
