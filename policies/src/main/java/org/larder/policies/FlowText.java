package org.larder.policies;

import org.jspecify.annotations.Nullable;

/**
 * A text that a policy gives as a literal, by reference to a flow variable, or both ways: then the variable goes first, and
 * the literal counts where it is unset.
 *
 * @param literal the text itself, or null
 * @param reference the name of the variable, or null
 * @since 0.1
 */
public record FlowText(@Nullable String literal, @Nullable String reference) {

    /**
     * Creates a text. An empty literal or reference is as if it was not given.
     *
     * @throws PolicyConfigurationException if neither is given
     */
    public FlowText {
        literal = given(literal);
        reference = given(reference);
        if (literal == null && reference == null) {
            throw new PolicyConfigurationException(
                    "neither a text nor a variable is given; give one of them, or leave the element out");
        }
    }

    /** Gives a text as a literal. */
    public static FlowText literal(String text) {
        return new FlowText(text, null);
    }

    /** Gives a text by reference to a flow variable. */
    public static FlowText reference(String variable) {
        return new FlowText(null, variable);
    }

    /**
     * The text as it is now, or null if there is no literal and the variable is unset.
     *
     * @throws IllegalArgumentException if the variable holds an array, the text of which is another each time
     */
    @Nullable
    String resolve(VariableResolver variables) {
        Object value = reference == null ? null : variables.get(reference);
        if (value != null && value.getClass().isArray()) {
            throw new IllegalArgumentException(
                    "The variable %s of the cache key holds an array, which is no text".formatted(reference));
        }
        return value == null ? literal : value.toString();
    }

    private static @Nullable String given(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }
}
