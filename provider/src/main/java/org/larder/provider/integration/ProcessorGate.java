package org.larder.provider.integration;

import javax.cache.CacheException;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.EntryProcessorException;
import javax.cache.processor.MutableEntry;
import org.jspecify.annotations.Nullable;

/** The only way to entry processors of the user. */
public final class ProcessorGate {

    private ProcessorGate() {}

    /**
     * Calls a processor.
     *
     * @param cacheName the name of the cache, for messages
     * @throws EntryProcessorException if it throws an exception that is not from a cache
     * @throws CacheException as thrown by a loader or by a cache that it uses
     */
    public static <K, V, T> @Nullable T process(
            String cacheName,
            EntryProcessor<K, V, T> processor,
            MutableEntry<K, V> entry,
            @Nullable Object... arguments) {
        try {
            return processor.process(entry, arguments);
        } catch (CacheException e) {
            throw e;
        } catch (Exception e) {
            UserCode.restoreInterrupt(e);
            throw new EntryProcessorException(
                    "cache '" + cacheName + "': the entry processor "
                            + processor.getClass().getName() + " failed: " + e,
                    e);
        }
    }
}
