package org.larder.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.Cache;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.integration.CacheLoaderException;
import javax.cache.integration.CompletionListenerFuture;
import org.junit.jupiter.api.Test;
import org.larder.annotation.LoadsCache;

class LoadsCacheContainerTest {

    record Customer(String id, int call) implements Serializable {}

    @ApplicationScoped
    static class Customers {
        private final AtomicInteger calls = new AtomicInteger();

        @LoadsCache("customers")
        Customer load(String id) {
            if (id.equals("nobody")) {
                return null;
            }
            return new Customer(id, calls.incrementAndGet());
        }
    }

    @Dependent
    static class Shop {
        @Inject
        @NamedCache("customers")
        Cache<String, Customer> customers;
    }

    @Test
    void aMissingKeyIsLoadedOnceByTheMethod() {
        try (Container container = Container.of(Customers.class, Shop.class)) {
            Cache<String, Customer> cache = container.bean(Shop.class).customers;

            assertThat(cache.get("a")).isEqualTo(new Customer("a", 1));
            assertThat(cache.get("a")).isEqualTo(new Customer("a", 1));
            assertThat(cache.get("b")).isEqualTo(new Customer("b", 2));
            assertThat(cache.get("nobody")).isNull();
            assertThat(cache.containsKey("nobody")).isFalse();
        }
    }

    @Test
    void theTypesOfTheCacheAreThoseOfTheMethod() {
        try (Container container = Container.of(Customers.class, Shop.class)) {
            CompleteConfiguration<String, Customer> configuration = configuration(container.bean(Shop.class).customers);

            assertThat(configuration.getKeyType()).isEqualTo(String.class);
            assertThat(configuration.getValueType()).isEqualTo(Customer.class);
            assertThat(configuration.isReadThrough()).isTrue();
        }
    }

    @SuppressWarnings("unchecked") // a class literal knows no type arguments
    private static <K, V> CompleteConfiguration<K, V> configuration(Cache<K, V> cache) {
        return cache.getConfiguration(CompleteConfiguration.class);
    }

    abstract static class Inherited<K, V> {
        abstract V make(K key);

        @LoadsCache("numbers")
        V load(K key) {
            return make(key);
        }
    }

    @ApplicationScoped
    static class Numbers extends Inherited<String, Integer> {
        @Override
        Integer make(String key) {
            return key.length();
        }
    }

    @Dependent
    static class NumberUser {
        @Inject
        @NamedCache("numbers")
        Cache<String, Integer> numbers;
    }

    @Test
    void typesOfAnInheritedMethodAreThoseThatTheBeanGivesItsVariables() {
        try (Container container = Container.of(Numbers.class, NumberUser.class)) {
            Cache<String, Integer> numbers = container.bean(NumberUser.class).numbers;

            assertThat(numbers.get("four")).isEqualTo(4);
            assertThat(configuration(numbers).getKeyType()).isEqualTo(String.class);
            assertThat(configuration(numbers).getValueType()).isEqualTo(Integer.class);
        }
    }

    @ApplicationScoped
    static class Squares {
        private final List<Set<Integer>> asked = Collections.synchronizedList(new ArrayList<>());

        @LoadsCache("squares")
        Map<Integer, Long> squares(Set<Integer> numbers) {
            asked.add(numbers);
            Map<Integer, Long> found = new HashMap<>();
            for (int number : numbers) {
                if (number >= 0) {
                    found.put(number, (long) number * number);
                }
            }
            found.put(1000, 1_000_000L);
            return found;
        }

        List<Set<Integer>> asked() {
            return asked;
        }
    }

    @Dependent
    static class SquareUser {
        @Inject
        @NamedCache("squares")
        Cache<Integer, Long> squares;
    }

    @Test
    void severalKeysAreLoadedAtOnceAndOneKeyByTheSameMethod() throws Exception {
        try (Container container = Container.of(Squares.class, SquareUser.class)) {
            Cache<Integer, Long> squares = container.bean(SquareUser.class).squares;
            Squares loader = container.bean(Squares.class);

            assertThat(squares.get(3)).isEqualTo(9);
            assertThat(squares.get(-3)).isNull();
            CompletionListenerFuture loaded = new CompletionListenerFuture();
            squares.loadAll(Set.of(4, 5, -6), true, loaded);
            loaded.get();

            assertThat(loader.asked()).containsExactly(Set.of(3), Set.of(-3), Set.of(4, 5, -6));
            assertThat(squares.containsKey(4)).isTrue();
            assertThat(squares.containsKey(5)).isTrue();
            assertThat(squares.containsKey(-6)).isFalse();
            assertThat(squares.containsKey(1000)).isFalse();
        }
    }

    @ApplicationScoped
    static class Both {
        private final List<Object> asked = Collections.synchronizedList(new ArrayList<>());

        @LoadsCache("both")
        int one(long key) {
            asked.add(key);
            return (int) key;
        }

        @LoadsCache("both")
        Map<Long, Integer> several(Iterable<Long> keys) {
            asked.add("several");
            Map<Long, Integer> found = new HashMap<>();
            keys.forEach(key -> found.put(key, key.intValue()));
            return found;
        }

        List<Object> asked() {
            return asked;
        }
    }

    @Dependent
    static class BothUser {
        @Inject
        @NamedCache("both")
        Cache<Long, Integer> both;
    }

    @Test
    void aMethodForOneKeyAndOneForSeveralStandSideBySide() throws Exception {
        try (Container container = Container.of(Both.class, BothUser.class)) {
            Cache<Long, Integer> both = container.bean(BothUser.class).both;

            assertThat(both.get(1L)).isEqualTo(1);
            CompletionListenerFuture loaded = new CompletionListenerFuture();
            both.loadAll(Set.of(2L, 3L), false, loaded);
            loaded.get();

            assertThat(both.containsKey(2L)).isTrue();
            assertThat(container.bean(Both.class).asked()).containsExactly(1L, "several");
        }
    }

    @ApplicationScoped
    static class Failing {
        @LoadsCache("failing")
        String load(String key) throws IOException {
            switch (key) {
                case "checked" -> throw new IOException("disk");
                case "own" -> throw new CacheLoaderException("mine");
                case "error" -> throw new StackOverflowError("deep");
                default -> throw new IllegalStateException("state");
            }
        }
    }

    @Dependent
    static class FailingUser {
        @Inject
        @NamedCache("failing")
        Cache<String, String> failing;
    }

    @Test
    void whatTheMethodThrowsIsTheCauseAndAnErrorStaysOne() {
        try (Container container = Container.of(Failing.class, FailingUser.class)) {
            Cache<String, String> failing = container.bean(FailingUser.class).failing;

            assertThatThrownBy(() -> failing.get("checked"))
                    .isInstanceOf(CacheLoaderException.class)
                    .hasMessageContaining("Failing.load(String) failed")
                    .cause()
                    .isInstanceOf(IOException.class)
                    .hasMessage("disk");
            assertThatThrownBy(() -> failing.get("unchecked"))
                    .isInstanceOf(CacheLoaderException.class)
                    .hasCauseInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> failing.get("own"))
                    .isInstanceOf(CacheLoaderException.class)
                    .hasMessage("mine");
            assertThatThrownBy(() -> failing.get("error")).isInstanceOf(StackOverflowError.class);
        }
    }

    @ApplicationScoped
    static class Counted {
        private final AtomicInteger calls = new AtomicInteger();
        private final CountDownLatch entered = new CountDownLatch(1);
        private final CountDownLatch go = new CountDownLatch(1);

        @LoadsCache("counted")
        String load(String key) throws InterruptedException {
            entered.countDown();
            go.await();
            return key + calls.incrementAndGet();
        }

        void awaitEntered() throws InterruptedException {
            entered.await();
        }

        void letGo() {
            go.countDown();
        }
    }

    @Dependent
    static class CountedUser {
        @Inject
        @NamedCache("counted")
        Cache<String, String> counted;
    }

    @Test
    void theMethodIsCalledOnceForAllWhoMissAKeyAtTheSameTime() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (Container container = Container.of(Counted.class, CountedUser.class)) {
            Cache<String, String> cache = container.bean(CountedUser.class).counted;
            CyclicBarrier together = new CyclicBarrier(8);
            List<Future<String>> found = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                Callable<String> asking = () -> {
                    together.await();
                    return cache.get("a");
                };
                found.add(threads.submit(asking));
            }
            container.bean(Counted.class).awaitEntered();
            container.bean(Counted.class).letGo();

            for (Future<String> each : found) {
                assertThat(each.get()).isEqualTo("a1");
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @RequestScoped
    static class CurrentRequest {
        private int uses;

        int use() {
            return ++uses;
        }
    }

    @RequestScoped
    static class PerRequest {
        @Inject
        CurrentRequest request;

        private static final ConcurrentLinkedQueue<ClassLoader> LOADERS = new ConcurrentLinkedQueue<>();

        @LoadsCache("perRequest")
        Integer load(String key) {
            LOADERS.add(Thread.currentThread().getContextClassLoader());
            return request.use();
        }
    }

    @Dependent
    static class PerRequestUser {
        @Inject
        @NamedCache("perRequest")
        Cache<String, Integer> cache;
    }

    @Test
    void onAThreadWithoutARequestEachCallGetsOneAndTheClassLoaderOfTheApplication() throws Exception {
        PerRequest.LOADERS.clear();
        try (Container container = Container.of(CurrentRequest.class, PerRequest.class, PerRequestUser.class)) {
            Cache<String, Integer> cache = container.bean(PerRequestUser.class).cache;
            ClassLoader blind = new ClassLoader(null) {};
            List<Object> seen = Collections.synchronizedList(new ArrayList<>());
            Thread other = new Thread(() -> {
                seen.add(cache.get("a"));
                seen.add(cache.get("b"));
                seen.add(Thread.currentThread().getContextClassLoader());
            });
            other.setContextClassLoader(blind);
            other.start();
            other.join();

            assertThat(seen).containsExactly(1, 1, blind);
            assertThat(PerRequest.LOADERS).containsExactly(container.loader(), container.loader());
        }
    }

    @Dependent
    static class OfItsOwn {
        private static final List<String> LIVES = Collections.synchronizedList(new ArrayList<>());

        OfItsOwn() {
            LIVES.add("made");
        }

        @LoadsCache("ofItsOwn")
        String load(String key) {
            return key;
        }

        @PreDestroy
        void destroyed() {
            LIVES.add("destroyed");
        }
    }

    @Dependent
    static class OfItsOwnUser {
        @Inject
        @NamedCache("ofItsOwn")
        Cache<String, String> cache;
    }

    @Test
    void aDependentBeanIsMadeOnceAndDestroyedWithTheApplication() {
        OfItsOwn.LIVES.clear();
        try (Container container = Container.of(OfItsOwn.class, OfItsOwnUser.class)) {
            Cache<String, String> cache = container.bean(OfItsOwnUser.class).cache;
            cache.get("a");
            cache.get("b");
            assertThat(OfItsOwn.LIVES).containsExactly("made");
        }
        assertThat(OfItsOwn.LIVES).containsExactly("made", "destroyed");
    }
}
