package org.larder.provider.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PropertiesTextTest {

    private static final String PIECES = "ab=: \t\f\\\\\\\r\n\n#!ué€\u2028u00e9";

    private final Problems problems = new Problems();

    private List<Property> read(String text) {
        return PropertiesText.read("shop.properties", text, problems);
    }

    private static Property property(String key, String value, int line) {
        return new Property(key, value, "shop.properties:" + line);
    }

    @Test
    void eachPropertyKnowsItsLine() {
        assertThat(read("# first\n\na=1\n ! c : 2\nb: 2\n\n  c 3\nd\n"))
                .containsExactly(
                        property("a", "1", 3), property("b", "2", 5), property("c", "3", 7), property("d", "", 8));
    }

    @Test
    void continuedPropertyIsAtItsFirstLine() {
        assertThat(read("a=1,\\\n   2,\\\n\t3\nb=even\\\\\nc=4\\"))
                .containsExactly(property("a", "1,2,3", 1), property("b", "even\\", 4), property("c", "4", 5));
    }

    @Test
    void commentIsNotContinued() {
        assertThat(read("# a \\\nb=1\n \t\f! c \\\nd=2")).containsExactly(property("b", "1", 2), property("d", "2", 4));
    }

    @Test
    void linesEndAsWindowsOrAnOldMacintoshEndsThem() {
        assertThat(read("a=1\r\nb=2\\\r\n3\r\n\r\nc=4\rd=5"))
                .containsExactly(
                        property("a", "1", 1), property("b", "23", 2), property("c", "4", 5), property("d", "5", 6));
    }

    @Test
    void escapesAndOtherAlphabetsAreRead() {
        assertThat(read("cache.bücher.expiry=créé\nm\\u00fcll\\ eimer=\\u20ac\\t1"))
                .containsExactly(property("cache.bücher.expiry", "créé", 1), property("müll eimer", "€\t1", 2));
    }

    @Test
    void keyThatComesTwiceIsReadTwice() {
        assertThat(read("a=1\na=2")).containsExactly(property("a", "1", 1), property("a", "2", 2));
        assertThatCode(() -> problems.throwIfAny(URI.create("larder:shop"), null))
                .doesNotThrowAnyException();
    }

    @Test
    void malformedEscapeIsAProblemOfItsLine() {
        assertThat(read("a=1\nb=C:\\users\nc=3")).containsExactly(property("a", "1", 1), property("c", "3", 3));
        assertThatThrownBy(() -> problems.throwIfAny(URI.create("larder:shop"), null))
                .hasMessage(
                        "cache manager larder:shop: its configuration has an error:%n  shop.properties:2: a \\u is not followed by four hexadecimal digits; write two backslashes to mean one"
                                .formatted());
    }

    @Test
    void randomTextsAreReadAsJavaReadsThem() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(30); length > 0; length--) {
                text.append(PIECES.charAt(random.nextInt(PIECES.length())));
            }
            assertThat(pairs(text.toString()))
                    .as("seed %d, text '%s'", seed, text)
                    .isEqualTo(asJavaReads(text.toString()));
        }
    }

    /** Null if there is a problem. */
    private static Map<Object, Object> pairs(String text) {
        Problems found = new Problems();
        Map<Object, Object> pairs = new HashMap<>();
        PropertiesText.read("", text, found).forEach(property -> pairs.put(property.key(), property.value()));
        try {
            found.throwIfAny(URI.create("x"), null);
        } catch (RuntimeException e) {
            return null;
        }
        return pairs;
    }

    private static Map<Object, Object> asJavaReads(String text) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(text));
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (IllegalArgumentException e) {
            return null;
        }
        return new HashMap<>(properties);
    }
}
