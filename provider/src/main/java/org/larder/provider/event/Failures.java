package org.larder.provider.event;

import org.jspecify.annotations.Nullable;

/** What was thrown on the way, to be thrown in the end. For one thread. */
public final class Failures {

    /** More failures than this are not attached to the first: a bulk operation may raise millions of events. */
    private static final int MAX_SUPPRESSED = 16;

    private @Nullable Throwable failure;

    /** Adds a failure: the first error is thrown or, if there is none, the first exception; the others are suppressed. */
    public void add(Throwable thrown) {
        failure = failure == null ? thrown : merge(failure, thrown);
    }

    /** Throws what was added, if anything was. */
    public void rethrow() {
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
    }

    /** Attaches what was added to something else that is thrown. */
    @SuppressWarnings("ReferenceEquality") // as below
    public void addTo(Throwable thrown) {
        if (failure != null && failure != thrown) {
            thrown.addSuppressed(failure);
        }
    }

    // An exception cannot suppress itself, which is a matter of identity and not of its equals.
    @SuppressWarnings("ReferenceEquality")
    private static Throwable merge(Throwable first, Throwable next) {
        boolean nextLeads = next instanceof Error && !(first instanceof Error);
        Throwable leading = nextLeads ? next : first;
        Throwable following = nextLeads ? first : next;
        if (leading != following && leading.getSuppressed().length < MAX_SUPPRESSED) {
            leading.addSuppressed(following);
        }
        return leading;
    }
}
