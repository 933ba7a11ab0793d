package org.larder.codecs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.cache.Cache;
import javax.cache.Caching;
import javax.cache.spi.CachingProvider;
import org.junit.jupiter.api.Test;

class CustomersTest {

    private static final Path SOURCES = Path.of("src/main/java/org/larder/codecs");
    private static final Path GUIDE = Path.of("../../docs/guide/codecs.md");

    @Test
    void addressesInsideRecordsComeBackThroughJson() {
        try (CachingProvider provider = Caching.getCachingProvider()) {
            Cache<Long, Customer> customers = Customers.createCache(provider.getCacheManager());
            Address address = new Address();
            address.setStreet("Main Street 1");
            address.setTown("Ulm");
            customers.put(7L, new Customer("Ada", List.of(address)));
            Customer found = customers.get(7L);
            assertThat(found.name()).isEqualTo("Ada");
            assertThat(found.addresses()).singleElement().isNotSameAs(address).satisfies(copy -> {
                assertThat(copy.getStreet()).isEqualTo("Main Street 1");
                assertThat(copy.getTown()).isEqualTo("Ulm");
            });
        }
    }

    /** Every block of the guide that starts with a comment naming a file is part of that file, word for word. */
    @Test
    void theGuideQuotesThisExample() throws IOException {
        Matcher blocks = Pattern.compile("```java\\n// (\\w+\\.java)\\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(GUIDE));
        int count = 0;
        while (blocks.find()) {
            assertThat(flush(Files.readString(SOURCES.resolve(blocks.group(1)))))
                    .contains(flush(blocks.group(2)));
            count++;
        }
        assertThat(count).isEqualTo(2);
    }

    /** Lines without their indentation. */
    private static String flush(String text) {
        return text.lines().map(String::strip).collect(Collectors.joining("\n"));
    }
}
