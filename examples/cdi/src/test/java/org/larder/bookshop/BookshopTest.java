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
        // How many of the customers miss before the price is there is a matter of time.
        assertThat(bytes.toString(StandardCharsets.UTF_8)
                        .replaceAll(" +\\d+ ms  ", ": ")
                        .replaceAll("(prices +)\\d+ hits, \\d+ misses", "$1hits and misses")
                        .lines())
                .containsExactly(
                        "price of 978-0: Price[isbn=978-0, euros=43.68]",
                        "price of 978-0: Price[isbn=978-0, euros=43.68]",
                        "it changed: Price[isbn=978-0, euros=43.68]",
                        "8 customers at once: [Price[isbn=978-1, euros=8.08]]",
                        "prices found out       3 times",
                        "author Eco: Author[name=Eco, books=23]",
                        "author Eco: Author[name=Eco, books=23]",
                        "prices                 hits and misses",
                        "authors                1 hits, 1 misses");
    }
}
