package org.larder.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the method of a bean that gets the records that a {@link org.larder.DataCache} lacks: those that are missing or
 * no longer valid, once for all who ask at the same time.
 *
 * <pre>{@code
 * @LoadsData(domain = "local:shop", dataType = "myDnsData", ttlSeconds = 180)
 * Map<String, Object> lookUp(String rid) { ... }
 * }</pre>
 *
 * <p>The method takes the resource id, a {@code String}, and returns the data; null if there is none. Everything else is
 * as with {@link LoadsCache}.
 *
 * @since 0.1
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface LoadsData {

    /** Who shares the records, in the form of {@link CacheSettings#domain}; the manager of the application by default. */
    String domain() default "";

    /** The type of the data, which is the name of the cache. */
    String dataType();

    /** How many seconds records are valid for; more than 0. */
    long ttlSeconds();

    /** As {@link LoadsCache#refreshAhead}. */
    double refreshAhead() default 0;

    /** As {@link LoadsCache#staleOnErrorSeconds}. */
    long staleOnErrorSeconds() default 0;
}
