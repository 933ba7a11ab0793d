package org.larder.cdi;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.inject.Inject;
import java.lang.annotation.Annotation;
import java.util.function.Function;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import org.jspecify.annotations.Nullable;
import org.larder.DataCache;
import org.larder.cdi.cache.ApplicationCaches;

/** Makes what is injected by name or domain. */
@Dependent
public class CacheProducers {

    private final ApplicationCaching caching;

    /** Called by the container. */
    @Inject
    public CacheProducers(ApplicationCaching caching) {
        this.caching = caching;
    }

    /** A cache, with the types of the injection point if it is made for that. */
    @Produces
    @NamedCache("")
    public <K, V> Cache<K, V> cache(InjectionPoint point) {
        CacheTypes<K, V> types = CacheTypes.of(point.getType());
        return injected(point, name -> caches().cache(name, types.keyType(), types.valueType()));
    }

    /** A data cache. */
    @Produces
    @NamedCache("")
    public <D> DataCache<D> dataCache(InjectionPoint point) {
        return injected(point, name -> caches().dataCache(name));
    }

    private static <C> C injected(InjectionPoint point, Function<String, C> byName) {
        String name = qualifier(point, NamedCache.class).value();
        try {
            return byName.apply(name);
        } catch (ClassCastException e) {
            throw new CacheException("%s cannot be injected: %s".formatted(point, e.getMessage()), e);
        }
    }

    /** The manager of a domain. */
    @Produces
    @InDomain("")
    public CacheManager manager(InjectionPoint point) {
        return caches().manager(qualifier(point, InDomain.class).value());
    }

    private ApplicationCaches caches() {
        return caching.caches();
    }

    private static <A extends Annotation> A qualifier(@Nullable InjectionPoint point, Class<A> type) {
        if (point == null) {
            throw new IllegalArgumentException(
                    "the container does not say what is looked up; let a bean inject it with @%s"
                            .formatted(type.getSimpleName()));
        }
        return point.getQualifiers().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "%s has no @%s; give it one".formatted(point, type.getSimpleName())));
    }
}
