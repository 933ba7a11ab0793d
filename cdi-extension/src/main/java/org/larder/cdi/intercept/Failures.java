package org.larder.cdi.intercept;

import java.util.concurrent.CompletionException;

/** Exceptions of methods on their way to the caller. */
final class Failures {

    private Failures() {}

    /** Throws what a method threw, or what is kept of it, as it is. */
    static RuntimeException raise(Throwable failure) throws Exception {
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof Exception exception) {
            throw exception;
        }
        throw new IllegalStateException("the method threw what is neither an exception nor an error", failure);
    }

    /** What a stage failed with, without what stages that follow others wrap it in. */
    static Throwable causeOf(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /**
     * Whether a failure is the trouble of the calling thread rather than an answer of the method: an {@link Error}, or one
     * that comes of an interrupt, of which methods either throw an {@link InterruptedException} or leave the thread
     * interrupted.
     */
    static boolean isOfThisThread(Throwable failure) {
        return failure instanceof Error
                || failure instanceof InterruptedException
                || Thread.currentThread().isInterrupted();
    }
}
