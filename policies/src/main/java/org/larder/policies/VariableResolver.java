package org.larder.policies;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The flow variables of one request, which policies read and set. The implementation is the gateway's; policies call it on
 * the thread that executes them. What it throws is passed on as it is.
 *
 * @since 0.1
 */
public interface VariableResolver {

    /**
     * Returns the value of a variable.
     *
     * @param name its full name, such as {@code request.queryparam.client_id}
     * @return the value, or null if the variable is unset
     */
    @Nullable
    Object get(String name);

    /**
     * Sets a variable, whether it was set before or not.
     *
     * @param name its full name
     * @param value its value; policies set strings, booleans and cached values, never null
     */
    void set(String name, Object value);

    /**
     * Shows a map as flow variables.
     *
     * @param variables from names to values; read and changed as policies do
     * @return a view of the map
     */
    static VariableResolver of(Map<String, Object> variables) {
        requireNonNull(variables, "the variables must not be null");
        return new VariableResolver() {
            @Override
            public @Nullable Object get(String name) {
                return variables.get(name);
            }

            @Override
            public void set(String name, Object value) {
                variables.put(name, value);
            }
        };
    }
}
