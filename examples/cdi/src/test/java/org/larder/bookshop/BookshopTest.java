package org.larder.bookshop;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BookshopTest {

    @Test
    void programPrintsWhatWasAskedAndHowOftenTheServicesWorked() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
                SeContainer container = SeContainerInitializer.newInstance().initialize()) {
            container.select(Bookshop.class).get().open(out);
        }
        assertThat(bytes.toString(StandardCharsets.UTF_8)
                        .replaceAll(" +\\d+ ms  ", ": ")
                        .lines())
                .containsExactly();
    }
}
