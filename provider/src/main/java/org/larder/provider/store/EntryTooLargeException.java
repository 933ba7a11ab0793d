package org.larder.provider.store;

/** Thrown by a store that was told to reject entries larger than it can hold, before anything is changed. */
public final class EntryTooLargeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception with a message that names the cache, the size and the limit. */
    public EntryTooLargeException(String message) {
        super(message);
    }
}
