package org.larder.cdi;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.io.Serializable;
import javax.cache.Cache;
import javax.cache.annotation.CacheResult;
import org.larder.annotation.LoadsCache;

/** An application that {@link ClassLoaderContainerTest} loads with a class loader of its own. */
public final class ChildApplication {

    private ChildApplication() {}

    public record Order(String id, int call) implements Serializable {}

    @ApplicationScoped
    public static class Orders {
        private int calls;

        @LoadsCache("orders")
        public Order load(String id) {
            return new Order(id, ++calls);
        }

        @CacheResult(cacheName = "results")
        public Order result(String id) {
            return new Order(id, ++calls);
        }
    }

    @Dependent
    public static class Shop {
        @Inject
        @NamedCache("orders")
        Cache<String, Order> orders;

        @Inject
        Orders bean;

        public Object load(String id) {
            return orders.get(id);
        }

        public Object result(String id) {
            return bean.result(id);
        }
    }
}
