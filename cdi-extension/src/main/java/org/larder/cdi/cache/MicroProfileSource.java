package org.larder.cdi.cache;

import java.util.List;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/** MicroProfile Config. The only class that knows it, not to be touched where it is not there. */
record MicroProfileSource(Config config) implements ConfigurationSource {

    /**
     * The configuration of an application.
     *
     * @throws IllegalStateException if there is the interface and nothing behind it
     */
    static MicroProfileSource of(ClassLoader application) {
        return new MicroProfileSource(ConfigProvider.getConfig(application));
    }

    @Override
    public @Nullable String value(String key) {
        return config.getOptionalValue(key, String.class).orElse(null);
    }

    @Override
    public String origin(String key) {
        return String.valueOf(config.getConfigValue(key).getSourceName());
    }

    @Override
    public List<String> keysForManagers() {
        return StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .toList();
    }
}
