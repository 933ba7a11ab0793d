package org.larder.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.Cache;
import javax.cache.annotation.CacheResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.larder.annotation.CacheSettings;

/** The key that switches interception off. */
class DisabledContainerTest {

    @ApplicationScoped
    static class Counting {
        private final AtomicInteger calls = new AtomicInteger();

        @Inject
        @NamedCache("injected")
        Cache<String, Integer> injected;

        @CacheResult(cacheName = "results")
        @CacheSettings(timeToLiveSeconds = 60)
        public int count(String key) {
            return calls.incrementAndGet();
        }

        public Integer found(String key) {
            return injected.get(key);
        }

        public void keep(String key, int value) {
            injected.put(key, value);
        }
    }

    @AfterEach
    void forgetTheKey() {
        System.clearProperty("larder.cdi.enabled");
    }

    @Test
    void callsPassAndInjectedCachesWork() {
        System.setProperty("larder.cdi.enabled", "false");
        try (Container container = Container.of(Counting.class)) {
            Counting counting = container.bean(Counting.class);
            counting.keep("a", 7);

            assertThat(counting.count("a")).isEqualTo(1);
            assertThat(counting.count("a")).isEqualTo(2);
            assertThat(counting.found("a")).isEqualTo(7);
        }
    }
}
