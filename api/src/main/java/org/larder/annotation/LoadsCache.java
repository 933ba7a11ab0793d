package org.larder.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the method of a bean that loads what a cache lacks: the cache is read through, and calls it for keys that are
 * missing or expired, once for all who ask at the same time.
 *
 * <pre>{@code
 * @LoadsCache("customers")
 * Customer load(String id) { ... }
 * }</pre>
 *
 * <p>The method takes one key and returns its value, or takes an {@code Iterable}, a {@code Collection} or a {@code Set}
 * of keys and returns a {@code Map} of those that there are. Both may stand side by side for one cache; with one of them
 * the other is done by it. Null, and a key that is not in the map, mean that there is no value. Exceptions reach the
 * caller of the cache as the cause of a {@link javax.cache.integration.CacheLoaderException}.
 *
 * <p>The method may have any visibility but private, must not be static, and is called through the bean, so that its
 * interceptors take part. The types of the cache are those of the method.
 *
 * @since 0.1
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface LoadsCache {

    /** The name of the cache. */
    String value();

    /**
     * The share of its life after which an entry that is read is still served, and loaded anew in the background: 0.8 for
     * the last fifth, 0 for never. Needs Larder, and an expiry by time to live.
     */
    double refreshAhead() default 0;

    /**
     * How long after its end an entry is served when loading it anew fails, in seconds; 0 for not at all. Needs Larder.
     */
    long staleOnErrorSeconds() default 0;
}
