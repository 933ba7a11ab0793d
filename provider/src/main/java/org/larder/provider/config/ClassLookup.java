package org.larder.provider.config;

import java.lang.reflect.Modifier;
import java.util.Arrays;
import javax.cache.CacheException;
import javax.cache.configuration.Factory;

/**
 * How the classes that one property names are found.
 *
 * @param cacheName the cache that needs them, for messages
 * @param loader the class loader of the manager
 */
record ClassLookup(String cacheName, Property property, ClassLoader loader) {

    /** A type of keys or values, by its full name. */
    Class<?> type(String name) {
        if (name.equals("byte[]")) {
            return byte[].class;
        }
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException e) {
            throw new CacheException(
                    "cache '%s': %s names the class %s, which the class loader of the cache manager, %s, does not find; check its name, and that its jar is on the class path"
                            .formatted(cacheName, property, name, loader),
                    e);
        }
    }

    /** A factory of instances of a class that is what is expected, or that is a factory of such. */
    <T> Factory<T> factory(String className, Class<?> expected) {
        Class<?> found = type(className);
        if (!expected.isAssignableFrom(found) && !Factory.class.isAssignableFrom(found)) {
            throw wrong(
                    found, "is neither a %s nor a %s of one".formatted(expected.getName(), Factory.class.getName()));
        }
        if (Modifier.isAbstract(found.getModifiers())) {
            throw wrong(found, "is abstract; name one that can be instantiated");
        }
        if (!Modifier.isPublic(found.getModifiers())
                || Arrays.stream(found.getConstructors())
                        .noneMatch(constructor -> constructor.getParameterCount() == 0)) {
            throw wrong(
                    found,
                    "is not public with a public constructor without parameters; make it so, or name a factory of it");
        }
        return new DeclaredFactory<>(found, expected, property.toString());
    }

    private CacheException wrong(Class<?> found, String what) {
        return new CacheException(
                "cache '%s': %s names the class %s, which %s".formatted(cacheName, property, found.getName(), what));
    }
}
