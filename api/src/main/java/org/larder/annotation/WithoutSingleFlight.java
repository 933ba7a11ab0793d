package org.larder.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Lets everybody who misses call a method of {@link javax.cache.annotation.CacheResult}, also at the same time and for the
 * same key. Without it one calls, and the others wait for what comes of it. At a class it holds for all its methods.
 *
 * @since 0.1
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface WithoutSingleFlight {}
