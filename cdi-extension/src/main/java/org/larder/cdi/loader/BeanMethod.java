package org.larder.cdi.loader;

import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.Bean;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import javax.cache.integration.CacheLoaderException;
import org.jspecify.annotations.Nullable;
import org.larder.cdi.bean.BeanReferences;
import org.larder.cdi.bean.Place;

/**
 * A method of a bean that is called on any thread: with the class loader of its application, and in a request of its own
 * if the thread has none. Thread-safe.
 */
final class BeanMethod {

    private final BeanReferences references;
    private final Bean<?> bean;
    private final Class<?> beanClass;
    private final Method method;
    private final ClassLoader application;

    /**
     * Prepares the calls of a method.
     *
     * @throws IllegalArgumentException if there is not exactly one bean of the class, or the method cannot be reached
     */
    BeanMethod(BeanReferences references, Class<?> beanClass, Method method, ClassLoader application) {
        this.references = references;
        this.bean = references.beanOf(beanClass);
        this.beanClass = beanClass;
        this.method = method;
        this.application = application;
        try {
            method.setAccessible(true);
        } catch (InaccessibleObjectException e) {
            throw new IllegalArgumentException(
                    "it cannot be reached; let it and its class be public, or its module open the package to org.larder.cdi",
                    e);
        }
    }

    /**
     * Calls the method.
     *
     * @throws CacheLoaderException if it fails, with the exception as its cause; one that the method throws is not wrapped
     */
    @Nullable
    Object call(Object argument) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(application);
        try {
            return callInRequest(argument);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private @Nullable Object callInRequest(Object argument) {
        Instance.Handle<RequestContextController> handle = references
                .container()
                .createInstance()
                .select(RequestContextController.class)
                .getHandle();
        try {
            RequestContextController request = handle.get();
            boolean isOwn = request.activate();
            try {
                return callOn(reference(), argument);
            } finally {
                if (isOwn) {
                    request.deactivate();
                }
            }
        } finally {
            handle.destroy();
        }
    }

    private Object reference() {
        try {
            return references.of(bean, beanClass);
        } catch (RuntimeException e) {
            throw new CacheLoaderException(
                    "%s cannot be called, as its bean cannot be made: %s".formatted(Place.of(method, beanClass), e), e);
        }
    }

    private @Nullable Object callOn(Object object, Object argument) {
        try {
            return method.invoke(object, argument);
        } catch (InvocationTargetException e) {
            throw failure(e.getCause() == null ? e : e.getCause());
        } catch (IllegalArgumentException e) {
            throw new CacheLoaderException(
                    "%s takes a %s, and a key of type %s is asked for"
                            .formatted(
                                    Place.of(method, beanClass),
                                    method.getParameterTypes()[0].getName(),
                                    argument.getClass().getName()),
                    e);
        } catch (IllegalAccessException e) {
            throw new CacheLoaderException("%s cannot be reached".formatted(Place.of(method, beanClass)), e);
        }
    }

    private CacheLoaderException failure(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        if (cause instanceof CacheLoaderException own) {
            return own;
        }
        if (cause instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        return new CacheLoaderException("%s failed: %s".formatted(Place.of(method, beanClass), cause), cause);
    }
}
