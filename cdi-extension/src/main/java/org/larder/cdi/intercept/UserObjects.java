package org.larder.cdi.intercept;

import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.enterprise.inject.AmbiguousResolutionException;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanContainer;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The key generators and resolver factories of an application, one of each class: its bean, if there is one, else an
 * instance of its own. Thread-safe.
 */
public final class UserObjects implements AutoCloseable {

    private final BeanContainer beans;
    private final Map<Class<?>, Bean<?>> found = new HashMap<>();
    private final Map<Class<?>, Object> objects = new HashMap<>();
    private final List<CreationalContext<?>> contexts = new ArrayList<>();

    /** Starts with none. */
    public UserObjects(BeanContainer beans) {
        this.beans = beans;
    }

    /**
     * Looks for the bean of a class, while the application is deployed: later a container may take the class loader of a
     * thread for that of the application.
     *
     * @return why there can be no object of the class; null if there can be one
     */
    @Nullable
    synchronized String obstacle(Class<?> type) {
        try {
            Bean<?> bean = resolved(beans.getBeans(type));
            if (bean != null) {
                found.put(type, bean);
                return null;
            }
        } catch (AmbiguousResolutionException e) {
            return "several beans are a " + type.getName() + "; leave one";
        }
        if (Modifier.isAbstract(type.getModifiers())) {
            return type.getName() + " is no bean and abstract; name a class that is not";
        }
        return Arrays.stream(type.getDeclaredConstructors()).anyMatch(each -> each.getParameterCount() == 0)
                ? null
                : type.getName() + " is no bean and has no constructor without parameters; give it one";
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // a set of beans of any types, for a method that wants to know one
    private @Nullable Bean<?> resolved(Set<Bean<?>> candidates) {
        return beans.resolve((Set) candidates);
    }

    /** The object of a class. */
    synchronized <T> T of(Class<T> type) {
        Object known = objects.get(type);
        if (known == null) {
            Bean<?> bean = found.get(type);
            known = bean == null ? construct(type) : referenceOf(bean, type);
            objects.put(type, known);
        }
        return type.cast(known);
    }

    private Object referenceOf(Bean<?> bean, Class<?> type) {
        CreationalContext<?> context = beans.createCreationalContext(bean);
        contexts.add(context);
        return beans.getReference(bean, type, context);
    }

    private static <T> T construct(Class<T> type) {
        try {
            Constructor<T> constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor.newInstance();
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException("the constructor of %s failed".formatted(type.getName()), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "%s cannot be constructed; it needs a constructor without parameters, or to be a bean"
                            .formatted(type.getName()),
                    e);
        }
    }

    /** Destroys the dependent beans among them. */
    @Override
    public synchronized void close() {
        contexts.forEach(CreationalContext::release);
        contexts.clear();
        objects.clear();
    }
}
