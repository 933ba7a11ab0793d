package org.larder.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.inject.spi.Unmanaged;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.annotation.CacheResult;
import org.junit.jupiter.api.Test;

/** What a container injects into and intercepts without taking it for a bean, as servers do with their resources. */
class NoBeanContainerTest {

    static class Resource {
        private final AtomicInteger calls = new AtomicInteger();

        @CacheResult(cacheName = "resource")
        public String count(String key) {
            return key + calls.incrementAndGet();
        }
    }

    @Test
    void itsResultsAreCached() {
        try (Container container = Container.of(Resource.class)) {
            Resource resource = new Unmanaged<>(container.container().getBeanManager(), Resource.class)
                    .newInstance()
                    .produce()
                    .inject()
                    .get();

            assertThat(resource.count("a")).isEqualTo("a1");
            assertThat(resource.count("a")).isEqualTo("a1");
        }
    }
}
