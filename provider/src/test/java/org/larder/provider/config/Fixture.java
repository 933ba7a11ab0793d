package org.larder.provider.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.larder.LarderConfiguration;

/** Settings of a manager from lines of a file and properties. */
final class Fixture {

    static final URI SHOP = URI.create("larder:shop");

    private Fixture() {}

    static ManagerSettings properties(Map<String, String> pairs) {
        Properties properties = new Properties();
        properties.putAll(pairs);
        return ManagerSettings.of(SHOP, Fixture.class.getClassLoader(), properties);
    }

    static ManagerSettings file(Path directory, String text) {
        return file(directory, text, Map.of());
    }

    static ManagerSettings file(Path directory, String text, Map<String, String> pairs) {
        Properties properties = new Properties();
        properties.putAll(pairs);
        try {
            URI uri = Files.writeString(directory.resolve("shop.properties"), text)
                    .toUri();
            return ManagerSettings.of(uri, Fixture.class.getClassLoader(), properties);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The configuration of a cache of which code says nothing. */
    static LarderConfiguration<Object, Object> configuration(ManagerSettings settings, String cacheName) {
        return settings.settingsOf(cacheName, null).configuration();
    }
}
