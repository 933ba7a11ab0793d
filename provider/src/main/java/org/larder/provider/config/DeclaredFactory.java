package org.larder.provider.config;

import java.lang.reflect.InvocationTargetException;
import javax.cache.CacheException;
import javax.cache.configuration.Factory;

/**
 * The factory of what a configuration names by its class.
 *
 * @param type the class that was named: with a public constructor without parameters, and a {@code T} or a factory of
 *     such
 * @param expected what is made: the class of {@code T} without its type parameters
 * @param origin where the class is named
 */
public record DeclaredFactory<T>(Class<?> type, Class<?> expected, String origin) implements Factory<T> {

    @Override
    @SuppressWarnings("unchecked") // the class is checked; what it is a loader or codec of nobody can check
    public T create() {
        Object made = instance();
        if (!expected.isInstance(made) && made instanceof Factory<?> factory) {
            made = factory.create();
        }
        if (!expected.isInstance(made)) {
            throw new CacheException("it made %s, not a %s"
                    .formatted(made == null ? "null" : "a " + made.getClass().getName(), expected.getName()));
        }
        return (T) made;
    }

    private Object instance() {
        try {
            return type.getConstructor().newInstance();
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException exception) {
                throw exception;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new CacheException("its constructor threw " + e.getCause(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new CacheException("it cannot be instantiated: " + e, e);
        }
    }

    /** The class and where it is named, for messages. */
    @Override
    public String toString() {
        return "%s of %s".formatted(type.getName(), origin);
    }
}
