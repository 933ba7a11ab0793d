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
}
