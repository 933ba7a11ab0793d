package org.larder.expiry;

import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One element of {@link ExpirySettings}: a literal, a reference to a variable, or both.
 *
 * @param parser reads the value of the variable; throws IllegalArgumentException
 */
record ExpiryElement(
        String name, @Nullable Expiry literal, @Nullable String reference, Function<String, ? extends Expiry> parser) {

    /**
     * Returns what counts now: the value of the variable, or else the literal, or null if there is neither.
     *
     * @param warnings takes what may be said once only, and its text
     */
    @Nullable
    Expiry resolve(Function<String, @Nullable String> variables, BiConsumer<String, String> warnings) {
        if (reference == null) {
            return literal;
        }
        String value = variables.apply(reference);
        if (value == null || value.isBlank()) {
            return literal;
        }
        try {
            return parser.apply(value.strip());
        } catch (IllegalArgumentException e) {
            warnings.accept(
                    name + ' ' + reference,
                    "%s, variable %s: %s; %s"
                            .formatted(
                                    name,
                                    reference,
                                    e.getMessage(),
                                    literal == null ? "the element does not count" : "the literal counts"));
            return literal;
        }
    }
}
