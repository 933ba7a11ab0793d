package org.larder.provider.guide;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A page of the guide, and the code that it shows. White space does not count. */
record Page(String name) {

    private static final Path GUIDE = Path.of("..", "docs", "guide");
    private static final Path TESTS = Path.of("src", "test", "java");

    /** The blocks of Java. */
    List<String> blocks() throws IOException {
        return found("```java\n(.*?)```");
    }

    /** The code in the last cells of the rows of tables that hold nothing else there. */
    List<String> lastCells() throws IOException {
        return found("\\| `([^`|]*)` \\|\n");
    }

    private List<String> found(String pattern) throws IOException {
        return Pattern.compile(pattern, Pattern.DOTALL)
                .matcher(Files.readString(GUIDE.resolve(name)))
                .results()
                .map((MatchResult match) -> flat(match.group(1)))
                .toList();
    }

    /** The source of a test, to look for what a page shows. */
    static String codeOf(Class<?> test) throws IOException {
        return flat(Files.readString(TESTS.resolve(test.getName().replace('.', '/') + ".java")));
    }

    private static String flat(String text) {
        return text.replaceAll("\\s+", "");
    }
}
