package org.larder;

/**
 * A setting of a cache as it holds, and who said so.
 *
 * @param name the setting as configuration files call it, such as {@code max-bytes}
 * @param value its value, in the words of a configuration file where one sets it; {@code none} if nothing is set
 * @param origin {@code default}, {@code code}, {@code changed since} for what was changed while the cache was in use, or
 *     the place and the key, such as {@code larder.properties:12 (cache.orders-*.max-bytes)}
 * @since 0.1
 */
public record EffectiveSetting(String name, String value, String origin) {

    @Override
    public String toString() {
        return "%s = %s  [%s]".formatted(name, value, origin);
    }
}
