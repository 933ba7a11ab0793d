package org.larder.provider.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionsTest {

    private static final List<String> WORDS = List.of("max-bytes", "max-entries", "expiry", "loader");

    @ParameterizedTest
    @CsvSource({
        "'', '', 0",
        "abc, abc, 0",
        "abc, '', 3",
        "'', abc, 3",
        "kitten, sitting, 3",
        "max-bites, max-bytes, 1",
        "ab, ba, 2"
    })
    void editsAreCounted(String from, String to, int edits) {
        assertThat(Suggestions.edits(from, to)).isEqualTo(edits);
    }

    @Test
    void theNearestWordIsSuggested() {
        assertThat(Suggestions.didYouMean("max-bites", WORDS)).isEqualTo(" (did you mean 'max-bytes'?)");
        assertThat(Suggestions.didYouMean("expire", WORDS)).isEqualTo(" (did you mean 'expiry'?)");
        assertThat(Suggestions.didYouMean("max-entry", WORDS)).isEqualTo(" (did you mean 'max-entries'?)");
        assertThat(Suggestions.didYouMean("leader", List.of("loaders", "loader")))
                .isEqualTo(" (did you mean 'loader'?)");
    }

    @Test
    void nothingIsSuggestedIfNothingIsNear() {
        assertThat(Suggestions.didYouMean("colour", WORDS)).isEmpty();
        assertThat(Suggestions.didYouMean("max", WORDS)).isEmpty();
        assertThat(Suggestions.didYouMean("", WORDS)).isEmpty();
    }
}
