package org.larder.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.annotation.CacheResult;
import org.junit.jupiter.api.Test;

/** The start and the end of an application. */
class ApplicationLifeContainerTest {

    @ApplicationScoped
    static class Counting {
        static final AtomicReference<String> LAST = new AtomicReference<>("");

        private final AtomicInteger calls = new AtomicInteger();

        @CacheResult(cacheName = "counted")
        public String count(String key) {
            return key + calls.incrementAndGet();
        }

        public void touch() {}
    }

    @ApplicationScoped
    static class Leaving {
        @jakarta.inject.Inject
        Counting counting;

        public void touch() {}

        @PreDestroy
        void leave() {
            Counting.LAST.set(counting.count("a"));
        }
    }

    @Test
    void cachesCloseWithTheApplicationAndTheNextBeginsAnew() {
        CacheManager first = managerAfterACall();
        CacheManager second = managerAfterACall();

        assertThat(first).isNotSameAs(second);
        assertThat(first.isClosed()).isTrue();
        assertThat(second.isClosed()).isTrue();
    }

    private static CacheManager managerAfterACall() {
        try (Container container = container(Counting.class)) {
            assertThat(container.bean(Counting.class).count("a")).isEqualTo("a1");
            Cache<Object, Object> cache = container.cache("counted");
            assertThat(cache).hasSize(1);
            return cache.getCacheManager();
        }
    }

    @Test
    void beansThatSayGoodbyeStillHaveTheirCaches() {
        try (Container container = container(Counting.class, Leaving.class)) {
            Leaving leaving = container.bean(Leaving.class);
            leaving.touch();
            container.bean(Counting.class).count("a");
        }
        assertThat(Counting.LAST).hasValue("a1");
    }

    @Test
    void theClassLoaderOfACallingThreadDoesNotMatter() throws Exception {
        try (Container container = container(Counting.class)) {
            Counting counting = container.bean(Counting.class);
            counting.touch();
            CompletableFuture<String> answer = new CompletableFuture<>();
            Thread stranger = new Thread(() -> answer.complete(counting.count("a")));
            stranger.setContextClassLoader(ClassLoader.getPlatformClassLoader());
            stranger.start();

            assertThat(answer.get()).isEqualTo("a1");
            assertThat(counting.count("a")).isEqualTo("a1");
        }
    }

    private static Container container(Class<?>... beans) {
        return Container.of(beans);
    }
}
