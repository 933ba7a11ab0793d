package org.larder;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Data with the time it was cached at, which is what a {@link DataCache} stores and returns.
 *
 * @param cacheDate when the data was written
 * @param cacheData the data; null is data too
 * @param version how many times data was written under the resource id since there was none, this time included; 0 for
 *     data that was not stored
 * @param <D> the type of the data
 * @since 0.1
 */
public record CachedData<D extends @Nullable Object>(Instant cacheDate, D cacheData, long version)
        implements Serializable {

    /** Checks that there is a date. */
    public CachedData {
        requireNonNull(cacheDate, "the date must not be null");
    }

    /**
     * Returns the envelope by its names in JSON: {@code cache-date}, an instant of UTC in the form of ISO 8601 such as
     * {@code 2026-11-20T23:59:11.130317Z}, and {@code cache-data}. The map cannot be changed.
     */
    public Map<String, @Nullable Object> asMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("cache-date", cacheDate.toString());
        map.put("cache-data", cacheData);
        return Collections.unmodifiableMap(map);
    }
}
