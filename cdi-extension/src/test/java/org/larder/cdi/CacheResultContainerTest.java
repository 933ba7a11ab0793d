package org.larder.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.annotation.CacheResult;
import org.junit.jupiter.api.Test;

class CacheResultContainerTest {

    @ApplicationScoped
    static class Slow {
        private final AtomicInteger calls = new AtomicInteger();

        @CacheResult(cacheName = "upper")
        String upper(String text) {
            return text.toUpperCase(java.util.Locale.ROOT) + calls.incrementAndGet();
        }
    }

    @Test
    void aMethodIsCalledOnceForAKey() {
        try (SeContainer container =
                SeContainerInitializer.newInstance().addBeanClasses(Slow.class).initialize()) {
            Slow slow = container.select(Slow.class).get();
            assertThat(slow.upper("a")).isEqualTo("A1");
            assertThat(slow.upper("a")).isEqualTo("A1");
            assertThat(slow.upper("b")).isEqualTo("B2");
        }
    }
}
