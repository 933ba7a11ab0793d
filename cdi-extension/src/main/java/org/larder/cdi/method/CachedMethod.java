package org.larder.cdi.method;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.function.Consumer;

/** What the cache annotation of one method of a bean means. Immutable. */
public sealed interface CachedMethod permits CachedResult, CachedPut, CachedRemoval {

    /** Where the annotation stands, and what all annotations have in common. */
    MethodSite site();

    /** The annotated method. */
    default Method method() {
        return site().method();
    }

    /** Its cache annotation, which may stand at its class or at a stereotype. */
    default Annotation annotation() {
        return site().annotation();
    }

    /** The name of the cache. */
    default String cacheName() {
        return site().cacheName();
    }

    /**
     * The cached methods of a bean, its own and those that it inherits; those that other methods are bridges to under both.
     *
     * @param beanClass the class of the bean
     * @param problems is told, in sentences, of what cannot be: such methods are left out
     * @param warnings is told, in sentences, of what is hardly meant
     */
    static Map<Method, CachedMethod> of(Class<?> beanClass, Consumer<String> problems, Consumer<String> warnings) {
        return new BeanReader(beanClass, problems, warnings).read();
    }
}
