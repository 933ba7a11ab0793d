package org.larder.cdi.loader;

import static java.util.Objects.requireNonNull;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import javax.cache.integration.CacheLoader;
import org.jspecify.annotations.Nullable;
import org.larder.annotation.LoadsCache;
import org.larder.annotation.LoadsData;
import org.larder.cdi.bean.BeanMethods;
import org.larder.cdi.bean.BeanReferences;
import org.larder.cdi.bean.Place;
import org.larder.cdi.cache.CacheCatalog;
import org.larder.cdi.cache.DeclaredLoader;
import org.larder.cdi.loader.LoaderMethod.Form;

/** Collects the methods of beans that load caches, and makes loaders of them. Not thread-safe. */
public final class BeanLoaders {

    private final BeanReferences references;
    private final ClassLoader application;
    private final Consumer<String> problems;
    private final Map<String, List<LoaderMethod>> methods = new TreeMap<>();

    /**
     * Starts with none.
     *
     * @param references the beans
     * @param application the class loader that the methods are called with as that of their thread
     * @param problems told what is wrong
     */
    public BeanLoaders(BeanReferences references, ClassLoader application, Consumer<String> problems) {
        this.references = references;
        this.application = application;
        this.problems = problems;
    }

    /** Adds those among the methods of a bean that load caches. */
    public void add(Class<?> beanClass, Collection<Method> ofBean) {
        for (Method method : ofBean) {
            LoaderMethod read = LoaderMethod.of(beanClass, method, problems);
            if (read != null) {
                methods.computeIfAbsent(read.cacheName(), name -> new ArrayList<>())
                        .add(read);
            }
        }
        for (Class<?> type : BeanMethods.interfacesOf(beanClass)) {
            for (Method declared : type.getDeclaredMethods()) {
                checkNotForgotten(beanClass, declared, ofBean);
            }
        }
    }

    /** Tells of an annotation that would be overlooked, as classes do not inherit those of the methods of interfaces. */
    private void checkNotForgotten(Class<?> beanClass, Method declared, Collection<Method> ofBean) {
        for (Class<? extends Annotation> annotation : List.of(LoadsCache.class, LoadsData.class)) {
            if (declared.isAnnotationPresent(annotation)
                    && ofBean.stream()
                            .noneMatch(method -> method.isAnnotationPresent(annotation)
                                    && BeanMethods.implementsIt(method, declared))) {
                problems.accept(
                        "@%s of the interface method %s loads nothing at %s, as an interface is no bean; put it at the method of the class"
                                .formatted(annotation.getSimpleName(), Place.of(declared), beanClass.getName()));
            }
        }
    }

    /** Declares the loaders. */
    public void declare(CacheCatalog.Builder catalog) {
        methods.forEach((cacheName, ofCache) -> {
            LoaderMethod first = ofCache.get(0);
            LoaderMethod second = ofCache.size() == 1 ? null : ofCache.get(1);
            if (second == null || agree(cacheName, ofCache)) {
                CacheLoader<Object, Object> loader = loader(first, second);
                if (loader != null) {
                    catalog.loader(cacheName, declared(loader, first, second));
                }
            }
        });
    }

    /** Whether several methods make up one loader. */
    private boolean agree(String cacheName, List<LoaderMethod> ofCache) {
        LoaderMethod first = ofCache.get(0);
        for (LoaderMethod other : ofCache.subList(1, ofCache.size())) {
            String problem = null;
            if (ofCache.size() > 2
                    || first.form() == other.form()
                    || first.form() == Form.DATA
                    || other.form() == Form.DATA) {
                problem = "both load it; leave one, or one that takes one key and one that takes several";
            } else if (!first.keyType().equals(other.keyType())
                    || !first.valueType().equals(other.valueType())) {
                problem = "one loads %s for %s, the other %s for %s; let the types be the same"
                        .formatted(
                                first.valueType().getName(),
                                first.keyType().getName(),
                                other.valueType().getName(),
                                other.keyType().getName());
            } else if (first.refreshAhead() != other.refreshAhead()
                    || first.staleOnErrorSeconds() != other.staleOnErrorSeconds()) {
                problem = "they say different things of refreshAhead or staleOnErrorSeconds; let them say the same";
            }
            if (problem != null) {
                problems.accept(
                        "cache '%s': %s and %s: %s".formatted(cacheName, first.place(), other.place(), problem));
                return false;
            }
        }
        return true;
    }

    private @Nullable CacheLoader<Object, Object> loader(LoaderMethod first, @Nullable LoaderMethod second) {
        BeanMethod one = call(first);
        BeanMethod other = second == null ? null : call(second);
        if (one == null || (second != null && other == null)) {
            return null;
        }
        return switch (first.form()) {
            case DATA -> new DataLoader(one, requireNonNull(first.timeToLive()).clock());
            case ONE -> new MethodLoader(one, other);
            case SEVERAL -> new MethodLoader(other, one);
        };
    }

    private @Nullable BeanMethod call(LoaderMethod method) {
        try {
            return new BeanMethod(references, method.beanClass(), method.method(), application);
        } catch (IllegalArgumentException e) {
            problems.accept(
                    "%s cannot load cache '%s': %s".formatted(method.place(), method.cacheName(), e.getMessage()));
            return null;
        }
    }

    private static DeclaredLoader declared(
            CacheLoader<Object, Object> loader, LoaderMethod first, @Nullable LoaderMethod second) {
        return new DeclaredLoader(
                loader,
                first.keyType(),
                first.valueType(),
                first.domain(),
                first.timeToLive(),
                first.refreshAhead(),
                first.staleOnErrorSeconds(),
                second == null ? first.place() : "%s and %s".formatted(first.place(), second.place()));
    }
}
