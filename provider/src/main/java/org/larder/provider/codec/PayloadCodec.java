package org.larder.provider.codec;

/**
 * Turns the keys or values of one cache into payload bytes and back.
 *
 * <p>Thread-safe; the payload is confined to the calling thread.
 *
 * @param <T> the type of the keys or values
 */
public interface PayloadCodec<T> {

    /**
     * Appends the bytes of a value to a payload.
     *
     * @throws javax.cache.CacheException if the value cannot be encoded; names the cache, the type and the way out
     */
    void encode(T value, Payload out);

    /**
     * Reads the value that starts at the payload's position and ends at its end.
     *
     * @throws javax.cache.CacheException if the bytes cannot be decoded; names the cache, the type and the way out
     */
    T decode(Payload in);

    /**
     * Whether encoding a value may call code of the user. The payload handed to the codec must then not be one that a
     * nested use of the cache by the same thread would overwrite.
     */
    boolean encodingRunsUserCode(T value);

    /** Whether decoding what comes next in a payload may call code of the user; the same holds for the payload then. */
    boolean decodingRunsUserCode(Payload in);

    /**
     * Whether two values are equal exactly when their bytes are, so that {@code equals} need never be asked. Arrays
     * count as equal when their contents are.
     */
    boolean bytesDecideEquality();
}
