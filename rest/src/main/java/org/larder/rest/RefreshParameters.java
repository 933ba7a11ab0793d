package org.larder.rest;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of one refresh: what a client sent beside {@code resource_title}. However they are written, whole numbers
 * that fit are {@link Long}, other numbers {@link BigDecimal}, and objects and arrays are maps and lists.
 *
 * <p>The getters throw an {@link IllegalArgumentException} where a parameter is missing or of another type; let it pass, and
 * the client gets status 400 and is told which parameter is wrong.
 *
 * @since 0.1
 */
public final class RefreshParameters {

    private final Map<String, @Nullable Object> values;

    private RefreshParameters(Map<String, @Nullable Object> values) {
        this.values = values;
    }

    /**
     * Reads parameters.
     *
     * @throws IllegalArgumentException if one is a number with an exponent that no {@link BigDecimal} can have
     */
    static RefreshParameters of(Map<String, @Nullable Object> json) {
        return new RefreshParameters(object(json));
    }

    /** Returns all of them, in the order in which they were sent; not to be changed. */
    public Map<String, @Nullable Object> toMap() {
        return values;
    }

    /** Returns whether there are none. */
    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** Returns whether a parameter was sent, be it as null. */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /**
     * Returns a parameter that is a text.
     *
     * @throws IllegalArgumentException if it was not sent, or is no text
     */
    public String text(String name) {
        return value(name, String.class, "a string");
    }

    /**
     * Returns a parameter that is a whole number.
     *
     * @throws IllegalArgumentException if it was not sent, or is no whole number, or one that does not fit
     */
    public long integer(String name) {
        return value(name, Long.class, "a whole number");
    }

    /**
     * Returns a parameter that is true or false.
     *
     * @throws IllegalArgumentException if it was not sent, or is neither
     */
    public boolean bool(String name) {
        return value(name, Boolean.class, "true or false");
    }

    private <T> T value(String name, Class<T> type, String what) {
        Object value = values.get(name);
        if (value == null) {
            throw new InvalidParameterException(name, "This field is required.");
        }
        if (!type.isInstance(value)) {
            throw new InvalidParameterException(name, "This must be %s.".formatted(what));
        }
        return type.cast(value);
    }

    private static @Nullable Object normal(@Nullable Object value) {
        if (value instanceof Map<?, ?> members) {
            return object(members);
        }
        if (value instanceof List<?> elements) {
            List<@Nullable Object> list = new ArrayList<>(elements.size());
            elements.forEach(element -> list.add(normal(element)));
            return Collections.unmodifiableList(list);
        }
        if (value instanceof Number number) {
            return number(new BigDecimal(number.toString()));
        }
        return value;
    }

    private static Map<String, @Nullable Object> object(Map<?, ?> members) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        members.forEach((name, member) -> object.put(String.valueOf(name), normal(member)));
        return Collections.unmodifiableMap(object);
    }

    /** One number for all ways to write it. */
    private static Number number(BigDecimal number) {
        try {
            BigDecimal shortest = number.stripTrailingZeros();
            boolean whole = shortest.scale() <= 0 && shortest.precision() - (long) shortest.scale() < 20;
            return whole && shortest.toBigInteger().bitLength() < Long.SIZE
                    ? (Number) shortest.longValueExact()
                    : shortest;
        } catch (ArithmeticException e) { // JDK 25 reads exponents that it cannot normalise
            throw new IllegalArgumentException("a number has an exponent that does not fit", e);
        }
    }
}
