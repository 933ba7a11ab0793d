package org.larder.provider.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guide page of the configuration says what the code does. */
class ConfigurationGuideTest {

    private static final Path PAGE = Path.of("..", "docs", "guide", "configuration.md");

    private static List<MatchResult> found(String pattern) throws IOException {
        return Pattern.compile(pattern, Pattern.MULTILINE | Pattern.DOTALL)
                .matcher(Files.readString(PAGE))
                .results()
                .toList();
    }

    @Test
    void everySettingHasARowAndEveryRowIsASetting() throws IOException {
        List<MatchResult> rows = found("^\\| `([a-z-]+)` \\| ");
        assertThat(rows.stream().map(row -> row.group(1))).containsExactlyElementsOf(Setting.names());
    }

    @Test
    void everyOtherKeyHasARowAndEveryRowIsAKey() throws IOException {
        List<MatchResult> rows = found("^\\| `((?:larder|codec)\\.[^`]+)` \\| ");
        assertThat(rows.stream().map(row -> row.group(1)))
                .containsExactlyInAnyOrder(
                        "larder.default-max-bytes",
                        "larder.directory",
                        "larder.preallocate",
                        "larder.system-domain",
                        "codec.<type>");
    }

    @Test
    void examplesOfTheRowsAreLegal() throws IOException {
        Map<String, String> examples = found("^\\| `([a-z-]+)` \\| [^\\n]*\\| `([^`]+)` \\|$").stream()
                .collect(Collectors.toMap(row -> row.group(1), row -> row.group(2)));
        assertThat(examples).containsOnlyKeys(Setting.names());
        examples.forEach((name, example) -> Setting.named(name).reading().read(example));
    }

    @Test
    void examplesOfFilesAreLegal(@TempDir Path directory) throws IOException {
        List<MatchResult> files = found("```properties\n(.*?)```");
        assertThat(files).hasSize(3);
        System.setProperty("orders.ttl", "10m");
        try {
            for (MatchResult file : files) {
                assertThat(Fixture.file(directory, file.group(1)).declaredNames())
                        .containsExactly("orders");
            }
        } finally {
            System.clearProperty("orders.ttl");
        }
    }
}
