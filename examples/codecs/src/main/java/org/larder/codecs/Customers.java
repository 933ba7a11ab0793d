package org.larder.codecs;

import javax.cache.Cache;
import javax.cache.CacheManager;
import org.larder.LarderConfiguration;

/** Creates the cache of the example. */
final class Customers {

    private Customers() {}

    static Cache<Long, Customer> createCache(CacheManager manager) {
        var configuration = new LarderConfiguration<Long, Customer>()
                .setTypes(Long.class, Customer.class)
                .addCodec(Address.class, () -> new JsonCodec<>(Address.class));
        return manager.createCache("customers", configuration);
    }
}
