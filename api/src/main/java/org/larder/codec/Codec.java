package org.larder.codec;

/**
 * Turns the keys or values of one type into bytes and back, for types that Larder does not know or knows only through
 * Java serialization.
 *
 * <p>A codec of <em>keys</em> must be deterministic and injective: keys that are {@code equals} must give the same
 * bytes, and keys that are not must give different bytes, because the store compares keys by their bytes.
 *
 * <p>A codec is called by many threads at once and must be thread-safe. It is never called while the store holds a
 * lock, so it may take its time and may even use the cache.
 *
 * @param <T> the type of the keys or values
 * @since 0.1
 */
public interface Codec<T> {

    /**
     * Returns the bytes that stand for a value.
     *
     * @param value the value, never null
     * @return the bytes, never null; the caller does not change them
     * @throws RuntimeException if the value cannot be encoded; the operation on the cache then fails with a
     *     {@link javax.cache.CacheException} that has this exception as its cause and changes nothing
     */
    byte[] encode(T value);

    /**
     * Returns the value that {@link #encode} turned into the given bytes.
     *
     * @param bytes the bytes, an array that the codec may keep
     * @return the value, never null
     * @throws RuntimeException if the bytes cannot be decoded
     */
    T decode(byte[] bytes);
}
