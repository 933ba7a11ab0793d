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

    /**
     * The qualifier as an object, for look-ups in code such as {@code Instance.select}.
     *
     * @since 0.1
     */
    @SuppressWarnings({"ClassExplicitlyAnnotation", "BadAnnotationImplementation"}) // as the base class has it
    final class Literal extends AnnotationLiteral<InDomain> implements InDomain {
        private static final long serialVersionUID = 1L;

        private final String value;

        private Literal(String value) {
            this.value = value;
        }

        /** The qualifier of a domain. */
        public static Literal of(String value) {
            return new Literal(value);
        }

        @Override
        public String value() {
            return value;
        }
    }
}
