package org.larder.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.larder.annotation.LoadsCache;

/** Beans of loaders that take their time to be made. */
class SlowBeanContainerTest {

    private static volatile CountDownLatch begun = new CountDownLatch(1);
    private static volatile CountDownLatch mayEnd = new CountDownLatch(1);

    @Dependent
    static class Slow {
        @PostConstruct
        void take() {
            begun.countDown();
            try {
                assertThat(mayEnd.await(60, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException("nobody interrupts this", e);
            }
        }

        @LoadsCache("slow")
        public String load(String key) {
            return "slow " + key;
        }
    }

    @ApplicationScoped
    static class Quick {
        @LoadsCache("quick")
        public String load(String key) {
            return "quick " + key;
        }
    }

    @ApplicationScoped
    static class Reader {
        @Inject
        @NamedCache("slow")
        Cache<String, String> slow;

        @Inject
        @NamedCache("quick")
        Cache<String, String> quick;

        public String slow(String key) {
            return slow.get(key);
        }

        public String quick(String key) {
            return quick.get(key);
        }
    }

    @BeforeEach
    void begin() {
        begun = new CountDownLatch(1);
        mayEnd = new CountDownLatch(1);
    }

    private static void onItsOwn(Runnable task) {
        new Thread(task).start();
    }

    @Test
    void loadsOfOthersGoOnWhileABeanIsMade() throws Exception {
        try (Container container = Container.of(Slow.class, Quick.class, Reader.class)) {
            Reader reader = container.bean(Reader.class);
            CompletableFuture<String> slow =
                    CompletableFuture.supplyAsync(() -> reader.slow("a"), SlowBeanContainerTest::onItsOwn);
            assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();

            CompletableFuture<String> quick =
                    CompletableFuture.supplyAsync(() -> reader.quick("b"), SlowBeanContainerTest::onItsOwn);
            try {
                assertThat(quick.get(60, TimeUnit.SECONDS)).isEqualTo("quick b");
            } finally {
                mayEnd.countDown();
            }
            assertThat(slow.get(60, TimeUnit.SECONDS)).isEqualTo("slow a");
        }
    }
}
