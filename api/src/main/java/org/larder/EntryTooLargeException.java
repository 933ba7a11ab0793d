package org.larder;

import javax.cache.CacheException;

/**
 * Thrown by an operation that brings an entry larger than the cache can hold, if the cache was configured with
 * {@link LarderConfiguration#setOversizedEntryRejected}. Nothing was changed: neither the entry that was there nor what
 * lies behind a writer.
 *
 * @since 0.1
 */
public final class EntryTooLargeException extends CacheException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception with a message that names the cache, the size and the limit. */
    public EntryTooLargeException(String message) {
        super(message);
    }
}
