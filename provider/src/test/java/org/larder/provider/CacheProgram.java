package org.larder.provider;

import java.io.Serializable;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.spi.CachingProvider;

/** A program on the standard API that the start tests run in forked JVMs. Prints {@code done} if all went well. */
public final class CacheProgram {

    private CacheProgram() {}

    /** A value that takes Java serialization. */
    public record Capital(String name, int inhabitants) implements Serializable {}

    public static void main(String[] arguments) {
        ClassLoader loader = CacheProgram.class.getClassLoader();
        try (CachingProvider provider = Caching.getCachingProvider(loader);
                CacheManager manager = provider.getCacheManager(null, loader)) {
            check(provider.getClass().getName().equals("org.larder.provider.LarderCachingProvider"));
            Cache<String, Capital> capitals = manager.createCache(
                    "capitals",
                    new MutableConfiguration<String, Capital>()
                            .setTypes(String.class, Capital.class)
                            .setStatisticsEnabled(true)
                            .setManagementEnabled(true)
                            .setExpiryPolicyFactory(CreatedExpiryPolicy.factoryOf(new Duration(TimeUnit.HOURS, 1))));
            Capital lisbon = new Capital("Lisbon", 545_796);
            capitals.put("Portugal", lisbon);
            check(Objects.equals(capitals.get("Portugal"), lisbon));
            check(capitals.get("Atlantis") == null);
            check(capitals.invoke("Portugal", (entry, none) -> entry.getValue().name())
                    .equals("Lisbon"));
            capitals.forEach(entry -> check(entry.getValue().equals(lisbon)));
        }
        System.out.println("done");
    }

    private static void check(boolean condition) {
        if (!condition) {
            throw new AssertionError();
        }
    }
}
