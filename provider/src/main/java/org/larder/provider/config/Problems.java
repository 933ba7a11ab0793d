package org.larder.provider.config;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/** What is wrong with a configuration, collected so that one message names all of it. */
final class Problems {

    private final List<String> found = new ArrayList<>();

    /** Notes that a property is wrong. */
    void add(Property property, String what) {
        add("%s: %s: %s".formatted(property.place(), property.key(), what));
    }

    /** Notes a problem whose text names its place. */
    void add(String what) {
        found.add(what);
    }

    /**
     * Reports what was found.
     *
     * @param uri the manager that was asked for
     * @param location the full address of the file that was read, or null if there is none
     * @throws CacheException if there is a problem; names them all
     */
    void throwIfAny(URI uri, @Nullable String location) {
        if (found.isEmpty()) {
            return;
        }
        throw new CacheException("cache manager %s: its configuration has %s%s%n  %s"
                .formatted(
                        uri,
                        found.size() == 1 ? "an error" : found.size() + " errors",
                        location == null ? ":" : "; the file is " + location + ":",
                        String.join(System.lineSeparator() + "  ", found)));
    }
}
