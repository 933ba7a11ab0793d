package org.larder.provider.config;

/** The name of a cache, or a pattern of names in which {@code *} is any text and {@code ?} any one character. */
final class NamePattern {

    private final int[] expected;
    private final String text;

    NamePattern(String text) {
        this.text = text;
        this.expected = text.codePoints().toArray();
    }

    String text() {
        return text;
    }

    /** Whether this is a name, which stands for itself only. */
    boolean isName() {
        return text.indexOf('*') < 0 && text.indexOf('?') < 0;
    }

    /**
     * Whether it is a pattern of a name. A mismatch goes back to the last {@code *} only, which then takes one character
     * more: what the ones before it took need never change, so the time is at most the product of the lengths.
     */
    boolean matches(String cacheName) {
        int[] name = cacheName.codePoints().toArray();
        int at = 0;
        int star = -1;
        int afterStar = 0;
        int i = 0;
        while (i < name.length) {
            if (at < expected.length && expected[at] == '*') {
                star = at++;
                afterStar = i;
            } else if (at < expected.length && (expected[at] == '?' || expected[at] == name[i])) {
                at++;
                i++;
            } else if (star >= 0) {
                at = star + 1;
                i = ++afterStar;
            } else {
                return false;
            }
        }
        while (at < expected.length && expected[at] == '*') {
            at++;
        }
        return at == expected.length;
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
