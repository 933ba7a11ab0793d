package org.larder.provider.chronicle;

import org.jspecify.annotations.Nullable;

/** Somebody came to a store that is closed. */
final class StoreClosedException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    StoreClosedException(String cacheName, @Nullable Throwable cause) {
        super("cache '%s' is closed".formatted(cacheName), cause);
    }
}
