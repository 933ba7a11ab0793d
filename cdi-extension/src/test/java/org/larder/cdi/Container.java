package org.larder.cdi;

import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import java.lang.annotation.Annotation;
import java.net.URL;
import java.net.URLClassLoader;
import javax.cache.Cache;

/** A container with certain beans, for tests; to be closed. */
public final class Container implements AutoCloseable {

    private final SeContainer container;
    private final ClassLoader loader;

    private Container(SeContainer container, ClassLoader loader) {
        this.container = container;
        this.loader = loader;
    }

    /**
     * Starts a container whose beans are some classes, and those of the extension. It has a class loader of its own, as an
     * application has; OpenWebBeans starts nothing more in one where a start has failed.
     */
    public static Container of(Class<?>... beanClasses) {
        return of(new URLClassLoader(new URL[0], Container.class.getClassLoader()), beanClasses);
    }

    /** Starts a container whose application has a certain class loader. */
    static Container of(ClassLoader loader, Class<?>... beanClasses) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return new Container(
                    SeContainerInitializer.newInstance()
                            .setClassLoader(loader)
                            .addBeanClasses(beanClasses)
                            .initialize(),
                    loader);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** The bean of a type. */
    public <T> T bean(Class<T> type, Annotation... qualifiers) {
        return container.select(type, qualifiers).get();
    }

    /** The cache that annotations of the application use under a name. */
    public Cache<Object, Object> cache(String name) {
        return caching().caches().cache(name);
    }

    /** All that the extension does for the application. */
    ApplicationCaching caching() {
        return bean(ApplicationCaching.class);
    }

    /** The class loader of the application. */
    public ClassLoader loader() {
        return loader;
    }

    /** The container itself. */
    public SeContainer container() {
        return container;
    }

    @Override
    public void close() {
        container.close();
    }
}
