package org.larder.cdi;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.annotation.CacheKey;
import javax.cache.annotation.CacheResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Callers who get into each other's way: by updates, by interrupts, by changed parameters. */
class RacingCallersContainerTest {

    @ApplicationScoped
    static class Bean {
        private final AtomicInteger calls = new AtomicInteger();

        @CacheResult(cacheName = "racing", exceptionCacheName = "racing exceptions")
        String find(@CacheKey String key, Callable<String> work) throws Exception {
            return work.call();
        }

        @CacheResult(cacheName = "racing", skipGet = true)
        String update(@CacheKey String key, Callable<String> work) throws Exception {
            return work.call();
        }

        @CacheResult(cacheName = "changed parameters")
        int count(List<String> words) {
            words.add("one more");
            return calls.incrementAndGet();
        }
    }

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private Container container;
    private Bean bean;

    @BeforeEach
    void start() {
        container = Container.of(Bean.class);
        bean = container.bean(Bean.class);
    }

    @AfterEach
    void stop() {
        container.close();
    }

    private String block(String result) throws InterruptedException {
        begun.countDown();
        assertThat(mayEnd.await(60, SECONDS)).isTrue();
        return result;
    }

    @Test
    void nothingIsKeptOfTwoUpdatesOfWhichNobodyKnowsWhichCameLast() throws Exception {
        FutureTask<String> slow = new FutureTask<>(() -> bean.update("a", () -> block("slow")));
        new Thread(slow).start();
        assertThat(begun.await(60, SECONDS)).isTrue();
        assertThat(bean.update("a", () -> "quick")).isEqualTo("quick");
        mayEnd.countDown();
        assertThat(slow.get(60, SECONDS)).isEqualTo("slow");

        assertThat(bean.find("a", () -> "read anew")).isEqualTo("read anew");
    }

    @Test
    void whoIsInterruptedIsSoAloneAndWhoWaitedForHimCallsTheMethod() throws Exception {
        FutureTask<String> interrupted = new FutureTask<>(() -> bean.find("a", () -> block("never")));
        Thread thread = new Thread(interrupted);
        thread.start();
        assertThat(begun.await(60, SECONDS)).isTrue();
        FutureTask<String> waiting = new FutureTask<>(() -> bean.find("a", () -> "own"));
        Thread waiter = new Thread(waiting);
        waiter.start();
        await().until(() -> waiter.getState() == Thread.State.WAITING);
        thread.interrupt();

        assertThatThrownBy(() -> interrupted.get(60, SECONDS)).hasRootCauseInstanceOf(InterruptedException.class);
        assertThat(waiting.get(60, SECONDS)).isEqualTo("own");
        assertThat(container.cache("racing exceptions")).isEmpty();
    }

    @Test
    void whatAMethodThatChangesItsParametersReturnsIsNotKeptForAnyThing() throws Exception {
        List<String> words = new ArrayList<>(List.of("one"));
        FutureTask<Integer> first = new FutureTask<>(() -> bean.count(words));
        new Thread(first).start();
        assertThat(first.get(60, SECONDS)).isEqualTo(1);
        words.remove("one more");
        assertThat(bean.count(words)).as("the call of the other thread is over").isEqualTo(2);
        assertThat(container.cache("changed parameters"))
                .as("which of the parameters would it be for?")
                .isEmpty();
    }
}
