package org.larder.cdi;

import static java.lang.annotation.ElementType.FIELD;
import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.ElementType.PARAMETER;
import static java.lang.annotation.ElementType.TYPE;

import jakarta.enterprise.util.AnnotationLiteral;
import jakarta.enterprise.util.Nonbinding;
import jakarta.inject.Qualifier;
import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Injects a cache by its name, as {@code Cache<K, V>}, or the {@code DataCache<D>} of a data type.
 *
 * <pre>{@code
 * @Inject
 * @NamedCache("customers")
 * Cache<String, Customer> customers;
 * }</pre>
 *
 * <p>It is the cache of that name that the annotations of the application use and describe; if there is none yet it is made
 * with the types of the injection point. It is closed with the application.
 *
 * @since 0.1
 */
@Qualifier
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({FIELD, PARAMETER, METHOD, TYPE})
public @interface NamedCache {

    /** The name of the cache. */
    @Nonbinding
    String value();

    /**
     * The qualifier as an object, for look-ups in code such as {@code Instance.select}.
     *
     * @since 0.1
     */
    @SuppressWarnings({"ClassExplicitlyAnnotation", "BadAnnotationImplementation"}) // as the base class has it
    final class Literal extends AnnotationLiteral<NamedCache> implements NamedCache {
        private static final long serialVersionUID = 1L;

        private final String value;

        private Literal(String value) {
            this.value = value;
        }

        /** The qualifier of a cache. */
        public static Literal of(String value) {
            return new Literal(value);
        }

        @Override
        public String value() {
            return value;
        }
    }
}
