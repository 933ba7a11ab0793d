package org.larder.cdi;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.lang.annotation.Annotation;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.annotation.CacheKeyGenerator;
import javax.cache.annotation.CacheKeyInvocationContext;
import javax.cache.annotation.CacheResult;
import javax.cache.annotation.GeneratedCacheKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.larder.MethodKey;

/** Key generators that take their time to be made. */
class SlowKeysContainerTest {

    /** Where two threads meet that each make a generator. */
    private static final CyclicBarrier BOTH = new CyclicBarrier(2);

    private static final Set<Object> USED =
            Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
    private static final AtomicInteger MADE = new AtomicInteger();
    private static final AtomicInteger DESTROYED = new AtomicInteger();

    private static void meetTheOther() {
        MADE.incrementAndGet();
        try {
            BOTH.await(60, SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException("the other thread makes none", e);
        }
    }

    abstract static class Keys implements CacheKeyGenerator {
        @Override
        public GeneratedCacheKey generateCacheKey(CacheKeyInvocationContext<? extends Annotation> context) {
            USED.add(this);
            return MethodKey.of(context.getKeyParameters()[0].getValue());
        }
    }

    static class Plain extends Keys {
        Plain() {
            meetTheOther();
        }
    }

    static class OtherPlain extends Keys {
        OtherPlain() {
            meetTheOther();
        }
    }

    @Dependent
    static class OfBean extends Keys {
        @PostConstruct
        void make() {
            meetTheOther();
        }

        @PreDestroy
        void destroy() {
            DESTROYED.incrementAndGet();
        }
    }

    @Dependent
    static class Alphabet {
        private boolean destroyed;

        @PreDestroy
        void destroy() {
            destroyed = true;
        }
    }

    @Singleton
    static class OfSingleton extends Keys {
        @Inject
        Alphabet alphabet;

        @Override
        public GeneratedCacheKey generateCacheKey(CacheKeyInvocationContext<? extends Annotation> context) {
            assertThat(alphabet.destroyed).isFalse();
            return super.generateCacheKey(context);
        }
    }

    @ApplicationScoped
    static class Shop {
        @CacheResult(cacheName = "plain", cacheKeyGenerator = Plain.class)
        String plain(String key) {
            return key;
        }

        @CacheResult(cacheName = "other plain", cacheKeyGenerator = OtherPlain.class)
        String otherPlain(String key) {
            return key;
        }

        @CacheResult(cacheName = "of singleton", cacheKeyGenerator = OfSingleton.class)
        String ofSingleton(String key) {
            return key;
        }

        @CacheResult(cacheName = "of bean", cacheKeyGenerator = OfBean.class)
        String ofBean(String key) {
            return key;
        }
    }

    @BeforeEach
    void begin() {
        BOTH.reset();
        USED.clear();
        MADE.set(0);
        DESTROYED.set(0);
    }

    private static FutureTask<String> begin(Callable<String> call) {
        FutureTask<String> task = new FutureTask<>(call);
        new Thread(task).start();
        return task;
    }

    @Test
    void oneIsMadeWhileAnotherIs() throws Exception {
        try (Container container = Container.of(Shop.class)) {
            Shop shop = container.bean(Shop.class);
            FutureTask<String> one = begin(() -> shop.plain("a"));
            FutureTask<String> other = begin(() -> shop.otherPlain("b"));
            assertThat(one.get(60, SECONDS)).isEqualTo("a");
            assertThat(other.get(60, SECONDS)).isEqualTo("b");
        }
    }

    @Test
    void ofTwoThatAreMadeOfOneClassOneIsUsed() throws Exception {
        try (Container container = Container.of(Shop.class)) {
            Shop shop = container.bean(Shop.class);
            FutureTask<String> one = begin(() -> shop.plain("a"));
            FutureTask<String> other = begin(() -> shop.plain("b"));
            assertThat(one.get(60, SECONDS)).isEqualTo("a");
            assertThat(other.get(60, SECONDS)).isEqualTo("b");
            assertThat(shop.plain("c")).isEqualTo("c");
        }
        assertThat(MADE).hasValue(2);
        assertThat(USED).hasSize(1);
    }

    @Test
    void ofTwoThatAreMadeOfOneBeanOneIsUsedAndTheOtherDestroyed() throws Exception {
        try (Container container = Container.of(Shop.class, OfBean.class)) {
            Shop shop = container.bean(Shop.class);
            FutureTask<String> one = begin(() -> shop.ofBean("a"));
            FutureTask<String> other = begin(() -> shop.ofBean("b"));
            assertThat(one.get(60, SECONDS)).isEqualTo("a");
            assertThat(other.get(60, SECONDS)).isEqualTo("b");
            assertThat(DESTROYED).hasValue(1);
        }
        assertThat(MADE).hasValue(2);
        assertThat(USED).hasSize(1);
        assertThat(DESTROYED).hasValue(2);
    }

    @Test
    void whatASingletonHasIsNotDestroyedByTwoThreadsThatWantItFirst() throws Exception {
        for (int round = 0; round < 20; round++) {
            try (Container container = Container.of(Shop.class, OfBean.class, OfSingleton.class, Alphabet.class)) {
                Shop shop = container.bean(Shop.class);
                CyclicBarrier start = new CyclicBarrier(2);
                FutureTask<String> one = begin(() -> afterBoth(start, () -> shop.ofSingleton("a")));
                FutureTask<String> other = begin(() -> afterBoth(start, () -> shop.ofSingleton("b")));
                assertThat(one.get(60, SECONDS)).isEqualTo("a");
                assertThat(other.get(60, SECONDS)).isEqualTo("b");
                assertThat(shop.ofSingleton("c")).isEqualTo("c");
            }
        }
    }

    private static String afterBoth(CyclicBarrier start, Callable<String> call) throws Exception {
        start.await(60, SECONDS);
        return call.call();
    }
}
