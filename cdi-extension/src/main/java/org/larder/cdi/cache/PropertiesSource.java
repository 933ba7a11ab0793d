package org.larder.cdi.cache;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/**
 * System properties, and where they say nothing the file {@code larder.properties} on the class path.
 *
 * @param file what is in the file
 * @param place where it is, for messages
 */
record PropertiesSource(Properties file, String place) implements ConfigurationSource {

    private static final String NAME = "larder.properties";

    /**
     * Reads the file of an application, if there is one.
     *
     * @throws CacheException if it cannot be read
     */
    static PropertiesSource of(ClassLoader application) {
        Properties properties = new Properties();
        URL url = application.getResource(NAME);
        if (url != null) {
            try {
                URLConnection connection = url.openConnection();
                connection.setUseCaches(false); // or the jar stays open, and cannot be replaced
                try (Reader text = new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8)) {
                    properties.load(text);
                }
            } catch (IOException | IllegalArgumentException e) {
                throw new CacheException("%s cannot be read: %s".formatted(url, e), e);
            }
        }
        return new PropertiesSource(properties, String.valueOf(url));
    }

    @Override
    public @Nullable String value(String key) {
        return System.getProperty(key, file.getProperty(key));
    }

    @Override
    public String origin(String key) {
        return System.getProperty(key) != null ? "the system properties" : place;
    }

    /** None: a manager reads the file itself. */
    @Override
    public List<String> keysForManagers() {
        return List.of();
    }
}
