package org.larder.cdi.method;

import org.jspecify.annotations.Nullable;

/**
 * {@code @CacheResult}: the result of a method is taken from a cache, or kept there.
 *
 * @param site the method
 * @param shape how the value lies in its result
 * @param skipGet whether the method is called even if the cache has its result
 * @param exceptionCacheName the name of the cache of its exceptions; null if they are not kept
 * @param keptExceptions which of them are kept
 * @param cachesNull whether it is kept that there is no result
 * @param singleFlight whether one caller for a key calls the method and others wait for it
 */
public record CachedResult(
        MethodSite site,
        ValueShape shape,
        boolean skipGet,
        @Nullable String exceptionCacheName,
        ExceptionRule keptExceptions,
        boolean cachesNull,
        boolean singleFlight)
        implements CachedMethod {

    /**
     * Whether an exception of the method is kept.
     *
     * @param isOfOneThread whether it is the trouble of a thread or a machine rather than an answer, as an {@link Error} or
     *     an interrupt: such is kept only if the list of those to keep has it
     */
    public boolean keeps(Throwable exception, boolean isOfOneThread) {
        return exceptionCacheName != null
                && keptExceptions.covers(exception)
                && (!isOfOneThread || keptExceptions.includes(exception));
    }
}
