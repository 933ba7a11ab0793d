package org.larder.provider.codec;

import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/** The keys or values of a named cache: where a codec is at work, as its error messages say it. */
record Place(String cacheName, Role role) {

    /** A failure to encode; the reason says why and what to do. */
    CacheException notEncoded(Class<?> type, String reason, @Nullable Throwable cause) {
        return new CacheException(start() + " of type " + type.getName() + " cannot be encoded: " + reason, cause);
    }

    /** A failure to decode; the reason says why and what to do. */
    CacheException notDecoded(String type, int byteCount, String reason, @Nullable Throwable cause) {
        return new CacheException(
                start() + " of " + byteCount + " bytes cannot be decoded as " + type + ": " + reason, cause);
    }

    private String start() {
        return "cache '" + cacheName + "': " + role.noun();
    }
}
