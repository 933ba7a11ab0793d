package org.larder.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.lang.annotation.Annotation;
import java.util.Map;
import javax.cache.Cache;
import javax.cache.annotation.CacheKeyGenerator;
import javax.cache.annotation.CacheKeyInvocationContext;
import javax.cache.annotation.CacheRemove;
import javax.cache.annotation.CacheResult;
import javax.cache.annotation.GeneratedCacheKey;
import javax.cache.integration.CacheLoaderException;
import org.junit.jupiter.api.Test;
import org.larder.MethodKey;
import org.larder.annotation.LoadsCache;
import org.larder.annotation.LoadsData;
import org.larder.cdi.elsewhere.PackagePrivate;

/** Loaders beside the beaten track: beans that cannot be made, methods out of reach, keys of other methods. */
class LoaderEdgesContainerTest {

    @Dependent
    static class Unmakeable {
        Unmakeable() {
            throw new IllegalArgumentException("no such shop");
        }

        @LoadsCache("unmakeable")
        String load(String key) {
            return key;
        }
    }

    @Dependent
    static class UnmakeableUser {
        @Inject
        @NamedCache("unmakeable")
        Cache<String, String> cache;
    }

    @Test
    void thatABeanCannotBeMadeIsNotTakenForAKeyOfAWrongType() {
        try (Container container = Container.of(Unmakeable.class, UnmakeableUser.class)) {
            Cache<String, String> cache = container.bean(UnmakeableUser.class).cache;
            assertThatThrownBy(() -> cache.get("a"))
                    .isInstanceOf(CacheLoaderException.class)
                    .hasMessageContaining("$Unmakeable.load(String) cannot be called, as its bean cannot be made")
                    .hasRootCauseMessage("no such shop");
        }
    }

    @ApplicationScoped
    static class InheritsLoader extends PackagePrivate.Loading {}

    @ApplicationScoped
    static class InheritsCached extends PackagePrivate.Cached {}

    @Test
    void aMethodThatNoSubclassOfTheBeanCanOverrideFailsTheDeployment() {
        assertThatThrownBy(() -> Container.of(InheritsLoader.class))
                .hasStackTraceContaining("PackagePrivate$Loading.load(String) of ")
                .hasStackTraceContaining("it is package-private, in another package than the bean");
        assertThatThrownBy(() -> Container.of(InheritsCached.class))
                .hasStackTraceContaining("PackagePrivate$Cached.find(String) of ")
                .hasStackTraceContaining("the method is package-private, in another package than the bean");
    }

    interface Loading {
        @LoadsCache("by interface")
        String load(String key);

        @LoadsData(domain = "local:shop", dataType = "data by interface", ttlSeconds = 60)
        default Map<String, Object> data(String rid) {
            return Map.of();
        }
    }

    @ApplicationScoped
    static class Forgot implements Loading {
        @LoadsCache("other")
        String other(String key) {
            return key;
        }

        @Override
        public String load(String key) {
            return key;
        }
    }

    @Test
    void anAnnotationAtAnInterfaceOnlyFailsTheDeployment() {
        assertThatThrownBy(() -> Container.of(Forgot.class))
                .hasStackTraceContaining("@LoadsCache of the interface method ")
                .hasStackTraceContaining("$Loading.load(String) loads nothing at ")
                .hasStackTraceContaining("@LoadsData of the interface method ")
                .hasStackTraceContaining("put it at the method of the class");
    }

    @ApplicationScoped
    static class HasNothingElse implements Loading {
        @Override
        public String load(String key) {
            return key;
        }
    }

    @Test
    void anAnnotationAtAnInterfaceOfABeanWithoutAnyOtherFailsTheDeployment() {
        assertThatThrownBy(() -> Container.of(HasNothingElse.class))
                .hasStackTraceContaining("$Loading.load(String) loads nothing at ");
    }

    interface Repeatable {
        @LoadsCache("by class")
        String load(String key);
    }

    @ApplicationScoped
    static class Repeats implements Repeatable {
        @Override
        @LoadsCache("by class")
        public String load(String key) {
            return key;
        }
    }

    @Test
    void anAnnotationAtAnInterfaceThatTheClassRepeatsIsFine() {
        try (Container container = Container.of(Repeats.class)) {
            assertThat(container.cache("by class").get("a")).isEqualTo("a");
        }
    }

    @ApplicationScoped
    static class ByMethodKey {
        private int calls;

        @LoadsCache("prices")
        String load(MethodKey key) {
            return key.parameters().get(0) + " " + ++calls;
        }
    }

    @ApplicationScoped
    static class Shop {
        @CacheResult(cacheName = "prices")
        String price(String isbn) {
            throw new AssertionError("the loader knows it");
        }

        @CacheRemove(cacheName = "prices")
        void changed(String isbn) {}
    }

    @Test
    void aLoaderThatTakesTheKeysOfMethodsMayLoadTheirCache() {
        try (Container container = Container.of(ByMethodKey.class, Shop.class)) {
            Shop shop = container.bean(Shop.class);
            assertThat(shop.price("a")).isEqualTo("a 1").isEqualTo(shop.price("a"));
            shop.changed("a");
            assertThat(shop.price("a")).isEqualTo("a 2");
        }
    }

    /** Keys that are no {@link MethodKey}. */
    record OwnKey(String isbn) implements GeneratedCacheKey {
        private static final long serialVersionUID = 1L;
    }

    static class OwnKeys implements CacheKeyGenerator {
        @Override
        public GeneratedCacheKey generateCacheKey(CacheKeyInvocationContext<? extends Annotation> context) {
            return new OwnKey((String) context.getKeyParameters()[0].getValue());
        }
    }

    @ApplicationScoped
    static class OtherShop {
        @CacheResult(cacheName = "prices", cacheKeyGenerator = OwnKeys.class)
        String price(String isbn) {
            return isbn;
        }
    }

    @Test
    void aLoaderThatTakesTheKeysOfMethodsCannotLoadACacheOfKeysOfAnotherGenerator() {
        assertThatThrownBy(() -> Container.of(ByMethodKey.class, Shop.class, OtherShop.class))
                .hasStackTraceContaining("which takes a org.larder.MethodKey, and used by ")
                .hasStackTraceContaining("$OtherShop.price(String)");
    }

    @ApplicationScoped
    static class ByAnyKey {
        @LoadsCache("prices")
        String load(GeneratedCacheKey key) {
            return key.getClass().getSimpleName();
        }
    }

    @Test
    void aLoaderThatTakesAllGeneratedKeysMayLoadTheCacheOfAnyMethod() {
        try (Container container = Container.of(ByAnyKey.class, Shop.class, OtherShop.class)) {
            assertThat(container.bean(Shop.class).price("a")).isEqualTo("MethodKey");
            assertThat(container.bean(OtherShop.class).price("a")).isEqualTo("OwnKey");
        }
    }
}
