package org.larder.cdi.intercept;

import jakarta.enterprise.inject.AmbiguousResolutionException;
import jakarta.enterprise.inject.spi.Bean;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.larder.cdi.bean.BeanReferences;

/**
 * The key generators and resolver factories of an application, one of each class: its bean, if there is one, else an
 * instance of its own. Thread-safe; they are made under no lock, so that one may wait for another.
 */
public final class UserObjects {

    private final BeanReferences references;
    private final ConcurrentMap<Class<?>, Bean<?>> beans = new ConcurrentHashMap<>();
    private final ConcurrentMap<Class<?>, Object> constructed = new ConcurrentHashMap<>();

    /** Starts with none. */
    public UserObjects(BeanReferences references) {
        this.references = references;
    }

    /**
     * Looks for the bean of a class, while the application is deployed: later a container may take the class loader of a
     * thread for that of the application.
     *
     * @return why there can be no object of the class; null if there can be one
     */
    @Nullable
    String obstacle(Class<?> type) {
        try {
            Bean<?> bean = references.unqualifiedBeanOf(type);
            if (bean != null) {
                beans.put(type, bean);
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

    /** The object of a class. */
    <T> T of(Class<T> type) {
        Bean<?> bean = beans.get(type);
        return type.cast(bean == null ? constructed(type) : references.of(bean, type));
    }

    private Object constructed(Class<?> type) {
        Object known = constructed.get(type);
        if (known != null) {
            return known;
        }
        Object mine = construct(type);
        known = constructed.putIfAbsent(type, mine);
        return known == null ? mine : known;
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
}
