package org.larder.provider.config;

import java.net.URI;
import java.util.Properties;
import javax.cache.CacheException;

/**
 * What a cache manager was given for all its caches.
 *
 * @param defaultMaxBytes bound of memory of a cache that has none of its own
 */
public record ManagerSettings(long defaultMaxBytes) {

    private static final String DEFAULT_MAX_BYTES = "larder.default-max-bytes";

    /**
     * Reads the properties of a manager.
     *
     * @throws CacheException if a value is malformed; names the manager, the property and what is legal
     */
    public static ManagerSettings of(URI uri, Properties properties) {
        String text = properties.getProperty(DEFAULT_MAX_BYTES);
        Object given = text == null ? properties.get(DEFAULT_MAX_BYTES) : text;
        if (given == null) {
            return new ManagerSettings(64L << 20);
        }
        if (text == null || !text.matches("\\s*[1-9]\\d{0,17}\\s*")) {
            throw new CacheException(
                    "cache manager %s: property %s is %s; give a number of bytes as text, such as \"67108864\""
                            .formatted(
                                    uri,
                                    DEFAULT_MAX_BYTES,
                                    text == null ? "a " + given.getClass().getName() : "'" + text + "'"));
        }
        return new ManagerSettings(Long.parseLong(text.trim()));
    }
}
