package org.larder.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Lets a method of {@link javax.cache.annotation.CacheResult} keep that there is no result: null, an empty
 * {@code Optional}, or a stage that completes with null. Without it the method is called again. At a class it holds for
 * all its methods.
 *
 * @since 0.1
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface CachesNull {}
