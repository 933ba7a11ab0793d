package fish.payara.cdi.jsr107;

import com.github.benmanes.caffeine.jcache.spi.CaffeineCachingProvider;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import javax.cache.CacheManager;
import javax.cache.spi.CachingProvider;

/** Stands in for the producers that Payara has in this package, of a provider that is its own. */
@Dependent
public class Producers {
    private static final CachingProvider PROVIDER = new CaffeineCachingProvider();

    @Produces
    CachingProvider provider() {
        return PROVIDER;
    }

    @Produces
    CacheManager manager() {
        return PROVIDER.getCacheManager();
    }
}
