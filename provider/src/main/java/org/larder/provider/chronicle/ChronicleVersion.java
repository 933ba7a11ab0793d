package org.larder.provider.chronicle;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.security.CodeSource;
import java.util.Properties;
import net.openhft.chronicle.map.ChronicleMap;
import org.jspecify.annotations.Nullable;

/**
 * The check that the Chronicle Map on the class path is the one Larder was made with. The precompiled class and the file
 * format hold for exactly that version.
 */
final class ChronicleVersion {

    private static final String EXPECTED = "/org/larder/provider/chronicle/chronicle-map.properties";
    private static final String FOUND = "/META-INF/maven/net.openhft/chronicle-map/pom.properties";

    private ChronicleVersion() {}

    /** @throws IllegalStateException if it is another version; names both, the place and the way out */
    static void check() {
        String expected = read(ChronicleVersion.class, EXPECTED);
        if (expected == null) {
            throw new IllegalStateException("the resource " + EXPECTED + " is missing from Larder's provider jar");
        }
        String found = read(ChronicleMap.class, FOUND);
        if (found == null) {
            System.getLogger(ChronicleVersion.class.getName())
                    .log(
                            Level.WARNING,
                            "cannot tell the version of the Chronicle Map in {0}, for it lacks {1}; Larder needs {2}",
                            location(),
                            FOUND,
                            expected);
        } else if (!found.equals(expected)) {
            throw new IllegalStateException("Larder needs Chronicle Map " + expected + " but found " + found + " in "
                    + location() + "; make net.openhft:chronicle-map:" + expected
                    + " the only one on the class path (in Maven: pin it in dependencyManagement), or give Larder a"
                    + " class loader of its own");
        }
    }

    private static @Nullable String read(Class<?> owner, String resource) {
        try (InputStream in = owner.getResourceAsStream(resource)) {
            if (in == null) {
                return null;
            }
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource, e);
        }
    }

    private static String location() {
        CodeSource source = ChronicleMap.class.getProtectionDomain().getCodeSource();
        return source == null || source.getLocation() == null
                ? "an unknown place"
                : source.getLocation().toString();
    }
}
