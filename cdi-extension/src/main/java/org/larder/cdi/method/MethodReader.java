package org.larder.cdi.method;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.cache.annotation.CacheDefaults;
import javax.cache.annotation.CacheKey;
import javax.cache.annotation.CacheKeyGenerator;
import javax.cache.annotation.CachePut;
import javax.cache.annotation.CacheRemove;
import javax.cache.annotation.CacheRemoveAll;
import javax.cache.annotation.CacheResolverFactory;
import javax.cache.annotation.CacheResult;
import javax.cache.annotation.CacheValue;
import org.jspecify.annotations.Nullable;
import org.larder.annotation.CachesNull;
import org.larder.annotation.WithoutSingleFlight;
import org.larder.cdi.bean.Place;

/** Reads the cache annotation of one method. */
final class MethodReader {

    private final Class<?> beanClass;
    private final Method method;
    private final Annotation annotation;
    private final Consumer<String> problems;
    private final Consumer<String> warnings;

    MethodReader(
            Class<?> beanClass,
            Method method,
            Annotation annotation,
            Consumer<String> problems,
            Consumer<String> warnings) {
        this.beanClass = beanClass;
        this.method = method;
        this.annotation = annotation;
        this.problems = problems;
        this.warnings = warnings;
    }

    /** Whether the annotation can mean something at the method, as far as results and parameters go. */
    boolean hasMeaning() {
        if (annotation instanceof CacheResult) {
            return ValueShape.of(method.getGenericReturnType()).obstacle() == null;
        }
        return !(annotation instanceof CachePut) || ParameterRoles.ofKeysAndValue(method) != null;
    }

    /** What the annotation means; null if that is a problem. */
    @Nullable
    CachedMethod read() {
        if (!(annotation instanceof CachePut)
                && !ParameterRoles.marked(method, CacheValue.class).isEmpty()) {
            return problem("has @CacheValue at a parameter, which means something for @CachePut only; take it away");
        }
        if (annotation instanceof CacheResult result) {
            return read(result);
        }
        if (annotation instanceof CachePut put) {
            return read(put);
        }
        return annotation instanceof CacheRemove remove ? read(remove) : read((CacheRemoveAll) annotation);
    }

    private @Nullable CachedMethod read(CacheResult result) {
        ValueShape shape = ValueShape.of(method.getGenericReturnType());
        String obstacle = shape.obstacle();
        if (obstacle != null) {
            return problem("returns " + obstacle);
        }
        ExceptionRule rule = rule(
                result.cachedExceptions(),
                result.nonCachedExceptions(),
                true,
                "cachedExceptions and nonCachedExceptions");
        if (rule == null) {
            return null;
        }
        if (result.exceptionCacheName().isEmpty()
                && !(rule.included().isEmpty() && rule.excluded().isEmpty())) {
            warnings.accept(
                    sentence(
                            "says which exceptions are kept but not where, so that none is; give it an exceptionCacheName, or take cachedExceptions and nonCachedExceptions away"));
        }
        MethodSite site = site(
                result.cacheName(),
                result.cacheKeyGenerator(),
                result.cacheResolverFactory(),
                ParameterRoles.ofKeys(method));
        if (site.resolverFactory() == null && site.cacheName().equals(result.exceptionCacheName())) {
            return problem(
                    "keeps its exceptions where its results are, in '%s', so that one is taken for the other; give it another exceptionCacheName"
                            .formatted(site.cacheName()));
        }
        return new CachedResult(
                site,
                shape,
                result.skipGet(),
                result.exceptionCacheName().isEmpty() ? null : result.exceptionCacheName(),
                rule,
                has(CachesNull.class),
                !has(WithoutSingleFlight.class));
    }

    private @Nullable CachedMethod read(CachePut put) {
        List<Integer> marked = ParameterRoles.marked(method, CacheValue.class);
        if (marked.size() > 1) {
            return problem("has @CacheValue at %d parameters; leave it at the one that is put into the cache"
                    .formatted(marked.size()));
        }
        ParameterRoles roles = ParameterRoles.ofKeysAndValue(method);
        if (roles == null) {
            return problem(
                    "does not tell which parameter is put into the cache; mark it with @CacheValue, or all others with @CacheKey");
        }
        ValueShape shape = ValueShape.of(method.getGenericParameterTypes()[roles.value()]);
        String obstacle = shape.staged() ? "a stage, which cannot be kept; it may take its value" : shape.obstacle();
        if (obstacle != null) {
            return problem("puts " + obstacle);
        }
        ExceptionRule rule = rule(put.cacheFor(), put.noCacheFor(), false, "cacheFor and noCacheFor");
        return rule == null
                ? null
                : new CachedPut(
                        site(put.cacheName(), put.cacheKeyGenerator(), put.cacheResolverFactory(), roles),
                        shape,
                        put.afterInvocation(),
                        rule,
                        has(CachesNull.class));
    }

    private @Nullable CachedMethod read(CacheRemove remove) {
        ExceptionRule rule = rule(remove.evictFor(), remove.noEvictFor(), false, "evictFor and noEvictFor");
        return rule == null
                ? null
                : new CachedRemoval(
                        site(
                                remove.cacheName(),
                                remove.cacheKeyGenerator(),
                                remove.cacheResolverFactory(),
                                ParameterRoles.ofKeys(method)),
                        false,
                        remove.afterInvocation(),
                        rule);
    }

    private @Nullable CachedMethod read(CacheRemoveAll removal) {
        if (!ParameterRoles.marked(method, CacheKey.class).isEmpty()) {
            return problem(
                    "removes all entries and needs no @CacheKey; take it away, or use @CacheRemove for one entry");
        }
        ExceptionRule rule = rule(removal.evictFor(), removal.noEvictFor(), false, "evictFor and noEvictFor");
        return rule == null
                ? null
                : new CachedRemoval(
                        site(
                                removal.cacheName(),
                                CacheKeyGenerator.class,
                                removal.cacheResolverFactory(),
                                ParameterRoles.ofKeys(method)),
                        true,
                        removal.afterInvocation(),
                        rule);
    }

    private MethodSite site(
            String cacheName,
            Class<? extends CacheKeyGenerator> generator,
            Class<? extends CacheResolverFactory> resolver,
            ParameterRoles roles) {
        Class<? extends CacheKeyGenerator> keys = annotation instanceof CacheRemoveAll
                ? generator
                : given(generator, CacheDefaults::cacheKeyGenerator, CacheKeyGenerator.class);
        Class<? extends CacheResolverFactory> caches =
                given(resolver, CacheDefaults::cacheResolverFactory, CacheResolverFactory.class);
        String name = given(cacheName, CacheDefaults::cacheName, "");
        return new MethodSite(
                beanClass,
                method,
                annotation,
                name.isEmpty() ? MethodSite.defaultCacheName(beanClass, method) : name,
                keys.equals(CacheKeyGenerator.class) ? null : keys,
                caches.equals(CacheResolverFactory.class) ? null : caches,
                roles);
    }

    /** What the annotation says, else the defaults of the bean, else those of the class that the method is from. */
    private <T> T given(T own, Function<CacheDefaults, T> member, T notGiven) {
        T value = own;
        for (Class<?> type : List.of(beanClass, method.getDeclaringClass())) {
            CacheDefaults defaults = AnnotationSearch.find(type, CacheDefaults.class);
            if (value.equals(notGiven) && defaults != null) {
                value = member.apply(defaults);
            }
        }
        return value;
    }

    private boolean has(Class<? extends Annotation> mark) {
        return AnnotationSearch.find(method, mark) != null
                || AnnotationSearch.find(beanClass, mark) != null
                || AnnotationSearch.find(method.getDeclaringClass(), mark) != null;
    }

    private @Nullable ExceptionRule rule(
            Class<? extends Throwable>[] included,
            Class<? extends Throwable>[] excluded,
            boolean byDefault,
            String members) {
        List<Class<? extends Throwable>> both =
                List.of(included).stream().filter(List.of(excluded)::contains).toList();
        if (!both.isEmpty()) {
            problem("has %s in both %s; take it out of one of them"
                    .formatted(both.get(0).getName(), members));
            return null;
        }
        return new ExceptionRule(List.of(included), List.of(excluded), byDefault);
    }

    private @Nullable CachedMethod problem(String what) {
        problems.accept(sentence(what));
        return null;
    }

    private String sentence(String what) {
        return "@%s %s: it %s"
                .formatted(annotation.annotationType().getSimpleName(), Place.of(method, beanClass), what);
    }
}
