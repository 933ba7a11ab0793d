package org.larder.cdi.cache;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.larder.expiry.Expiry;
import org.larder.expiry.ExpiryDate;
import org.larder.expiry.TimeOfDay;
import org.larder.expiry.TimeToLive;

/**
 * All that annotations say of one cache.
 *
 * @param cacheName its name
 * @param keyType the type of keys, {@code Object} for any
 * @param valueType the type of values, {@code Object} for any
 * @param settings its settings
 * @param settingsPlace where they stand, or null if there are none
 * @param loader its loader, or null if there is none
 */
record CacheDeclaration(
        String cacheName,
        Class<?> keyType,
        Class<?> valueType,
        DeclaredSettings settings,
        @Nullable String settingsPlace,
        @Nullable DeclaredLoader loader) {

    /** Whether the cache is made when the application starts, so that what is wrong fails its deployment. */
    boolean isMadeAtStart() {
        return settingsPlace != null || loader != null;
    }

    /** Who shares the cache; empty for the manager of the application. */
    String domain() {
        return loader != null && !loader.domain().isEmpty() ? loader.domain() : settings.domain();
    }

    /** When entries expire, or null if nothing says so. */
    @Nullable
    Expiry expiry() {
        return loader != null && loader.timeToLive() != null ? loader.timeToLive() : settings.expiry();
    }

    /** Where it is declared, for messages. */
    String place() {
        return Stream.of(settingsPlace, loader == null ? null : loader.place())
                .flatMap(Stream::ofNullable)
                .distinct()
                .collect(Collectors.joining(" and "));
    }

    /** What only Larder can do of what is asked for, by name and value. */
    Map<String, Object> ofLarderOnly() {
        Map<String, Object> asked = new LinkedHashMap<>(settings.ofLarderOnly());
        if (loader != null) {
            asked.putAll(loader.ofLarderOnly());
        }
        return asked;
    }

    /** Why the cache cannot be a data cache, whose records are valid for a number of seconds, or null if it can. */
    @Nullable
    String dataCacheShortcoming() {
        if (expiry() instanceof TimeToLive) {
            return null;
        }
        String other = settings.eternal()
                ? "eternal"
                : expiry() instanceof TimeOfDay ? "timeOfDay" : expiry() instanceof ExpiryDate ? "date" : null;
        return other == null
                ? "nothing says how long records of the data cache '%s' are valid; give it a method with @LoadsData, or timeToLiveSeconds in @CacheSettings"
                        .formatted(cacheName)
                : "records of the data cache '%s' are valid for a number of seconds, and the @CacheSettings at %s give %s; give timeToLiveSeconds instead"
                        .formatted(cacheName, settingsPlace, other);
    }
}
