package org.larder.provider.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.cache.CacheException;
import javax.cache.integration.CompletionListener;
import javax.cache.integration.CompletionListenerFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.larder.provider.log.LogCapture;

@Timeout(300)
class AsyncLoadsTest {
    private final AsyncLoads loads = new AsyncLoads("orders", AsyncLoadsTest.class.getClassLoader());

    @AfterEach
    void close() {
        loads.close();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Test
    void loadRunsOnADaemonThreadThatEndsWithClose() throws Exception {
        CompletableFuture<Thread> started = new CompletableFuture<>();
        CompletionListenerFuture future = new CompletionListenerFuture();
        loads.submit(() -> started.complete(Thread.currentThread()), future);
        future.get(60, TimeUnit.SECONDS);
        Thread thread = started.get(60, TimeUnit.SECONDS);
        assertThat(thread.getName()).isEqualTo("larder-loader-orders");
        assertThat(thread.isDaemon()).isTrue();
        assertThat(thread.getContextClassLoader()).isSameAs(AsyncLoadsTest.class.getClassLoader());
        loads.close();
        thread.join(60_000);
        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void failureReachesTheListener() {
        IllegalStateException failure = new IllegalStateException("boom");
        CompletionListenerFuture future = new CompletionListenerFuture();
        loads.submit(
                () -> {
                    throw failure;
                },
                future);
        assertThatThrownBy(() -> future.get(60, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCause(failure);
    }

    @Test
    void errorReachesTheListenerAndTheThreadsHandler() throws Exception {
        AssertionError error = new AssertionError("error");
        AtomicReference<Throwable> uncaught = new AtomicReference<>();
        CompletionListenerFuture future = new CompletionListenerFuture();
        loads.submit(
                () -> {
                    Thread.currentThread().setUncaughtExceptionHandler((thread, thrown) -> uncaught.set(thrown));
                    throw error;
                },
                future);
        assertThatThrownBy(() -> future.get(60, TimeUnit.SECONDS))
                .cause()
                .isInstanceOf(CacheException.class)
                .hasCause(error);
        Awaitility.await().untilAsserted(() -> assertThat(uncaught).hasValue(error));
    }

    @Test
    void failureWithoutListenerIsLogged() {
        try (LogCapture log = new LogCapture(AsyncLoads.class.getName())) {
            loads.submit(
                    () -> {
                        throw new IllegalStateException("boom");
                    },
                    null);
            loads.submit(() -> {}, null);
            loads.close();
            assertThat(log.messages()).singleElement().asString().contains("orders", "boom");
        }
    }

    @Test
    void throwingListenerIsLoggedAndToldOnce() {
        List<String> told = new CopyOnWriteArrayList<>();
        CompletionListener listener = new CompletionListener() {
            @Override
            public void onCompletion() {
                told.add("completion");
                throw new IllegalStateException("bang");
            }

            @Override
            public void onException(Exception e) {
                told.add("exception");
            }
        };
        try (LogCapture log = new LogCapture(AsyncLoads.class.getName())) {
            loads.submit(() -> {}, listener);
            loads.close();
            assertThat(log.messages()).singleElement().asString().contains("orders", "bang");
        }
        assertThat(told).containsExactly("completion");
    }

    @Test
    void loadMayWaitForAnother() throws Exception {
        CompletionListenerFuture outer = new CompletionListenerFuture();
        loads.submit(
                () -> {
                    CompletionListenerFuture inner = new CompletionListenerFuture();
                    loads.submit(() -> {}, inner);
                    try {
                        inner.get(60, TimeUnit.SECONDS);
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                },
                outer);
        outer.get(60, TimeUnit.SECONDS);
    }

    @Test
    void closeWaitsForRunningLoadsFailsWaitingOnesAndRefusesNewOnes() throws Exception {
        CountDownLatch running = new CountDownLatch(4);
        CountDownLatch release = new CountDownLatch(1);
        List<CompletionListenerFuture> begun = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 4; i++) {
            CompletionListenerFuture future = new CompletionListenerFuture();
            begun.add(future);
            loads.submit(
                    () -> {
                        running.countDown();
                        await(release);
                    },
                    future);
        }
        await(running);
        CompletionListenerFuture waiting = new CompletionListenerFuture();
        loads.submit(() -> {}, waiting);
        Thread closing = new Thread(loads::close);
        closing.start();
        assertThatThrownBy(() -> waiting.get(60, TimeUnit.SECONDS))
                .cause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("orders");
        assertThatThrownBy(() -> loads.submit(() -> {}, null))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        assertThat(closing.isAlive()).isTrue();
        release.countDown();
        closing.join(60_000);
        for (CompletionListenerFuture future : begun) {
            future.get(60, TimeUnit.SECONDS);
        }
    }

    private static AsyncLoads hasty(Duration patience) {
        return new AsyncLoads("orders", work -> new WorkerThread("hasty", work, null), patience);
    }

    @Test
    void loadThatDoesNotEndIsInterruptedWithAWarning() {
        AsyncLoads hasty = hasty(Duration.ofMillis(50));
        CountDownLatch running = new CountDownLatch(1);
        CompletionListenerFuture future = new CompletionListenerFuture();
        hasty.submit(
                () -> {
                    running.countDown();
                    await(new CountDownLatch(1));
                },
                future);
        await(running);
        try (LogCapture log = new LogCapture(AsyncLoads.class.getName())) {
            hasty.close();
            assertThat(log.messages()).singleElement().asString().contains("orders", "interrupted");
        }
        assertThatThrownBy(() -> future.get(60, TimeUnit.SECONDS)).hasRootCauseInstanceOf(InterruptedException.class);
    }

    @Test
    void loadThatClosesDoesNotWaitForItself() throws Exception {
        CompletionListenerFuture future = new CompletionListenerFuture();
        AsyncLoads hasty = hasty(Duration.ofMillis(1));
        try (LogCapture log = new LogCapture(AsyncLoads.class.getName())) {
            hasty.submit(hasty::close, future);
            future.get(60, TimeUnit.SECONDS);
            assertThat(log.messages()).isEmpty();
        }
    }
}
