package org.larder.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Test
    void lineOverwritesItselfAndIsWiped() {
        Progress progress = new Progress(new PrintStream(bytes, true, UTF_8), true);

        progress.show("Pass", 9, 9);
        progress.clear();

        assertThat(bytes.toString(UTF_8))
                .isEqualTo("\rPass: 9 of 9 jars" + "\r" + " ".repeat("Pass: 9 of 9 jars".length()) + "\r");
    }

    @Test
    void nothingIsShownWithoutTerminal() {
        Progress progress = new Progress(new PrintStream(bytes, true, UTF_8), false);

        progress.show("Pass", 9, 9);
        progress.clear();

        assertThat(bytes.size()).isZero();
    }
}
