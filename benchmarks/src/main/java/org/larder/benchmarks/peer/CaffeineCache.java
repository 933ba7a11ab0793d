package org.larder.benchmarks.peer;

import com.github.benmanes.caffeine.jcache.configuration.CaffeineConfiguration;
import com.github.benmanes.caffeine.jcache.copy.Copier;
import com.github.benmanes.caffeine.jcache.copy.JavaSerializationCopier;
import java.util.OptionalLong;
import org.larder.benchmarks.workload.Account;
import org.larder.benchmarks.workload.DataKind;

/** Caffeine by value: its own copier, which clones arrays and shares what cannot change; told that records cannot. */
final class CaffeineCache {

    private static final String PROVIDER = "com.github.benmanes.caffeine.jcache.spi.CaffeineCachingProvider";

    private CaffeineCache() {}

    static <K, V> Contestant<K, V> open(DataKind<K, V> data, long maxEntries) {
        CaffeineConfiguration<K, V> configuration = new CaffeineConfiguration<>();
        configuration.setTypes(data.keyType(), data.valueType());
        configuration.setStoreByValue(true);
        configuration.setCopierFactory(AccountCopier::new);
        configuration.setMaximumSize(OptionalLong.of(maxEntries));
        return new JCachePeer<>(PROVIDER, configuration);
    }

    private static final class AccountCopier implements Copier {
        private final Copier others = new JavaSerializationCopier();

        @Override
        public <T> T copy(T object, ClassLoader classLoader) {
            return object instanceof Account ? object : others.copy(object, classLoader);
        }
    }
}
