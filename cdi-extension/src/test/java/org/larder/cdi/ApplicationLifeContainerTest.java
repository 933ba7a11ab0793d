package org.larder.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
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
        try (SeContainer container = container(Counting.class)) {
            assertThat(container.select(Counting.class).get().count("a")).isEqualTo("a1");
            CacheManager manager = Caching.getCachingProvider().getCacheManager();
            Cache<Object, Object> cache = manager.getCache("counted");
            assertThat(cache).hasSize(1);
            return manager;
        }
    }

    @Test
    void beansThatSayGoodbyeStillHaveTheirCaches() {
        try (SeContainer container = container(Counting.class, Leaving.class)) {
            Leaving leaving = container.select(Leaving.class).get();
            leaving.touch();
            container.select(Counting.class).get().count("a");
        }
        assertThat(Counting.LAST).hasValue("a1");
    }

    @Test
    void theClassLoaderOfACallingThreadDoesNotMatter() throws Exception {
        try (SeContainer container = container(Counting.class)) {
            Counting counting = container.select(Counting.class).get();
            counting.touch();
            CompletableFuture<String> answer = new CompletableFuture<>();
            Thread stranger = new Thread(() -> answer.complete(counting.count("a")));
            stranger.setContextClassLoader(ClassLoader.getPlatformClassLoader());
            stranger.start();

            assertThat(answer.get()).isEqualTo("a1");
            assertThat(counting.count("a")).isEqualTo("a1");
        }
    }

    private static SeContainer container(Class<?>... beans) {
        return SeContainerInitializer.newInstance().addBeanClasses(beans).initialize();
    }
}
