package org.larder.provider.config;

import java.util.Collection;
import java.util.Comparator;

/** Guesses what somebody meant who wrote what does not exist. */
final class Suggestions {

    private static final int MOST_EDITS = 3;

    private Suggestions() {}

    /** {@code " (did you mean 'x'?)"} for the nearest of the words that exist, or nothing if none is near. */
    static String didYouMean(String written, Collection<String> words) {
        int allowed = Math.min(MOST_EDITS, written.length() / 2);
        return words.stream()
                .filter(word -> edits(written, word) <= allowed)
                .min(Comparator.comparingInt(word -> edits(written, word)))
                .map(" (did you mean '%s'?)"::formatted)
                .orElse("");
    }

    /** How many characters must be inserted, deleted or replaced to get from one word to the other (Levenshtein). */
    static int edits(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j - 1], row[j]) + 1);
            }
        }
        return row[to.length()];
    }
}
