package org.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Work of a {@link SingleFlight} that ends later than the call that starts it. */
@Timeout(300)
class SingleFlightAsyncTest {

    private final SingleFlight<String, String> flights = new SingleFlight<>();
    private final AtomicInteger runs = new AtomicInteger();
    private final CompletableFuture<String> work = new CompletableFuture<>();

    private CompletableFuture<String> ask() {
        return ask(() -> work);
    }

    private CompletableFuture<String> ask(Supplier<? extends CompletionStage<String>> what) {
        return flights.runAsync("k", () -> {
                    runs.incrementAndGet();
                    return what.get();
                })
                .toCompletableFuture();
    }

    @Test
    void oneStartsAndAllShareItsValueWithoutWaiting() {
        CompletableFuture<String> first = ask();
        CompletableFuture<String> second = ask();
        assertThat(first).isNotDone();
        assertThat(second).isNotDone();
        work.complete("v");
        assertThat(first).isCompletedWithValue("v");
        assertThat(second).isCompletedWithValue("v");
        assertThat(runs).hasValue(1);
    }

    @Test
    void nullIsSharedToo() {
        CompletableFuture<String> first = ask();
        CompletableFuture<String> second = ask();
        work.complete(null);
        assertThat(first).isCompletedWithValue(null);
        assertThat(second).isCompletedWithValue(null);
    }

    @Test
    void nothingIsKept() {
        assertThat(ask(() -> CompletableFuture.completedFuture("first"))).isCompletedWithValue("first");
        assertThat(ask(() -> CompletableFuture.completedFuture("second"))).isCompletedWithValue("second");
        assertThat(ask(() -> CompletableFuture.failedFuture(new IllegalArgumentException("third"))))
                .isCompletedExceptionally();
        assertThat(ask(() -> CompletableFuture.completedFuture("fourth"))).isCompletedWithValue("fourth");
        assertThat(runs).hasValue(4);
    }

    @Test
    void whoAsksWhenTheStageEndsStartsAnew() {
        CompletableFuture<String> later = ask().thenApply(old ->
                old + ask(() -> CompletableFuture.completedFuture(" new")).join());
        work.complete("old");
        assertThat(later).isCompletedWithValue("old new");
    }

    @Test
    void aFailureIsSharedAsTheStageOfTheWorkTellsOfIt() {
        IllegalArgumentException failure = new IllegalArgumentException("no such thing");
        CompletableFuture<String> first = ask();
        CompletableFuture<String> second = ask();
        work.completeExceptionally(failure);
        for (CompletableFuture<String> each : List.of(first, second)) {
            assertThatThrownBy(each::join)
                    .isInstanceOf(CompletionException.class)
                    .hasCause(failure);
            assertThat(each.handle((value, seen) -> seen)).isCompletedWithValue(failure);
        }
    }

    @Test
    void workThatThrowsHasFailedWithThat() {
        IllegalArgumentException failure = new IllegalArgumentException("at once");
        AtomicReference<CompletableFuture<String>> joined = new AtomicReference<>();
        CompletableFuture<String> first = ask(() -> {
            joined.set(onAnotherThread(this::ask));
            throw failure;
        });
        assertThatThrownBy(first::join).hasCause(failure);
        assertThatThrownBy(joined.get()::join).hasCause(failure);
        assertThat(ask(() -> CompletableFuture.completedFuture("v"))).isCompletedWithValue("v");
    }

    private static <T> T onAnotherThread(Supplier<T> what) {
        return CompletableFuture.supplyAsync(what, task -> new Thread(task, "other").start())
                .join();
    }

    @Test
    void workThatReturnsNoStageHasFailedWithThat() {
        assertThatThrownBy(ask(SingleFlightAsyncTest::noStage)::join)
                .hasCauseInstanceOf(NullPointerException.class)
                .hasMessageContaining("in place of a stage");
        assertThat(ask(() -> CompletableFuture.completedFuture("v"))).isCompletedWithValue("v");
    }

    @SuppressWarnings("NullAway") // that is what is tested
    private static CompletionStage<String> noStage() {
        return null;
    }

    @Test
    void anErrorIsThrownToWhoStartedAndWhoJoinedFailsWithItAndWhoComesLaterDoesNot() {
        AtomicReference<CompletableFuture<String>> joined = new AtomicReference<>();
        StackOverflowError error = new StackOverflowError("in one thread");
        assertThatThrownBy(() -> ask(() -> {
                    joined.set(onAnotherThread(this::ask));
                    throw error;
                }))
                .isSameAs(error);
        assertThatThrownBy(joined.get()::join).hasCause(error);
        assertThat(ask(() -> CompletableFuture.completedFuture("v"))).isCompletedWithValue("v");
    }

    @Test
    void cancellingOnesStageTouchesNeitherTheWorkNorTheOthers() {
        CompletableFuture<String> first = ask();
        CompletableFuture<String> second = ask();
        CompletableFuture<String> third = ask();
        first.cancel(true);
        second.complete("mine");
        assertThat(work).isNotDone();
        assertThat(third).isNotDone();
        work.complete("v");
        assertThat(first).isCancelled();
        assertThat(second).isCompletedWithValue("mine");
        assertThat(third).isCompletedWithValue("v");
    }

    @Test
    void cancelledWorkIsSharedOnlyByThoseWhoWait() {
        CompletableFuture<String> first = ask();
        CompletableFuture<String> second = ask();
        work.cancel(true);
        assertThatThrownBy(first::join).isInstanceOf(CancellationException.class);
        assertThatThrownBy(second::join).isInstanceOf(CancellationException.class);
        assertThat(ask(() -> CompletableFuture.completedFuture("v"))).isCompletedWithValue("v");
    }

    @Test
    void workThatAsksForItsOwnKeyWhileItStartsIsCarriedOutForItself() {
        CompletableFuture<String> outer = ask(() -> ask().thenApply(inner -> "outer " + inner));
        CompletableFuture<String> joined = ask();
        assertThat(runs).hasValue(2);
        work.complete("inner");
        assertThat(outer).isCompletedWithValue("outer inner");
        assertThat(joined).isCompletedWithValue("outer inner");
        assertThat(ask(() -> CompletableFuture.completedFuture("v"))).isCompletedWithValue("v");
    }

    @Test
    void anInnerRunThatEndsDoesNotEndTheOuterOne() {
        CompletableFuture<String> outer = ask(() -> {
            assertThat(ask(() -> CompletableFuture.completedFuture("inner"))).isCompletedWithValue("inner");
            return work;
        });
        CompletableFuture<String> joined = ask();
        assertThat(joined).isNotDone();
        work.complete("outer");
        assertThat(outer).isCompletedWithValue("outer");
        assertThat(joined).isCompletedWithValue("outer");
        assertThat(runs).hasValue(2);
    }

    @Test
    void whoComesAfterTheKeyWasForgottenStartsAnew() {
        CompletableFuture<String> old = ask();
        flights.forget("k");
        CompletableFuture<String> later = new CompletableFuture<>();
        CompletableFuture<String> second = ask(() -> later);
        work.complete("old");
        CompletableFuture<String> third = ask();
        later.complete("new");
        assertThat(old).isCompletedWithValue("old");
        assertThat(second).isCompletedWithValue("new");
        assertThat(third).isCompletedWithValue("new");
        CompletableFuture<String> before = ask(CompletableFuture::new);
        flights.forgetAll();
        assertThat(ask(() -> CompletableFuture.completedFuture("newest"))).isCompletedWithValue("newest");
        assertThat(before).isNotDone();
    }

    @Test
    void otherKeysAndTheWorkOfThreadsThatWaitAreApart() {
        CompletableFuture<String> first = ask();
        assertThat(flights.runAsync("l", () -> CompletableFuture.completedFuture("w"))
                        .toCompletableFuture())
                .isCompletedWithValue("w");
        assertThat(flights.run("k", () -> "v")).isEqualTo("v");
        assertThat(first).isNotDone();
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void oneOfManyThreadsStarts() throws Exception {
        int threads = 8;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            for (int round = 0; round < 500; round++) {
                AtomicInteger started = new AtomicInteger();
                CompletableFuture<String> outcome = new CompletableFuture<>();
                CyclicBarrier go = new CyclicBarrier(threads);
                List<CompletableFuture<CompletionStage<String>>> all = new ArrayList<>();
                for (int i = 0; i < threads; i++) {
                    all.add(CompletableFuture.supplyAsync(
                            () -> {
                                await(go);
                                return flights.runAsync("k", () -> {
                                    started.incrementAndGet();
                                    return outcome;
                                });
                            },
                            pool));
                }
                List<CompletionStage<String>> stages = new ArrayList<>();
                for (CompletableFuture<CompletionStage<String>> each : all) {
                    stages.add(each.get(60, TimeUnit.SECONDS));
                }
                assertThat(started).hasValue(1);
                outcome.complete("v" + round);
                for (CompletionStage<String> stage : stages) {
                    assertThat(stage.toCompletableFuture()).isCompletedWithValue("v" + round);
                }
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    @SuppressWarnings("NullAway") // that is what is tested
    void nullIsNeitherKeyNorWork() {
        assertThatThrownBy(() -> flights.runAsync(null, () -> work)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> flights.runAsync("k", null)).isInstanceOf(NullPointerException.class);
    }
}
