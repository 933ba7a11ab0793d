package org.larder.cdi.cache;

import java.util.LinkedHashMap;
import java.util.Map;
import javax.cache.integration.CacheLoader;
import org.jspecify.annotations.Nullable;
import org.larder.expiry.TimeToLive;

/**
 * A loader that methods of a bean make up for one cache.
 *
 * @param loader calls them
 * @param keyType the type of keys, {@code Object} if it is not known
 * @param valueType the type of values, {@code Object} if it is not known
 * @param domain who shares the cache, in the form of {@code CacheSettings}; empty if the loader does not say
 * @param timeToLive how long entries live, or null if the loader does not say
 * @param refreshAhead the share of its life after which an entry is loaded anew; 0 for never
 * @param staleOnErrorSeconds how long an entry is served after its end if it cannot be loaded anew; 0 for not at all
 * @param place the methods, for messages
 */
public record DeclaredLoader(
        CacheLoader<Object, Object> loader,
        Class<?> keyType,
        Class<?> valueType,
        String domain,
        @Nullable TimeToLive timeToLive,
        double refreshAhead,
        long staleOnErrorSeconds,
        String place) {

    /** What only Larder can do of this, by name and value. */
    Map<String, Object> ofLarderOnly() {
        Map<String, Object> asked = new LinkedHashMap<>();
        if (!domain.isEmpty()) {
            asked.put("domain", domain);
        }
        if (refreshAhead != 0) {
            asked.put("refreshAhead", refreshAhead);
        }
        if (staleOnErrorSeconds != 0) {
            asked.put("staleOnErrorSeconds", staleOnErrorSeconds);
        }
        return asked;
    }
}
