package org.larder.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How long entries of a cache live, how large it may get and where it is kept.
 *
 * <pre>{@code
 * @CacheResult(cacheName = "rates")
 * @CacheSettings(timeToLiveSeconds = 300, jitter = 0.1, maxEntries = 10_000)
 * Rate rate(String currency) { ... }
 * }</pre>
 *
 * <p>Which cache it is for is told by where it stands:
 *
 * <ul>
 *   <li>at a method: the cache that a cache annotation, {@link LoadsCache} or {@link LoadsData} names there
 *   <li>at a class, or at a stereotype of it: all caches of its methods that have no settings of their own
 *   <li>at a field or parameter: the cache that is injected
 *   <li>anywhere at a bean, with the name of a cache in {@link #cache}: that cache
 * </ul>
 *
 * <p>What it says holds for the cache wherever it is used: two that say different things of one cache are an error.
 *
 * <p>What is left out is what the configuration says, or the provider's default. Bounds, {@link #persistent} and
 * {@link #encrypted} need Larder; on another provider they are an error.
 *
 * @since 0.1
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE, ElementType.FIELD, ElementType.PARAMETER})
@Repeatable(CacheSettings.All.class)
public @interface CacheSettings {

    /** The name of the cache; empty for the one of the place where this stands. */
    String cache() default "";

    /**
     * Who shares the cache: {@code local}, {@code organization} or {@code system}, the first two with a colon and the id
     * of the application or organization behind, as in {@code organization:acme}. Without the id it is that of the
     * configuration, {@code larder.application} or {@code larder.organization}. Empty for the manager of the application.
     */
    String domain() default "";

    /** How many seconds an entry lives after it was written; 0 for not given. */
    long timeToLiveSeconds() default 0;

    /** The time at which entries expire, as in {@code 14:30:00}; empty for not given. */
    String timeOfDay() default "";

    /** The day at the start of which entries expire, as in {@code 12-31-2026}, month first; empty for not given. */
    String date() default "";

    /** The zone of {@link #timeOfDay} and {@link #date}, as in {@code Europe/Lisbon}. */
    String zone() default "UTC";

    /** Whether entries never expire, on purpose. */
    boolean eternal() default false;

    /** The largest share of a life that is taken off at random, from 0 to 1. */
    double jitter() default 0;

    /** The most bytes that the entries take; 0 for not given. */
    long maxBytes() default 0;

    /** The most entries; 0 for not given. */
    long maxEntries() default 0;

    /** Whether entries are kept in files, and found again after a restart. */
    boolean persistent() default false;

    /** Whether entries are encrypted, with the key that the configuration names. */
    boolean encrypted() default false;

    /** Whether hits and misses are counted and shown on JMX. */
    boolean statistics() default false;

    /** Several at one place. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.METHOD, ElementType.TYPE, ElementType.FIELD, ElementType.PARAMETER})
    @interface All {
        /** The settings. */
        CacheSettings[] value();
    }
}
