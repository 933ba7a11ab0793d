package org.larder.cdi.intercept;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.BeanContainer;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The key generators and resolver factories of an application, one of each class: its bean, if there is one, else an
 * instance of its own. Thread-safe.
 */
public final class UserObjects implements AutoCloseable {

    private final BeanContainer beans;
    private final Map<Class<?>, Object> objects = new HashMap<>();
    private final List<Instance.Handle<?>> dependent = new ArrayList<>();

    /** Starts with none. */
    public UserObjects(BeanContainer beans) {
        this.beans = beans;
    }

    /** Why there can be no object of a class; null if there can be one. */
    @Nullable
    String obstacle(Class<?> type) {
        Instance<?> bean = beans.createInstance().select(type);
        if (bean.isAmbiguous()) {
            return "several beans are a " + type.getName() + "; leave one";
        }
        if (bean.isResolvable()) {
            return null;
        }
        if (Modifier.isAbstract(type.getModifiers())) {
            return type.getName() + " is no bean and abstract; name a class that is not";
        }
        return Arrays.stream(type.getDeclaredConstructors()).anyMatch(each -> each.getParameterCount() == 0)
                ? null
                : type.getName() + " is no bean and has no constructor without parameters; give it one";
    }

    /** The object of a class. */
    synchronized <T> T of(Class<T> type) {
        Object known = objects.get(type);
        if (known == null) {
            known = make(type);
            objects.put(type, known);
        }
        return type.cast(known);
    }

    private <T> T make(Class<T> type) {
        Instance<T> bean = beans.createInstance().select(type);
        if (!bean.isResolvable()) {
            return construct(type);
        }
        Instance.Handle<T> handle = bean.getHandle();
        if (handle.getBean().getScope().equals(Dependent.class)) {
            dependent.add(handle);
        }
        return handle.get();
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
        dependent.forEach(Instance.Handle::destroy);
        dependent.clear();
        objects.clear();
    }
}
