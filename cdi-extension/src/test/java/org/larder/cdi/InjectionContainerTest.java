package org.larder.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Properties;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.annotation.CacheResult;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.spi.CachingProvider;
import org.junit.jupiter.api.Test;
import org.larder.annotation.CacheSettings;

class InjectionContainerTest {

    @Dependent
    static class Shop {
        final Cache<String, Integer> ofConstructor;
        Cache<String, Long> ofMethod;

        @Inject
        @NamedCache("field")
        Cache<String, String> ofField;

        @Inject
        CacheManager manager;

        @Inject
        CachingProvider provider;

        @Inject
        @InDomain("local:shop")
        CacheManager ofShop;

        @Inject
        Shop(@NamedCache("constructor") Cache<String, Integer> ofConstructor) {
            this.ofConstructor = ofConstructor;
        }

        @Inject
        void take(@NamedCache("method") Cache<String, Long> ofMethod) {
            this.ofMethod = ofMethod;
        }
    }

    @Test
    void cachesAreInjectedIntoFieldsConstructorsAndMethodsWithTheirTypes() {
        try (Container container = Container.of(Shop.class)) {
            Shop shop = container.bean(Shop.class);
            shop.ofField.put("a", "b");
            shop.ofConstructor.put("a", 1);
            shop.ofMethod.put("a", 2L);

            assertThat(shop.manager
                            .getCache("field", String.class, String.class)
                            .get("a"))
                    .isEqualTo("b");
            assertThat(shop.manager
                            .getCache("constructor", String.class, Integer.class)
                            .get("a"))
                    .isEqualTo(1);
            assertThat(shop.manager.getCache("method", String.class, Long.class).get("a"))
                    .isEqualTo(2);
            assertThat(container.bean(Shop.class).ofField.get("a")).isEqualTo("b");
        }
    }

    @Test
    void theManagerIsThatOfTheApplicationAndTheProviderIsItsOwn() {
        try (Container container = Container.of(Shop.class)) {
            Shop shop = container.bean(Shop.class);

            assertThat(shop.manager.getURI()).isEqualTo(shop.provider.getDefaultURI());
            assertThat(shop.manager.getCachingProvider()).isEqualTo(shop.provider);
            assertThat(shop.ofShop.getURI()).isEqualTo(URI.create("larder:local:shop"));
        }
    }

    @Test
    void managersAndCachesAreClosedWithTheApplication() {
        Shop shop;
        try (Container container = Container.of(Shop.class)) {
            shop = container.bean(Shop.class);
            assertThat(shop.manager.isClosed()).isFalse();
        }
        assertThat(shop.manager.isClosed()).isTrue();
        assertThat(shop.ofShop.isClosed()).isTrue();
        assertThat(shop.ofField.isClosed()).isTrue();
    }

    @Test
    void anApplicationCanBeStartedAgain() {
        for (int i = 0; i < 2; i++) {
            try (Container container = Container.of(Shop.class)) {
                assertThat(container.bean(Shop.class).ofField.get("a")).isNull();
                container.bean(Shop.class).ofField.put("a", "b");
            }
        }
    }

    @ApplicationScoped
    static class Refused {
        @CacheResult(cacheName = "fine")
        @CacheSettings(timeToLiveSeconds = 5)
        String fine(String key) {
            return key;
        }

        @CacheResult(cacheName = "kept")
        @CacheSettings(persistent = true)
        String kept(String key) {
            return key;
        }
    }

    @Test
    void whatWasOpenedIsClosedWhenTheDeploymentFails() {
        ClassLoader loader = new ClassLoader(Container.class.getClassLoader()) {};
        CachingProvider provider = Caching.getCachingProvider("org.larder.provider.LarderCachingProvider", loader);

        assertThatThrownBy(() -> Container.of(loader, Refused.class)).hasStackTraceContaining("larder.directory");
        try (CacheManager manager = provider.getCacheManager(provider.getDefaultURI(), loader)) {
            assertThat(manager.getCacheNames()).isEmpty();
        }
    }

    @Dependent
    static class WithOtherTypes {
        @Inject
        @NamedCache("field")
        Cache<String, Integer> other;
    }

    @Test
    void oneCacheInjectedWithDifferentTypesFailsTheDeploymentNamingBothPlaces() {
        assertThatThrownBy(() -> Container.of(Shop.class, WithOtherTypes.class))
                .hasStackTraceContaining(
                        "cache 'field' is injected with different types: java.lang.String and java.lang.")
                .hasStackTraceContaining("Shop.ofField")
                .hasStackTraceContaining("WithOtherTypes.other");
    }

    @Test
    void aCacheOfOtherTypesThanAreAskedForIsAnErrorThatNamesThem() {
        try (Container container = Container.of(Shop.class)) {
            container.bean(Shop.class);

            assertThatThrownBy(() -> container.caching().caches().cache("field", Long.class, Long.class))
                    .isInstanceOf(ClassCastException.class)
                    .hasMessage(
                            "cache 'field' is of java.lang.String and java.lang.String, not of java.lang.Long and java.lang.Long");
        }
    }

    @Dependent
    static class Wrong {
        @Inject
        @NamedCache("")
        Cache<String, Integer> nameless;

        @Inject
        @InDomain("galaxy")
        CacheManager ofGalaxy;
    }

    @Test
    void aCacheWithoutNameAndADomainThatIsNotThereFailTheDeployment() {
        assertThatThrownBy(() -> Container.of(Wrong.class))
                .hasStackTraceContaining("Wrong.nameless has @NamedCache without a name")
                .hasStackTraceContaining("Wrong.ofGalaxy: there is no domain 'galaxy'");
    }

    @ApplicationScoped
    static class Own {
        @Produces
        @ApplicationScoped
        CacheManager manager() {
            CachingProvider provider = Caching.getCachingProvider(
                    "org.larder.provider.LarderCachingProvider",
                    Thread.currentThread().getContextClassLoader());
            CacheManager manager = provider.getCacheManager(
                    URI.create("larder:local:own"), Thread.currentThread().getContextClassLoader(), new Properties());
            manager.createCache("mine", new MutableConfiguration<>());
            return manager;
        }

        void close(@Disposes CacheManager manager) {
            closedByLarder = manager.isClosed();
            manager.close();
        }

        private static volatile boolean closedByLarder;

        @CacheResult(cacheName = "mine")
        String cached(String key) {
            return key;
        }
    }

    @Test
    void aManagerOfTheApplicationReplacesTheOneThatWouldBeOffered() {
        Own.closedByLarder = true;
        try (Container container = Container.of(Own.class)) {
            container.bean(Own.class).cached("a");

            CacheManager manager = container.bean(CacheManager.class);
            assertThat(manager.getURI()).isEqualTo(URI.create("larder:local:own"));
            assertThat(manager.getCache("mine").iterator()).hasNext();
            assertThat(container.bean(CachingProvider.class)).isEqualTo(manager.getCachingProvider());
        }
        assertThat(Own.closedByLarder).isFalse();
    }

    @ApplicationScoped
    static class LateSettings extends Own {
        @CacheResult(cacheName = "mine")
        @CacheSettings(timeToLiveSeconds = 5)
        String limited(String key) {
            return key;
        }
    }

    @Test
    void settingsOfACacheThatExistsAlreadyFailTheDeployment() {
        assertThatThrownBy(() -> Container.of(Own.class, LateSettings.class))
                .hasStackTraceContaining("LateSettings.limited(String): cache 'mine': it cannot be made as declared: ")
                .hasStackTraceContaining("exists already");
    }
}
