package org.larder.provider;

import javax.cache.Cache;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.expiry.Duration;
import javax.cache.expiry.TouchedExpiryPolicy;
import javax.cache.spi.CachingProvider;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.larder.LarderConfiguration;

/**
 * Random operations of two threads on one key, by Lincheck: what they return must be explained by some order of the same
 * operations on {@link MapOperations}. The classes are public because Lincheck calls them.
 */
@Order(1) // before many classes are loaded, each of which Lincheck looks at in the end
public class CacheLinearizabilityTest {

    /** Its caches outlive the instances that Lincheck makes, one for each run of a scenario. */
    private static final CachingProvider PROVIDER = new LarderCachingProvider();

    @AfterAll
    static void close() {
        PROVIDER.close();
    }

    @Test
    void operationsOnTheChronicleStoreAreLinearizable() {
        check(OnChronicle.class);
    }

    @Test
    void operationsWithEventsAreLinearizable() {
        check(WithListener.class);
    }

    @Test
    void operationsThatMoveDeadlinesAreLinearizable() {
        check(WithAccessExpiry.class);
    }

    @Test
    void operationsOnTheReferenceStoreAreLinearizable() {
        check(ByReference.class);
    }

    private static void check(Class<?> operations) {
        new StressOptions()
                .sequentialSpecification(MapOperations.class)
                .threads(2)
                .actorsBefore(1)
                .actorsPerThread(4)
                .actorsAfter(0)
                .iterations(25)
                .invocationsPerIteration(100)
                .check(operations);
    }

    /** Operations in one step of the store, next to a processor's, which hold the lock of the key. */
    public static final class OnChronicle extends CacheOperations<String> {
        private static final Cache<String, Integer> CACHE = cache("chronicle", String.class, small());

        public OnChronicle() {
            super(CACHE, "key");
        }
    }

    /** Operations that all hold the lock of the key. */
    public static final class WithListener extends CacheOperations<Integer> {
        private static final Cache<Integer, Integer> CACHE = cache(
                "listener",
                Integer.class,
                CacheLinearizabilityTest.<Integer>small()
                        .addCacheEntryListenerConfiguration(new MutableCacheEntryListenerConfiguration<>(
                                () -> (CacheEntryCreatedListener<Integer, Integer>) events -> {}, null, true, true)));

        public WithListener() {
            super(CACHE, 1);
        }
    }

    /** Operations of which some, those that may be an access, hold the lock of the key, and some do not. */
    public static final class WithAccessExpiry extends CacheOperations<String> {
        private static final Cache<String, Integer> CACHE = cache(
                "access",
                String.class,
                CacheLinearizabilityTest.<String>small()
                        .setExpiryPolicyFactory(TouchedExpiryPolicy.factoryOf(Duration.ONE_DAY)));

        public WithAccessExpiry() {
            super(CACHE, "key");
        }
    }

    /** Operations on the store that compares values by their own {@code equals}. */
    public static final class ByReference extends CacheOperations<Integer> {
        private static final Cache<Integer, Integer> CACHE =
                cache("reference", Integer.class, new MutableConfiguration<Integer, Integer>().setStoreByValue(false));

        public ByReference() {
            super(CACHE, 1);
        }
    }

    private static <K> MutableConfiguration<K, Integer> small() {
        return new LarderConfiguration<K, Integer>().setMaxBytes(64 << 10);
    }

    private static <K> Cache<K, Integer> cache(
            String name, Class<K> keyType, MutableConfiguration<K, Integer> configuration) {
        return PROVIDER.getCacheManager().createCache(name, configuration.setTypes(keyType, Integer.class));
    }

    /** The operations of a cache on one key, so that the threads meet, with values so few that they come back. */
    @Param(name = "value", gen = IntGen.class, conf = "1:2")
    public abstract static class CacheOperations<K> {
        private final Cache<K, Integer> cache;
        private final K key;

        CacheOperations(Cache<K, Integer> cache, K key) {
            this.cache = cache;
            this.key = key;
            cache.clear();
        }

        @Operation
        public @Nullable Integer get() {
            return cache.get(key);
        }

        @Operation
        public boolean containsKey() {
            return cache.containsKey(key);
        }

        @Operation
        public void put(@Param(name = "value") int value) {
            cache.put(key, value);
        }

        @Operation
        public @Nullable Integer getAndPut(@Param(name = "value") int value) {
            return cache.getAndPut(key, value);
        }

        @Operation
        public boolean putIfAbsent(@Param(name = "value") int value) {
            return cache.putIfAbsent(key, value);
        }

        @Operation
        public boolean replace(@Param(name = "value") int value) {
            return cache.replace(key, value);
        }

        @Operation
        public boolean replaceEqual(@Param(name = "value") int old, @Param(name = "value") int value) {
            return cache.replace(key, old, value);
        }

        @Operation
        public @Nullable Integer getAndReplace(@Param(name = "value") int value) {
            return cache.getAndReplace(key, value);
        }

        @Operation
        public boolean remove() {
            return cache.remove(key);
        }

        @Operation
        public boolean removeEqual(@Param(name = "value") int old) {
            return cache.remove(key, old);
        }

        @Operation
        public @Nullable Integer getAndRemove() {
            return cache.getAndRemove(key);
        }

        @Operation
        public int increment() {
            return cache.invoke(key, (entry, none) -> {
                int next = entry.exists() ? entry.getValue() + 1 : 1;
                entry.setValue(next);
                return next;
            });
        }
    }
}
