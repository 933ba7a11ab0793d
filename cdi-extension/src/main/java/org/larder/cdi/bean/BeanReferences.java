package org.larder.cdi.bean;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.enterprise.inject.AmbiguousResolutionException;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanContainer;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The beans that an application's caching calls: one reference of each is used, made when it is first needed, and a
 * dependent one destroyed in the end. Thread-safe.
 */
public final class BeanReferences implements AutoCloseable {

    private final BeanContainer beans;
    private final ConcurrentMap<Bean<?>, Reference> references = new ConcurrentHashMap<>();

    /** Starts with none. */
    public BeanReferences(BeanContainer beans) {
        this.beans = beans;
    }

    /**
     * The bean of a class.
     *
     * @throws IllegalArgumentException if there is none or more than one; the message names them
     */
    public Bean<?> beanOf(Class<?> type) {
        Set<Bean<?>> candidates = new HashSet<>(beans.getBeans(type, Any.Literal.INSTANCE));
        candidates.removeIf(bean -> isBeanOfSubclass(bean, type));
        if (candidates.isEmpty()) {
            throw new IllegalArgumentException(
                    "there is no bean of type %s; let the class be a bean of its own type, and keep the container from taking it out because nobody injects it"
                            .formatted(type.getName()));
        }
        try {
            return resolved(candidates);
        } catch (AmbiguousResolutionException e) {
            throw new IllegalArgumentException(
                    "there are %d beans of type %s: %s; leave one"
                            .formatted(candidates.size(), type.getName(), namesOf(candidates)),
                    e);
        }
    }

    /**
     * The bean that the type stands for without a qualifier; null if there is none.
     *
     * @throws AmbiguousResolutionException if there are several
     */
    public @Nullable Bean<?> unqualifiedBeanOf(Class<?> type) {
        Set<Bean<?>> candidates = beans.getBeans(type);
        return candidates.isEmpty() ? null : resolved(candidates);
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // a set of beans of any types, for a method that wants to know one
    private Bean<?> resolved(Set<Bean<?>> candidates) {
        return beans.resolve((Set) candidates);
    }

    private static boolean isBeanOfSubclass(Bean<?> bean, Class<?> type) {
        Class<?> own = bean.getBeanClass();
        return !own.equals(type)
                && type.isAssignableFrom(own)
                && bean.getTypes().contains(own);
    }

    /**
     * The reference of the bean of a type that needs no qualifier.
     *
     * @throws IllegalArgumentException if there is none, or there are several; the message names them
     */
    public <T> T of(Class<T> type) {
        Set<Bean<?>> candidates = beans.getBeans(type);
        if (candidates.isEmpty()) {
            throw new IllegalArgumentException(
                    "there is no bean of type %s without a qualifier that %s can see; let it be in an archive that all others see"
                            .formatted(type.getName(), BeanReferences.class.getPackageName()));
        }
        try {
            return type.cast(of(resolved(candidates), type));
        } catch (AmbiguousResolutionException e) {
            throw new IllegalArgumentException(
                    "there are %d beans of type %s without a qualifier: %s; leave one, or give the others a qualifier"
                            .formatted(candidates.size(), type.getName(), namesOf(candidates)),
                    e);
        }
    }

    private static String namesOf(Set<Bean<?>> candidates) {
        return candidates.stream().map(Object::toString).sorted().collect(Collectors.joining(" and "));
    }

    /** The reference of a bean. */
    public Object of(Bean<?> bean, Class<?> type) {
        Reference known = references.get(bean);
        if (known == null) {
            // Under no lock: what the bean does when it is made may need a cache that another thread is loading.
            Reference mine = Reference.of(beans, bean, type);
            known = references.putIfAbsent(bean, mine);
            if (known == null) {
                return mine.object();
            }
            mine.drop(bean);
        }
        return known.object();
    }

    /** The beans of the container. */
    public BeanContainer container() {
        return beans;
    }

    /** Destroys what is dependent. */
    @Override
    public void close() {
        references.values().forEach(reference -> reference.context().release());
        references.clear();
    }

    /** A reference, and what destroys it. */
    private record Reference(Object object, CreationalContext<?> context) {

        static Reference of(BeanContainer beans, Bean<?> bean, Class<?> type) {
            CreationalContext<?> context = beans.createCreationalContext(bean);
            return new Reference(beans.getReference(bean, type, context), context);
        }

        /** Destroys what was made for this one alone: an object that others share may hang on the context that made it. */
        void drop(Bean<?> bean) {
            if (bean.getScope().equals(Dependent.class)) {
                context.release();
            }
        }
    }
}
