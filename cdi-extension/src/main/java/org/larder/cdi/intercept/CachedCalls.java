package org.larder.cdi.intercept;

/** Where interceptors find what to do. */
public interface CachedCalls {

    /** The calls of the cached methods of a bean. */
    BeanCalls of(Class<?> beanClass);
}
