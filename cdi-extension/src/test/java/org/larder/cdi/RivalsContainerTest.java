package org.larder.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.benmanes.caffeine.jcache.spi.CaffeineCachingProvider;
import fish.payara.cdi.jsr107.Producers;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.CacheManager;
import javax.cache.annotation.CacheResult;
import javax.cache.spi.CachingProvider;
import org.junit.jupiter.api.Test;

/** Interceptors, providers and managers of others, for the annotations of the standard. */
class RivalsContainerTest {

    @ApplicationScoped
    static class Counting {
        private final AtomicInteger calls = new AtomicInteger();

        @CacheResult(cacheName = "counted")
        public String count(String key) {
            return key + calls.incrementAndGet();
        }
    }

    @Interceptor
    @CacheResult
    @Priority(Interceptor.Priority.APPLICATION)
    static class Rival {

        @AroundInvoke
        Object mark(InvocationContext invocation) throws Exception {
            return "rival " + invocation.proceed();
        }
    }

    @Test
    void thoseOfPayaraGiveWay() {
        assumeTrue(
                System.getProperty("extension.under.test").equals("LarderExtension"),
                "only portable extensions can take beans of others out");
        try (LogCapture log = new LogCapture(Rivals.class);
                Container container =
                        Container.of(Counting.class, fish.payara.cdi.jsr107.CacheResultInterceptor.class)) {
            Counting counting = container.bean(Counting.class);

            assertThat(counting.count("a")).isEqualTo("a1");
            assertThat(counting.count("a")).isEqualTo("a1");
            assertThat(log.messages()).isEmpty();
        }
    }

    @Test
    void beforeAnyOthersOursStandAsideAndSayWhyOnce() {
        try (LogCapture log = new LogCapture(Rivals.class);
                Container container = Container.of(Counting.class, Rival.class)) {
            Counting counting = container.bean(Counting.class);

            assertThat(counting.count("a")).isEqualTo("rival a1");
            assertThat(counting.count("a")).isEqualTo("rival a2");
            assertThat(log.messages())
                    .singleElement()
                    .asString()
                    .contains(Rival.class.getName(), "stand aside")
                    .doesNotContain("CacheResultInterceptor");
        }
    }

    @Dependent
    static class Injected {
        @Inject
        CacheManager manager;

        @Inject
        CachingProvider provider;
    }

    @Test
    void theProviderAndManagerOfPayaraGiveWay() {
        try (Container container = Container.of(Counting.class, Injected.class, Producers.class)) {
            Injected injected = container.bean(Injected.class);

            assertThat(injected.provider.getDefaultURI()).hasScheme("larder");
            assertThat(injected.manager.getCachingProvider()).isSameAs(injected.provider);
            assertThat(container.cache("counted").getCacheManager()).isSameAs(injected.manager);
        }
    }

    @Test
    void whereNothingIsInterceptedTheyAreThoseOfTheApplication() {
        System.setProperty("larder.cdi.enabled", "false");
        try (Container container = Container.of(Counting.class, Injected.class, Producers.class)) {
            assertThat(container.bean(Injected.class).provider).isInstanceOf(CaffeineCachingProvider.class);
        } finally {
            System.clearProperty("larder.cdi.enabled");
        }
    }
}
