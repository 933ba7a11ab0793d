package org.larder.provider.config;

import static java.util.Objects.requireNonNull;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code ${env:NAME}} and {@code ${sys:name}} in values, with a default after {@code :-}. */
final class Placeholders {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(?:(env|sys):([^{}]+?)(?::-([^{}]*))?\\}|)");

    private Placeholders() {}

    /**
     * A value with what its placeholders stand for.
     *
     * @throws IllegalArgumentException if a placeholder is malformed, or stands for nothing
     */
    static String resolved(String value) {
        Matcher placeholder = PLACEHOLDER.matcher(value);
        return placeholder.replaceAll(
                found -> Matcher.quoteReplacement(resolved(found.group(1), found.group(2), found.group(3))));
    }

    private static String resolved(@Nullable String kind, String name, @Nullable String otherwise) {
        if (kind == null) {
            throw new IllegalArgumentException(
                    "a placeholder is malformed; write ${env:NAME} or ${sys:name}, with a default as in ${env:NAME:-default}");
        }
        String found = kind.equals("env") ? System.getenv(name) : System.getProperty(name);
        if (found == null && otherwise == null) {
            throw new IllegalArgumentException("there is no %s %s; set it, or give a default as in ${%s:%s:-default}"
                    .formatted(kind.equals("env") ? "environment variable" : "system property", name, kind, name));
        }
        return found == null ? requireNonNull(otherwise) : found;
    }
}
