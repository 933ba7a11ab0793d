package org.larder.rest;

import static java.util.Objects.requireNonNull;

import java.util.Set;

/**
 * The one who asks, once it is known who that is.
 *
 * @param name the name by which entries and tasks belong to somebody, and which lists show; never a token
 * @param roles the names of the roles; of those that a container knows, the ones named to the {@link CacheControlBuilder}
 * @since 0.1
 */
public record Caller(String name, Set<String> roles) {

    /** Creates a caller; the roles are copied. */
    public Caller {
        requireNonNull(name, "the name must not be null");
        roles = Set.copyOf(roles);
        if (name.isBlank()) {
            throw new IllegalArgumentException("the name of a caller is blank; it must say who asks");
        }
    }

    /** Creates a caller without roles. */
    public static Caller of(String name) {
        return new Caller(name, Set.of());
    }
}
