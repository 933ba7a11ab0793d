package org.larder.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.annotation.CacheDefaults;
import javax.cache.annotation.CacheKey;
import javax.cache.annotation.CachePut;
import javax.cache.annotation.CacheRemove;
import javax.cache.annotation.CacheRemoveAll;
import javax.cache.annotation.CacheResult;
import javax.cache.annotation.CacheValue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The four annotations side by side, as applications use them. */
class FourAnnotationsContainerTest {

    @ApplicationScoped
    @CacheDefaults(cacheName = "shop")
    static class Shop {
        private final AtomicInteger calls = new AtomicInteger();

        @CacheResult
        String find(String id) {
            return id + calls.incrementAndGet();
        }

        @CacheResult(skipGet = true)
        String reload(String id) {
            return id + calls.incrementAndGet();
        }

        @CachePut
        void save(@CacheKey String id, @CacheValue String name) {}

        @CacheRemove
        void drop(String id) {}

        @CacheRemoveAll
        void dropAll() {}

        @CacheResult(cacheName = "prices")
        String price(String id) {
            return "price of " + id + calls.incrementAndGet();
        }
    }

    /** A bean whose class says what most of its methods do. */
    @ApplicationScoped
    @CacheResult
    static class Mixed {
        private int calls;

        String first(String key) {
            return key + ++calls;
        }

        String second(String key) {
            return key + ++calls;
        }

        void nothing() {
            calls++;
        }

        int calls() {
            return calls;
        }
    }

    @Test
    @Tag("S3-37")
    void aMethodCalledTwiceIsCarriedOutOnceWithEachOfTwoCacheNames() {
        try (Container container = Container.of(Shop.class)) {
            Shop shop = container.bean(Shop.class);
            assertThat(shop.find("a")).isEqualTo("a1");
            assertThat(shop.find("a")).isEqualTo("a1");
            assertThat(shop.price("a")).isEqualTo("price of a2");
            assertThat(shop.price("a")).isEqualTo("price of a2");
            assertThat(shop.find("a")).isEqualTo("a1");
            assertThat(container.cache("shop")).hasSize(1);
            assertThat(container.cache("prices")).hasSize(1);
        }
    }

    @Test
    @Tag("S3-36")
    void withSkipGetAMethodIsAlwaysCarriedOutAndItsResultKept() {
        try (Container container = Container.of(Shop.class)) {
            Shop shop = container.bean(Shop.class);
            assertThat(shop.find("a")).isEqualTo("a1");
            assertThat(shop.reload("a")).isEqualTo("a2");
            assertThat(shop.reload("a")).isEqualTo("a3");
            assertThat(shop.find("a")).isEqualTo("a3");
        }
    }

    @Test
    void whatIsPutIsFoundAndWhatIsRemovedIsNot() {
        try (Container container = Container.of(Shop.class)) {
            Shop shop = container.bean(Shop.class);
            shop.save("a", "put");
            assertThat(shop.find("a")).isEqualTo("put");
            assertThat(shop.find("b")).isEqualTo("b1");
            shop.drop("a");
            assertThat(shop.find("a")).isEqualTo("a2");
            assertThat(shop.find("b")).isEqualTo("b1");
            shop.dropAll();
            assertThat(shop.find("a")).isEqualTo("a3");
            assertThat(shop.find("b")).isEqualTo("b4");
        }
    }

    @Test
    void anAnnotationOfAClassMeansEachMethodWithAResultAndACacheOfItsOwn() {
        try (Container own = Container.of(Mixed.class)) {
            Mixed mixed = own.bean(Mixed.class);
            assertThat(mixed.first("a")).isEqualTo("a1").isEqualTo(mixed.first("a"));
            assertThat(mixed.second("a")).isEqualTo("a2").isEqualTo(mixed.second("a"));
            mixed.nothing();
            mixed.nothing();
            assertThat(mixed.calls()).isEqualTo(4).isEqualTo(mixed.calls());
            assertThat(own.cache(Mixed.class.getName() + ".first(java.lang.String)"))
                    .hasSize(1);
        }
    }
}
