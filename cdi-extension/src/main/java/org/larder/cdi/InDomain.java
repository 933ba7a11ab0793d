package org.larder.cdi;

import static java.lang.annotation.ElementType.FIELD;
import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.ElementType.PARAMETER;
import static java.lang.annotation.ElementType.TYPE;

import jakarta.enterprise.util.Nonbinding;
import jakarta.inject.Qualifier;
import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Injects the {@code CacheManager} of a domain.
 *
 * <pre>{@code
 * @Inject
 * @InDomain("organization:acme")
 * CacheManager shared;
 * }</pre>
 *
 * @since 0.1
 */
@Qualifier
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({FIELD, PARAMETER, METHOD, TYPE})
public @interface InDomain {

    /** The domain, in the form of {@link org.larder.annotation.CacheSettings#domain}. */
    @Nonbinding
    String value();
}
