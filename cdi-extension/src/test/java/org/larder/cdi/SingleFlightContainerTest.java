package org.larder.cdi;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.Cache;
import javax.cache.annotation.CacheDefaults;
import javax.cache.annotation.CacheInvocationContext;
import javax.cache.annotation.CacheKey;
import javax.cache.annotation.CacheMethodDetails;
import javax.cache.annotation.CachePut;
import javax.cache.annotation.CacheRemove;
import javax.cache.annotation.CacheRemoveAll;
import javax.cache.annotation.CacheResolver;
import javax.cache.annotation.CacheResolverFactory;
import javax.cache.annotation.CacheResult;
import javax.cache.annotation.CacheValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.larder.MethodKey;
import org.larder.annotation.WithoutSingleFlight;

/** Callers who miss at the same time, and changes of the cache while a method is under way. */
class SingleFlightContainerTest {

    @ApplicationScoped
    @CacheDefaults(cacheName = "flights")
    static class Slow {
        private final AtomicInteger calls = new AtomicInteger();
        private volatile Callable<Object> body = () -> "";

        void does(Callable<Object> what) {
            body = what;
        }

        int calls() {
            return calls.get();
        }

        @CacheResult
        Object find(@CacheKey String key) throws Exception {
            calls.incrementAndGet();
            return body.call();
        }

        @CacheResult(cacheName = "kept exceptions of", exceptionCacheName = "flown exceptions")
        Object findOrKeepException(String key) throws Exception {
            calls.incrementAndGet();
            return body.call();
        }

        @CacheResult(cacheName = "late", cacheResolverFactory = LateAnswers.class)
        Object findLate(String key) throws Exception {
            calls.incrementAndGet();
            return body.call();
        }

        @CacheResult(cacheName = "ungated")
        @WithoutSingleFlight
        Object findUngated(String key) throws Exception {
            calls.incrementAndGet();
            return body.call();
        }

        @CacheResult(skipGet = true)
        Object renew(@CacheKey String key, String value) {
            return value;
        }

        @CachePut
        void put(@CacheKey String key, @CacheValue String value) {}

        @CacheRemove
        void remove(@CacheKey String key) {}

        @CacheRemoveAll
        void removeAll() {}
    }

    /** One of two beans whose methods ask each other. */
    @ApplicationScoped
    static class Evens {
        private final AtomicInteger calls = new AtomicInteger();

        @Inject
        private Odds odds;

        int calls() {
            return calls.get();
        }

        @CacheResult(cacheName = "even")
        String even(int n) {
            calls.incrementAndGet();
            return n == 0 ? "even" : odds.odd(n - 1);
        }

        @CacheResult(cacheName = "circle")
        String circle(String key) {
            return calls.incrementAndGet() > 1 ? "end" : "begin " + odds.circle(key);
        }
    }

    /** The other one. */
    @ApplicationScoped
    static class Odds {
        @Inject
        private Evens evens;

        @CacheResult(cacheName = "odd")
        String odd(int n) {
            return n == 0 ? "odd" : evens.even(n - 1);
        }

        String circle(String key) {
            return evens.circle(key);
        }
    }

    /** Hands out a cache that a thread called "late" gets its answers from late. */
    @ApplicationScoped
    static class LateAnswers implements CacheResolverFactory {
        private final CountDownLatch asked = new CountDownLatch(1);
        private final CountDownLatch answer = new CountDownLatch(1);

        @Inject
        private ApplicationCaching caching;

        void awaitAsked() throws InterruptedException {
            assertThat(asked.await(60, SECONDS)).isTrue();
        }

        void answer() {
            answer.countDown();
        }

        @Override
        public CacheResolver getCacheResolver(CacheMethodDetails<? extends Annotation> details) {
            return new CacheResolver() {
                @Override
                @SuppressWarnings("unchecked") // as the interface has it
                public <K, V> Cache<K, V> resolveCache(CacheInvocationContext<? extends Annotation> context) {
                    return (Cache<K, V>) late(caching.caches().cache(details.getCacheName()));
                }
            };
        }

        @Override
        public CacheResolver getExceptionCacheResolver(CacheMethodDetails<CacheResult> details) {
            return getCacheResolver(details);
        }

        private Object late(Cache<Object, Object> cache) {
            return Proxy.newProxyInstance(
                    Cache.class.getClassLoader(), new Class<?>[] {Cache.class}, (proxy, method, parameters) -> {
                        Object result = method.invoke(cache, parameters);
                        if (method.getName().equals("get")
                                && Thread.currentThread().getName().equals("late")) {
                            asked.countDown();
                            assertThat(answer.await(60, SECONDS)).isTrue();
                        }
                        return result;
                    });
        }
    }

    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final List<FutureTask<Object>> tasks = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private Container container;
    private Slow slow;

    @BeforeEach
    void start() {
        container = Container.of(Slow.class, Evens.class, Odds.class, LateAnswers.class);
        slow = container.bean(Slow.class);
    }

    @AfterEach
    void stop() {
        goOn.countDown();
        container.close();
    }

    private FutureTask<Object> begin(Callable<Object> call) {
        return begin(call, Thread::new);
    }

    private FutureTask<Object> begin(Callable<Object> call, ThreadFactory factory) {
        launch(call, factory);
        return tasks.get(tasks.size() - 1);
    }

    private void launch(Callable<Object> call, ThreadFactory factory) {
        FutureTask<Object> task = new FutureTask<>(call);
        Thread thread = factory.newThread(task);
        thread.start();
        tasks.add(task);
        threads.add(thread);
    }

    /** Lets the method tell that it was called, wait, and then end. */
    private void waitsAndThen(Callable<Object> outcome) {
        slow.does(() -> {
            entered.countDown();
            assertThat(goOn.await(60, SECONDS)).isTrue();
            return outcome.call();
        });
    }

    private void awaitEntered() throws InterruptedException {
        assertThat(entered.await(60, SECONDS)).isTrue();
    }

    private void awaitAllWaiting() {
        await().until(() -> threads.stream()
                .allMatch(thread ->
                        Set.of(Thread.State.WAITING, Thread.State.TIMED_WAITING).contains(thread.getState())));
    }

    @Test
    void whoMissesAtTheSameTimeSharesOneCallAndHasACopyOfItsOwn() throws Exception {
        waitsAndThen(() -> new ArrayList<>(List.of("a")));
        for (int i = 0; i < 4; i++) {
            launch(() -> slow.find("k"), Thread::new);
        }
        awaitAllWaiting();
        goOn.countDown();
        List<Object> results = new ArrayList<>();
        for (FutureTask<Object> task : tasks) {
            results.add(task.get(60, SECONDS));
        }
        assertThat(slow.calls()).isEqualTo(1);
        assertThat(results).allMatch(result -> result.equals(List.of("a")));
        Set<Object> distinct = Collections.newSetFromMap(new IdentityHashMap<>());
        distinct.addAll(results);
        assertThat(distinct).hasSize(4);
    }

    @Test
    void otherKeysDoNotWait() throws Exception {
        waitsAndThen(() -> "slow");
        launch(() -> slow.find("k"), Thread::new);
        awaitEntered();
        slow.does(() -> "quick");
        assertThat(slow.find("other")).isEqualTo("quick");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCheckedExceptionIsSharedAsItIs(boolean kept) throws Exception {
        waitsAndThen(() -> {
            throw new IOException("shared");
        });
        for (int i = 0; i < 3; i++) {
            launch(() -> kept ? slow.findOrKeepException("k") : slow.find("k"), Thread::new);
        }
        awaitAllWaiting();
        goOn.countDown();
        List<Throwable> failures = new ArrayList<>();
        for (FutureTask<Object> task : tasks) {
            assertThatThrownBy(() -> task.get(60, SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isExactlyInstanceOf(IOException.class)
                    .hasMessage("shared")
                    .satisfies(failures::add);
        }
        assertThat(slow.calls()).isEqualTo(1);
        long distinct =
                failures.stream().map(System::identityHashCode).distinct().count();
        assertThat(distinct).isEqualTo(kept ? 3 : 1);
    }

    @Test
    void whoMissedBeforeAnotherKeptTheResultDoesNotCallAgain() throws Exception {
        slow.does(() -> "once");
        LateAnswers answers = container.bean(LateAnswers.class);
        FutureTask<Object> late = begin(() -> slow.findLate("k"), task -> new Thread(task, "late"));
        answers.awaitAsked();
        assertThat(slow.findLate("k")).isEqualTo("once");
        answers.answer();
        assertThat(late.get(60, SECONDS)).isEqualTo("once");
        assertThat(slow.calls()).isEqualTo(1);
    }

    @Test
    void whoDoesWithoutDoesNotWait() throws Exception {
        waitsAndThen(() -> "slow");
        FutureTask<Object> first = begin(() -> slow.findUngated("k"));
        awaitEntered();
        slow.does(() -> "quick");
        assertThat(slow.findUngated("k")).isEqualTo("quick");
        goOn.countDown();
        assertThat(first.get(60, SECONDS)).isEqualTo("slow");
    }

    @Test
    void aMethodThatAsksForItsOwnResultIsCalledWithinItself() {
        Evens evens = container.bean(Evens.class);
        assertThat(evens.circle("k")).isEqualTo("begin end");
        assertThat(evens.calls()).isEqualTo(2);
    }

    @Test
    void methodsThatAskEachOtherAreCalledOnceEach() {
        Evens evens = container.bean(Evens.class);
        assertThat(evens.even(7)).isEqualTo("odd");
        assertThat(container.cache("even")).hasSize(4);
        assertThat(container.cache("odd")).hasSize(4);
        assertThat(evens.even(5)).isEqualTo("odd");
        assertThat(evens.calls()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"remove", "removeAll", "put", "renew"})
    void whatWasComputedBeforeAChangeIsNeitherKeptNorHandedOutAfterIt(String change) throws Exception {
        waitsAndThen(() -> "before");
        FutureTask<Object> first = begin(() -> slow.find("k"));
        awaitEntered();
        change(change);
        slow.does(() -> "after");

        Object afterwards = slow.find("k");
        goOn.countDown();

        assertThat(first.get(60, SECONDS)).isEqualTo("before");
        assertThat(afterwards).isEqualTo(change.startsWith("remove") ? "after" : "changed");
        assertThat(container.cache("flights").get(MethodKey.of("k"))).isEqualTo(afterwards);
    }

    @ParameterizedTest
    @ValueSource(strings = {"remove", "removeAll"})
    void whatWasComputedBeforeARemovalIsNotKeptAfterItEither(String change) throws Exception {
        waitsAndThen(() -> "before");
        FutureTask<Object> first = begin(() -> slow.find("k"));
        awaitEntered();
        change(change);
        goOn.countDown();
        assertThat(first.get(60, SECONDS)).isEqualTo("before");
        assertThat(container.cache("flights")).isEmpty();
    }

    @Test
    void aRemovalOfAnotherKeyHindersNothing() throws Exception {
        waitsAndThen(() -> "kept");
        FutureTask<Object> first = begin(() -> slow.find("k"));
        awaitEntered();
        slow.remove("other");
        goOn.countDown();
        assertThat(first.get(60, SECONDS)).isEqualTo("kept");
        assertThat(container.cache("flights").get(MethodKey.of("k"))).isEqualTo("kept");
    }

    private void change(String change) {
        switch (change) {
            case "remove" -> slow.remove("k");
            case "removeAll" -> slow.removeAll();
            case "put" -> slow.put("k", "changed");
            default -> slow.renew("k", "changed");
        }
    }

    @Test
    void virtualThreadsShareACallToo() throws Exception {
        ThreadFactory factory = virtualThreads();
        waitsAndThen(() -> "shared");
        for (int i = 0; i < 50; i++) {
            launch(() -> slow.find("k"), factory);
        }
        awaitAllWaiting();
        goOn.countDown();
        for (FutureTask<Object> task : tasks) {
            assertThat(task.get(60, SECONDS)).isEqualTo("shared");
        }
        assertThat(slow.calls()).isEqualTo(1);
    }

    /** By name, as the tests are compiled for a JDK without them. */
    private static ThreadFactory virtualThreads() throws ReflectiveOperationException {
        Assumptions.assumeTrue(Runtime.version().feature() >= 21, "this JDK has virtual threads");
        Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
        return (ThreadFactory)
                Class.forName("java.lang.Thread$Builder").getMethod("factory").invoke(builder);
    }
}
