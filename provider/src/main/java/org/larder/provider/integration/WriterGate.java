package org.larder.provider.integration;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.cache.Cache;
import javax.cache.integration.CacheWriter;
import javax.cache.integration.CacheWriterException;
import org.jspecify.annotations.Nullable;
import org.larder.provider.operation.DetachedEntry;

/**
 * The only way to the writer of the user. What it throws arrives as a {@link CacheWriterException}, except for errors.
 * As thread-safe as the writer.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public final class WriterGate<K, V> implements AutoCloseable {
    private final String cacheName;
    private final CacheWriter<K, V> writer;

    /** Puts a gate before a writer. */
    // A writer of supertypes only reads the keys and values it is given, so it can be given the exact types.
    @SuppressWarnings("unchecked")
    public WriterGate(String cacheName, CacheWriter<? super K, ? super V> writer) {
        this.cacheName = cacheName;
        this.writer = (CacheWriter<K, V>) writer;
    }

    /**
     * Writes one entry.
     *
     * @throws CacheWriterException if the writer fails; nothing is written then
     */
    public void write(K key, V value) {
        try {
            writer.write(new DetachedEntry<>(key, value));
        } catch (Exception e) {
            throw failure(e);
        }
    }

    /**
     * Deletes one entry.
     *
     * @throws CacheWriterException if the writer fails; nothing is deleted then
     */
    public void delete(K key) {
        try {
            writer.delete(key);
        } catch (Exception e) {
            throw failure(e);
        }
    }

    /**
     * Writes several entries; what the writer throws is in the result, as the entries written before may be cached.
     *
     * @param entries the entries; the writer is not called when there are none
     */
    public BulkWrite<K> writeAll(Map<? extends K, ? extends V> entries) {
        List<DetachedEntry<K, V>> all = new ArrayList<>(entries.size());
        entries.forEach((key, value) -> all.add(new DetachedEntry<>(key, value)));
        Set<Cache.Entry<? extends K, ? extends V>> unwritten = new LinkedHashSet<>(all);
        return bulk(all, DetachedEntry::getKey, unwritten, writer::writeAll);
    }

    /**
     * Deletes several entries; what the writer throws is in the result, as the entries deleted before may be removed.
     *
     * @param keys the keys; the writer is not called when there are none
     */
    public BulkWrite<K> deleteAll(Collection<? extends K> keys) {
        List<K> all = new ArrayList<>(keys);
        Set<K> undeleted = new LinkedHashSet<>(all);
        return bulk(all, Function.identity(), undeleted, writer::deleteAll);
    }

    /**
     * Calls the writer and finds out what it did. A set is handed over, and not a list, so that a writer that removes
     * each entry when it is written does so in constant time.
     */
    private <T, U> BulkWrite<K> bulk(List<T> all, Function<T, K> keyOf, Set<U> left, Consumer<Set<U>> call) {
        if (all.isEmpty()) {
            return new BulkWrite<>(List.of(), null);
        }
        Throwable failure = null;
        try {
            call.accept(left);
        } catch (Exception e) {
            failure = failure(e);
        } catch (Error e) {
            failure = e;
        }
        List<K> written = new ArrayList<>(all.size());
        for (T item : all) {
            // What the writer added to the set is not ours and counts for nothing.
            if (!left.contains(item)) {
                written.add(keyOf.apply(item));
            }
        }
        if (failure == null && written.size() < all.size()) {
            return silent(all, keyOf, written);
        }
        return new BulkWrite<>(List.copyOf(written), failure);
    }

    /**
     * Judges a writer that returned without an exception and left something in the set. Many writers never remove
     * anything, because the standard asks for it in so many words only before an exception: they have written all. One
     * that removed a part has said which part it did not write.
     */
    private <T> BulkWrite<K> silent(List<T> all, Function<T, K> keyOf, List<K> written) {
        if (written.isEmpty()) {
            return new BulkWrite<>(all.stream().map(keyOf).toList(), null);
        }
        int missing = all.size() - written.size();
        return new BulkWrite<>(
                List.copyOf(written),
                new CacheWriterException(prefix() + " returned without an exception but left " + missing + " of "
                        + all.size() + " entries in the collection, which says that they were not written; the cache"
                        + " keeps what it had for them"));
    }

    private CacheWriterException failure(Exception thrown) {
        UserCode.restoreInterrupt(thrown);
        return thrown instanceof CacheWriterException already
                ? already
                : new CacheWriterException(prefix() + " failed: " + thrown, thrown);
    }

    private String prefix() {
        return "cache '" + cacheName + "': writer " + writer.getClass().getName();
    }

    /** Closes the writer if it is {@link java.io.Closeable}. */
    @Override
    public void close() {
        UserCode.close(cacheName, writer);
    }

    /**
     * What a bulk call of the writer did.
     *
     * @param written the keys of the entries written or deleted, in the order given: the cache may follow for these
     * @param failure a {@link CacheWriterException} or an {@link Error}; null if everything was written
     * @param <K> the type of the keys
     */
    public record BulkWrite<K>(List<K> written, @Nullable Throwable failure) {

        /** Throws what the writer threw, if it did; to be called when the cache has followed. */
        public void rethrow() {
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure instanceof RuntimeException exception) {
                throw exception;
            }
        }
    }
}
