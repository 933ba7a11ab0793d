package org.larder;

import org.jspecify.annotations.Nullable;

/**
 * Gets data anew that is missing in a {@link DataCache}, or no longer valid.
 *
 * @param <D> the type of the data
 * @since 0.1
 */
@FunctionalInterface
public interface DataCallback<D extends @Nullable Object> {

    /**
     * Gets the data of a resource.
     *
     * @param rid the resource id
     * @return the data. Nothing is stored if it is null or empty: an empty map, collection, array or text, zero or false
     * @throws Exception if there is a reason not to return any; nothing is stored, and the caller of the cache gets it as
     *     the cause of a {@link javax.cache.integration.CacheLoaderException}
     */
    @Nullable
    D call(String rid) throws Exception;
}
