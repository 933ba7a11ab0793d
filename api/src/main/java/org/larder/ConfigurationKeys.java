package org.larder;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * The keys of configuration that cache managers of Larder take as properties, for code that picks them from among those of
 * others. A manager refuses what begins as one of its keys and is none. Immutable.
 *
 * @since 0.1
 */
public final class ConfigurationKeys {

    /** The settings of a cache, each a key as in {@code cache.orders.max-bytes}. */
    public static final List<String> SETTINGS = List.of(
            "key-type",
            "value-type",
            "store-by-value",
            "max-bytes",
            "max-entries",
            "typical-entry-bytes",
            "oversized-entry",
            "persistent",
            "expiry",
            "statistics",
            "management",
            "read-through",
            "loader",
            "refresh-ahead",
            "stale-on-error",
            "write-through",
            "writer",
            "listeners",
            "key-codec",
            "value-codec",
            "serial-filter",
            "encrypted",
            "encryption-key");

    private static final String LARDER = "larder.";
    private static final String CACHE = "cache.";
    private static final String CODEC = "codec.";

    private ConfigurationKeys() {}

    /**
     * Whether a key begins as those of Larder do. It may be somebody else's then, unless it begins with {@code larder.}
     *
     * @param key any key
     */
    public static boolean isLike(String key) {
        requireNonNull(key, "the key must not be null");
        return key.startsWith(LARDER) || key.startsWith(CACHE) || key.startsWith(CODEC);
    }

    /**
     * Whether a key is Larder's by its form: {@code larder.} and anything, {@code cache.<name or pattern>.<setting>} with
     * one of {@link #SETTINGS}, or {@code codec.<type>} with a name such as classes have. A manager tells of those that begin
     * with {@code larder.} whether they are legal.
     *
     * @param key any key
     */
    public static boolean isOwn(String key) {
        requireNonNull(key, "the key must not be null");
        if (key.startsWith(LARDER)) {
            return true;
        }
        int dot = key.lastIndexOf('.');
        String last = key.substring(dot + 1);
        if (key.startsWith(CACHE)) {
            return dot > CACHE.length() && SETTINGS.contains(last);
        }
        return key.startsWith(CODEC)
                && !last.isEmpty()
                && (Character.isUpperCase(last.charAt(0)) || last.equals("byte[]"));
    }
}
