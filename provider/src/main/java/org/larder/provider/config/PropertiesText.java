package org.larder.provider.config;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * A text in the format of {@link Properties}, read so that each property knows its line. This class finds where the
 * properties begin and end; {@link Properties} itself parses each of them.
 */
final class PropertiesText {

    private static final String AFTER_LINE_END = "(?<=\n)|(?<=\r)(?!\n)";

    private PropertiesText() {}

    /**
     * The properties of a text, in order, a key that comes twice included.
     *
     * @param fileName what the text is called in messages
     * @param problems told of properties that are malformed
     */
    static List<Property> read(String fileName, String text, Problems problems) {
        String[] lines = text.split(AFTER_LINE_END, -1);
        List<Property> properties = new ArrayList<>();
        for (int i = 0; i < lines.length; i++) {
            String place = fileName + ":" + (i + 1);
            StringBuilder whole = new StringBuilder(lines[i]);
            if (!isComment(lines[i])) {
                while (isContinued(lines[i]) && i + 1 < lines.length) {
                    whole.append(lines[++i]);
                }
            }
            parse(whole.toString(), place, properties, problems);
        }
        return properties;
    }

    private static boolean isComment(String line) {
        String text = line.replaceFirst("^[ \t\f]+", "");
        return text.startsWith("#") || text.startsWith("!");
    }

    /** Whether a line ends in a backslash that is not itself escaped by one. */
    private static boolean isContinued(String line) {
        String text = line.replaceFirst("[\r\n]+$", "");
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == '\\') {
            end--;
        }
        return (text.length() - end) % 2 == 1;
    }

    private static void parse(String whole, String place, List<Property> properties, Problems problems) {
        Properties one = new Properties();
        try {
            one.load(new StringReader(whole));
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory cannot be read", e);
        } catch (IllegalArgumentException e) {
            problems.add("%s: a \\u is not followed by four hexadecimal digits; write two backslashes to mean one"
                    .formatted(place));
        }
        one.forEach((key, value) -> properties.add(new Property((String) key, (String) value, place)));
    }
}
