package org.larder.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.benmanes.caffeine.jcache.spi.CaffeineCachingProvider;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.CacheManager;
import javax.cache.annotation.CacheResult;
import javax.cache.spi.CachingProvider;
import org.junit.jupiter.api.Test;
import org.larder.annotation.CacheSettings;

/** Providers and managers that an application brings, made with what is offered to it. */
class BroughtBeansContainerTest {

    private static final URI OWN = URI.create("larder:local:own");

    @ApplicationScoped
    static class Declaring {
        private final AtomicInteger calls = new AtomicInteger();

        @CacheResult(cacheName = "declared")
        @CacheSettings(timeToLiveSeconds = 5)
        public String declared(String key) {
            return key + calls.incrementAndGet();
        }
    }

    @Dependent
    static class ManagerOfOfferedProvider {
        @Produces
        @ApplicationScoped
        CacheManager manager(CachingProvider provider) {
            return provider.getCacheManager(OWN, provider.getDefaultClassLoader());
        }

        void close(@Disposes CacheManager manager) {
            manager.close();
        }
    }

    @Dependent
    static class DependentManager {
        @Produces
        CacheManager manager(CachingProvider provider) {
            return provider.getCacheManager(OWN, provider.getDefaultClassLoader());
        }

        void close(@Disposes CacheManager manager) {
            manager.close();
        }
    }

    @Test
    void aManagerMadeWithTheProviderThatIsOfferedIsTheOneOfTheAnnotations() {
        try (Container container = Container.of(Declaring.class, ManagerOfOfferedProvider.class)) {
            assertThat(container.bean(Declaring.class).declared("a")).isEqualTo("a1");
            assertThat(container.bean(Declaring.class).declared("a")).isEqualTo("a1");

            CacheManager manager = container.bean(CacheManager.class);
            assertThat(manager.getURI()).isEqualTo(OWN);
            assertThat(manager.getCache("declared")).hasSize(1);
            assertThat(container.bean(CachingProvider.class)).isSameAs(manager.getCachingProvider());
        }
    }

    @Test
    void soIsADependentOne() {
        try (Container container = Container.of(Declaring.class, DependentManager.class)) {
            assertThat(container.bean(Declaring.class).declared("a")).isEqualTo("a1");
            assertThat(container.cache("declared").getCacheManager().getURI()).isEqualTo(OWN);
        }
    }

    @Decorator
    @Priority(100)
    abstract static class Decorating implements CacheManager {
        @Inject
        @Delegate
        CacheManager decorated;

        @Override
        public URI getURI() {
            return decorated.getURI();
        }
    }

    @Test
    void aDecoratorOfManagersIsNoManagerThatIsBrought() {
        try (Container container = Container.of(Declaring.class, Decorating.class, UsesOffered.class)) {
            assertThat(container.bean(Declaring.class).declared("a")).isEqualTo("a1");
            assertThat(container.bean(UsesOffered.class).manager.getCache("declared"))
                    .hasSize(1);
        }
    }

    @ApplicationScoped
    static class OwnProvider {
        @Produces
        @ApplicationScoped
        CachingProvider provider() {
            return new CaffeineCachingProvider();
        }
    }

    @Dependent
    static class UsesOffered {
        @Inject
        CacheManager manager;
    }

    @Test
    void theManagerThatIsOfferedIsOfTheProviderThatTheApplicationBrings() {
        try (Container container = Container.of(Declaring.class, OwnProvider.class, UsesOffered.class)) {
            CacheManager manager = container.bean(UsesOffered.class).manager;

            assertThat(manager.getCachingProvider()).isInstanceOf(CaffeineCachingProvider.class);
            assertThat(container.cache("declared").getCacheManager()).isSameAs(manager);
        }
    }

    @Test
    void aManagerMadeWithAProviderThatTheApplicationBringsTooIsOfThatOne() {
        try (Container container = Container.of(Declaring.class, OwnProvider.class, ManagerOfOfferedProvider.class)) {
            assertThat(container.bean(Declaring.class).declared("a")).isEqualTo("a1");
            assertThat(container.cache("declared").getCacheManager().getCachingProvider())
                    .isInstanceOf(CaffeineCachingProvider.class);
        }
    }

    @Dependent
    static class Unneeded {
        private static final AtomicInteger MADE = new AtomicInteger();

        @Produces
        @ApplicationScoped
        CacheManager manager(CachingProvider provider) {
            MADE.incrementAndGet();
            return provider.getCacheManager();
        }
    }

    @Test
    void aManagerThatNobodyNeedsIsNotMade() {
        try (Container container = Container.of(Unneeded.class)) {
            assertThat(container.bean(CachingProvider.class)).isNotNull();
        }
        assertThat(Unneeded.MADE).hasValue(0);
    }

    @Test
    void aManagerThatTheApplicationHasClosedIsAnErrorThatNamesTheCache() {
        try (Container container = Container.of(Declaring.class, ManagerOfOfferedProvider.class)) {
            container.bean(CacheManager.class).close();

            Declaring declaring = container.bean(Declaring.class);
            assertThatThrownBy(() -> declaring.declared("a"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(
                            "cache 'declared' cannot be had: the cache manager larder:local:own, which the application brought, is closed");
        }
    }

    @Dependent
    static class ClosedManager {
        @Produces
        @ApplicationScoped
        CacheManager manager(CachingProvider provider) {
            CacheManager manager = provider.getCacheManager(OWN, provider.getDefaultClassLoader());
            manager.close();
            return manager;
        }
    }

    @Test
    void aManagerThatIsClosedFromTheStartFailsTheDeployment() {
        assertThatThrownBy(() -> Container.of(Declaring.class, ClosedManager.class))
                .hasStackTraceContaining("DeploymentException")
                .hasStackTraceContaining(
                        "the cache manager larder:local:own, which the application brought, is closed; close it when the application stops");
    }

    @Dependent
    static class OneManager {
        @Produces
        CacheManager manager(CachingProvider provider) {
            return provider.getCacheManager();
        }
    }

    @Dependent
    static class AnotherManager {
        @Produces
        CacheManager manager(CachingProvider provider) {
            return provider.getCacheManager();
        }
    }

    @Test
    void twoManagersOfTheApplicationFailTheDeploymentNamingBoth() {
        assertThatThrownBy(() -> Container.of(Declaring.class, OneManager.class, AnotherManager.class))
                .hasStackTraceContaining("there are 2 beans of type javax.cache.CacheManager without a qualifier: ")
                .hasStackTraceContaining(OneManager.class.getSimpleName())
                .hasStackTraceContaining(AnotherManager.class.getSimpleName())
                .hasStackTraceContaining("leave one, or give the others a qualifier");
    }
}
