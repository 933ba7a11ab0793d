package org.larder;

import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/**
 * Thrown by a {@link DataCache} that cannot be set up, or whose operation failed; a code tells which.
 *
 * @since 0.1
 */
public final class DataCacheException extends CacheException {

    /** The code of a data cache that cannot be set up. */
    public static final int SET_UP = 800;

    /** The code of an operation that failed. */
    public static final int OPERATION = 805;

    private static final long serialVersionUID = 1L;

    private final int code;

    /** Creates the exception. */
    public DataCacheException(int code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** Returns {@link #SET_UP} or {@link #OPERATION}. */
    public int code() {
        return code;
    }
}
