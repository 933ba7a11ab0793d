package org.larder.provider.config;

import java.util.regex.Pattern;

/** The name of a cache, or a pattern of names in which {@code *} is any text and {@code ?} any one character. */
final class NamePattern {

    private final String text;
    private final Pattern pattern;

    NamePattern(String text) {
        this.text = text;
        StringBuilder expression = new StringBuilder();
        text.codePoints()
                .forEach(character -> expression.append(
                        switch (character) {
                            case '*' -> ".*";
                            case '?' -> ".";
                            default -> Pattern.quote(Character.toString(character));
                        }));
        this.pattern = Pattern.compile(expression.toString(), Pattern.DOTALL);
    }

    String text() {
        return text;
    }

    /** Whether this is a name, which stands for itself only. */
    boolean isName() {
        return text.indexOf('*') < 0 && text.indexOf('?') < 0;
    }

    boolean matches(String cacheName) {
        return pattern.matcher(cacheName).matches();
    }

    /** How much it says about the names that it matches: the number of literal characters; a name says all. */
    int specificity() {
        return isName()
                ? Integer.MAX_VALUE
                : (int) text.chars()
                        .filter(character -> character != '*' && character != '?')
                        .count();
    }
}
