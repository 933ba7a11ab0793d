package org.larder.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.cache.Cache;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryExpiredListener;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.larder.LarderConfiguration;
import org.larder.provider.Rig.Storage;
import org.larder.provider.Step.Kind;

/**
 * Random operations of two threads on one key, by Lincheck, in caches that each thread floods with other keys now and then
 * and that so lose the entry at any moment: to the evictor, and where entries expire to the sweeper. {@link
 * VanishingEntryVerifier} explains what came of them. {@code -Dlarder.stress=10} runs ten times as many.
 *
 * <p>Beside {@link CacheLinearizabilityTest}, where nothing is ever lost, so that every loss is noticed. The classes are
 * public because Lincheck calls them.
 */
@Order(1) // before many classes are loaded, each of which Lincheck looks at in the end
public class EvictionLinearizabilityTest {

    private static final int TIMES = Integer.getInteger("larder.stress", 1);

    /** Real time, and a sweeper that hardly rests. */
    private static final LarderCachingProvider PROVIDER =
            new LarderCachingProvider(EvictionLinearizabilityTest::pausingNow, java.time.Duration.ofMillis(1));

    /** Lets threads fall behind between the steps of an operation, as it asks for the time in most of them. */
    private static Instant pausingNow() {
        if (ThreadLocalRandom.current().nextInt(32) == 0) {
            LockSupport.parkNanos(1);
        }
        return InstantSource.system().instant();
    }

    /** Each write brings another value. */
    private static final AtomicInteger VALUES = new AtomicInteger();

    @AfterAll
    static void close() {
        PROVIDER.close();
    }

    @Test
    void operationsInOneStepOfTheStoreStayWholeWhenEntriesAreEvicted() {
        check(OneStep.class);
    }

    @Test
    void operationsUnderTheLockOfTheirKeyStayWholeWhenEntriesAreEvicted() {
        check(WithListener.class);
    }

    @Test
    void operationsByReferenceStayWholeWhenEntriesAreEvicted() {
        check(ByReference.class);
    }

    @Test
    void operationsByReferenceUnderTheLockOfTheirKeyStayWholeWhenEntriesAreEvicted() {
        check(ByReferenceWithListener.class);
    }

    @Test
    void operationsStayWholeWhenEntriesAreSweptOut() {
        check(Swept.class);
    }

    @Test
    void operationsWithEventsStayWholeWhenEntriesAreSweptOut() {
        check(SweptWithListener.class);
    }

    private static void check(Class<?> operations) {
        VanishingEntryVerifier.PLAIN.set(0);
        VanishingEntryVerifier.WITH_LOSS.set(0);
        new StressOptions()
                .verifier(VanishingEntryVerifier.class)
                .minimizeFailedScenario(false)
                .threads(2)
                .actorsBefore(0)
                .actorsPerThread(5)
                .actorsAfter(0)
                .iterations(20 * TIMES)
                .invocationsPerIteration(30)
                .check(operations);
        // Otherwise this proves nothing.
        assertThat(VanishingEntryVerifier.PLAIN).hasPositiveValue();
        assertThat(VanishingEntryVerifier.WITH_LOSS).hasPositiveValue();
    }

    /** Operations in one step of the store, next to a processor's, which hold the lock of the key. */
    public static final class OneStep extends Operations {
        private static final Cache<Integer, Integer> CACHE = cache("one step", small(Storage.BY_VALUE));

        public OneStep() {
            super(CACHE);
        }
    }

    /** Operations that all hold the lock of the key. */
    public static final class WithListener extends Operations {
        private static final Cache<Integer, Integer> CACHE = cache("listener", listening(small(Storage.BY_VALUE)));

        public WithListener() {
            super(CACHE);
        }
    }

    /** Operations on the store on heap. */
    public static final class ByReference extends Operations {
        private static final Cache<Integer, Integer> CACHE = cache("reference", small(Storage.BY_REFERENCE));

        public ByReference() {
            super(CACHE);
        }
    }

    /** Operations on the store on heap that all hold the lock of the key. */
    public static final class ByReferenceWithListener extends Operations {
        private static final Cache<Integer, Integer> CACHE =
                cache("reference, listener", listening(small(Storage.BY_REFERENCE)));

        public ByReferenceWithListener() {
            super(CACHE);
        }
    }

    /** Operations on entries that expire all the time. */
    public static final class Swept extends Operations {
        private static final Cache<Integer, Integer> CACHE = cache("swept", expiring());

        public Swept() {
            super(CACHE);
        }
    }

    /** Operations on entries that expire all the time, where the sweeper takes the locks of keys to raise events. */
    public static final class SweptWithListener extends Operations {
        private static final Cache<Integer, Integer> CACHE = cache("swept, listener", listening(expiring()));

        public SweptWithListener() {
            super(CACHE);
        }
    }

    private static LarderConfiguration<Integer, Integer> small(Storage storage) {
        LarderConfiguration<Integer, Integer> configuration = storage.apply(new LarderConfiguration<Integer, Integer>()
                .setTypes(Integer.class, Integer.class)
                // What is used much stays: off the heap until another entry comes and there is room for one only.
                .setMaxEntries(storage == Storage.BY_VALUE ? 1 : 8));
        return expiring(configuration, Duration.ONE_DAY);
    }

    private static LarderConfiguration<Integer, Integer> expiring(
            LarderConfiguration<Integer, Integer> configuration, Duration after) {
        configuration.setExpiryPolicyFactory(CreatedExpiryPolicy.factoryOf(after));
        return configuration;
    }

    private static LarderConfiguration<Integer, Integer> expiring() {
        return expiring(small(Storage.BY_VALUE), new Duration(TimeUnit.MILLISECONDS, 1));
    }

    private static LarderConfiguration<Integer, Integer> listening(
            LarderConfiguration<Integer, Integer> configuration) {
        CacheEntryCreatedListener<Integer, Integer> created = events -> {};
        CacheEntryExpiredListener<Integer, Integer> expired = events -> {};
        return configuration
                .addCacheEntryListenerConfiguration(
                        new MutableCacheEntryListenerConfiguration<>(Journal.one(created), null, false, true))
                .addCacheEntryListenerConfiguration(
                        new MutableCacheEntryListenerConfiguration<>(Journal.one(expired), null, true, true));
    }

    private static Cache<Integer, Integer> cache(String name, LarderConfiguration<Integer, Integer> configuration) {
        return PROVIDER.getCacheManager().createCache(name, configuration);
    }

    /** The operations of a cache on one key, so that the threads meet. */
    public abstract static class Operations {
        private static final int KEY = 0;

        private final Cache<Integer, Integer> cache;

        /** What was written last, so that what an operation expects is often there. */
        private volatile int latest;

        Operations(Cache<Integer, Integer> cache) {
            this.cache = cache;
            cache.remove(KEY);
        }

        private int nextValue() {
            int value = VALUES.incrementAndGet();
            latest = value;
            return value;
        }

        private Step read(Kind kind) {
            return Step.carryOut(kind, cache, KEY, latest, 0);
        }

        private Step write(Kind kind) {
            int expected = latest;
            return Step.carryOut(kind, cache, KEY, expected, nextValue());
        }

        /** Puts so many other keys that an entry which was written before may have to go. */
        @Operation
        public Step flood() {
            for (int n = 0; n < 40; n++) {
                int value = VALUES.incrementAndGet();
                cache.put(value, value);
            }
            return new Step(Kind.FLOOD, null, null, null);
        }

        @Operation
        public Step floodAgain() {
            return flood();
        }

        @Operation
        public Step get() {
            return read(Kind.GET);
        }

        @Operation
        public Step containsKey() {
            return read(Kind.CONTAINS_KEY);
        }

        @Operation
        public Step put() {
            return write(Kind.PUT);
        }

        @Operation
        public Step getAndPut() {
            return write(Kind.GET_AND_PUT);
        }

        @Operation
        public Step putIfAbsent() {
            return write(Kind.PUT_IF_ABSENT);
        }

        @Operation
        public Step replace() {
            return write(Kind.REPLACE);
        }

        @Operation
        public Step replaceEqual() {
            return write(Kind.REPLACE_EQUAL);
        }

        @Operation
        public Step getAndReplace() {
            return write(Kind.GET_AND_REPLACE);
        }

        @Operation
        public Step remove() {
            return read(Kind.REMOVE);
        }

        @Operation
        public Step removeEqual() {
            return read(Kind.REMOVE_EQUAL);
        }

        @Operation
        public Step getAndRemove() {
            return read(Kind.GET_AND_REMOVE);
        }

        @Operation
        public Step invokeSet() {
            return write(Kind.INVOKE_SET);
        }

        @Operation
        public Step invokeRemove() {
            return read(Kind.INVOKE_REMOVE);
        }
    }
}
