package org.larder.codec;

import java.util.List;

/**
 * Where the master keys of encrypted caches come from, such as a vault. {@link KeyFile} and {@link KeyVariable} are
 * ready-made.
 *
 * <p>A master key encrypts no entries itself: keys are derived from it, and entries are encrypted by those. The first of
 * several is the current one. The others are older ones that may still be read, so that keys can be changed while
 * entries live on: what is written from then on is written under the current one.
 *
 * <p>A source is asked once for each cache that is created with it, by the thread that creates the cache. One that
 * several caches share may be asked by several threads at once. No lock of the store is held, so it may take its time.
 * If it is {@link java.io.Closeable} it is closed with the cache.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface KeySource {

    /** The length of a key: 256 bits. */
    int KEY_BYTES = 32;

    /**
     * Returns the keys.
     *
     * @return the current key, then the older ones that may still be read; each of {@value #KEY_BYTES} bytes that nobody
     *     can guess, not a password. The arrays belong to the caller, which fills them with zeros once it has copied
     *     them: return new ones with each call.
     * @throws RuntimeException if the keys cannot be had; the cache is then not created, and the caller gets a
     *     {@link javax.cache.CacheException} that has this exception as its cause. Messages must not contain keys
     */
    List<byte[]> keys();
}
