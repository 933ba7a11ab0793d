package org.larder.provider.config;

import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.Configuration;
import javax.cache.configuration.MutableConfiguration;
import org.jspecify.annotations.Nullable;
import org.larder.LarderConfiguration;

/** What a cache was configured with: checked once, and copied so that the caller may change theirs. */
public final class CacheSettings {

    private CacheSettings() {}

    /**
     * A copy of a configuration, with Larder's own settings at their defaults if it has none.
     *
     * @throws IllegalArgumentException if settings contradict each other; names the cache, the settings and the way out
     */
    public static <K, V> LarderConfiguration<K, V> of(String cacheName, Configuration<K, V> configuration) {
        LarderConfiguration<K, V> copy;
        if (configuration instanceof CompleteConfiguration<K, V> complete) {
            copy = new LarderConfiguration<>(complete);
        } else {
            MutableConfiguration<K, V> basic = new MutableConfiguration<>();
            basic.setTypes(configuration.getKeyType(), configuration.getValueType());
            basic.setStoreByValue(configuration.isStoreByValue());
            copy = new LarderConfiguration<>(basic);
        }
        requireFactory(
                cacheName, "readThrough", copy.isReadThrough(), "setCacheLoaderFactory", copy.getCacheLoaderFactory());
        requireFactory(
                cacheName,
                "writeThrough",
                copy.isWriteThrough(),
                "setCacheWriterFactory",
                copy.getCacheWriterFactory());
        if (!copy.isStoreByValue()) {
            refuseByReference(cacheName, "maxBytes", copy.getMaxBytes() != null, "setMaxEntries");
            refuseByReference(cacheName, "serialFilter", copy.getSerialFilter() != null, "no filter");
            refuseByReference(cacheName, "keyCodecFactory", copy.getKeyCodecFactory() != null, "no codec");
            refuseByReference(cacheName, "valueCodecFactory", copy.getValueCodecFactory() != null, "no codec");
            refuseByReference(cacheName, "addCodec", !copy.getCodecFactories().isEmpty(), "no codec");
        }
        return copy;
    }

    private static void requireFactory(
            String cacheName, String setting, boolean isSet, String needed, @Nullable Object factory) {
        if (isSet && factory == null) {
            throw new IllegalArgumentException(
                    "cache '%s': %s is set and there is nothing to go through to; use %s, or leave %s off"
                            .formatted(cacheName, setting, needed, setting));
        }
    }

    private static void refuseByReference(String cacheName, String setting, boolean isSet, String instead) {
        if (isSet) {
            throw new IllegalArgumentException(
                    "cache '%s': %s needs bytes, and a cache by reference keeps objects on heap; use %s, or setStoreByValue(true)"
                            .formatted(cacheName, setting, instead));
        }
    }
}
