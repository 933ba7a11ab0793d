package org.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class SingleFlightTest {

    private final SingleFlight<String, String> flights = new SingleFlight<>();
    private final AtomicInteger runs = new AtomicInteger();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();

    private <T> FutureTask<T> start(Callable<T> what) {
        FutureTask<T> task = new FutureTask<>(what);
        Thread thread = new Thread(task, "flight");
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
        return task;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Starts the one who works, until {@link #mayEnd}, and then those who wait for it. */
    private List<FutureTask<@Nullable String>> oneAndWaiting(int waiting, Supplier<@Nullable String> outcome) {
        Supplier<@Nullable String> work = () -> {
            runs.incrementAndGet();
            begun.countDown();
            await(mayEnd);
            return outcome.get();
        };
        List<FutureTask<@Nullable String>> all = new ArrayList<>();
        all.add(start(() -> flights.run("k", work)));
        await(begun);
        for (int i = 0; i < waiting; i++) {
            all.add(start(() -> flights.run("k", work)));
        }
        threads.forEach(SingleFlightTest::awaitParked);
        return all;
    }

    private static void awaitParked(Thread thread) {
        while (thread.getState() != Thread.State.WAITING && thread.getState() != Thread.State.TIMED_WAITING) {
            assertThat(thread.isAlive()).isTrue();
            Thread.onSpinWait();
        }
    }

    private static Throwable failureOf(FutureTask<?> task) throws InterruptedException {
        try {
            task.get();
            throw new AssertionError("did not fail");
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }

    @Test
    void oneWorksAndAllShareItsValue() throws Exception {
        List<FutureTask<@Nullable String>> all = oneAndWaiting(31, () -> "v");
        mayEnd.countDown();
        for (FutureTask<@Nullable String> each : all) {
            assertThat(each.get()).isEqualTo("v");
        }
        assertThat(runs).hasValue(1);
    }

    @Test
    void nullIsSharedToo() throws Exception {
        List<FutureTask<@Nullable String>> all = oneAndWaiting(3, () -> null);
        mayEnd.countDown();
        for (FutureTask<@Nullable String> each : all) {
            assertThat(each.get()).isNull();
        }
        assertThat(runs).hasValue(1);
    }

    @Test
    void anExceptionIsSharedAsItIs() throws Exception {
        RuntimeException failure = new IllegalArgumentException("no such thing");
        List<FutureTask<@Nullable String>> all = oneAndWaiting(3, () -> {
            throw failure;
        });
        mayEnd.countDown();
        for (FutureTask<@Nullable String> each : all) {
            assertThat(failureOf(each)).isSameAs(failure);
        }
        assertThat(runs).hasValue(1);
    }

    @Test
    void anErrorIsThatOfOneThreadAndTheOthersWorkThemselves() throws Exception {
        List<FutureTask<@Nullable String>> all = oneAndWaiting(3, () -> {
            if (runs.get() == 1) {
                throw new StackOverflowError("in one thread");
            }
            return "v";
        });
        mayEnd.countDown();
        assertThat(failureOf(all.get(0))).isInstanceOf(StackOverflowError.class);
        for (FutureTask<@Nullable String> each : all.subList(1, 4)) {
            assertThat(each.get()).isEqualTo("v");
        }
        assertThat(runs).hasValueBetween(2, 4);
    }

    @Test
    void nothingIsKept() {
        assertThat(flights.run("k", () -> "first")).isEqualTo("first");
        assertThat(flights.run("k", () -> "second")).isEqualTo("second");
        assertThatThrownBy(() -> flights.run("k", () -> {
                    throw new IllegalArgumentException("third");
                }))
                .hasMessage("third");
        assertThat(flights.run("k", () -> "fourth")).isEqualTo("fourth");
    }

    @Test
    void otherKeysDoNotWait() throws Exception {
        List<FutureTask<@Nullable String>> all = oneAndWaiting(0, () -> "v");
        assertThat(flights.run("other", () -> "w")).isEqualTo("w");
        mayEnd.countDown();
        assertThat(all.get(0).get()).isEqualTo("v");
    }

    @Test
    void whoComesAfterTheKeyWasForgottenStartsAnew() throws Exception {
        List<FutureTask<@Nullable String>> all = oneAndWaiting(2, () -> "old");
        flights.forget("k");
        assertThat(flights.run("k", () -> "new")).isEqualTo("new");
        mayEnd.countDown();
        for (FutureTask<@Nullable String> each : all) {
            assertThat(each.get()).isEqualTo("old");
        }
    }

    @Test
    void theEndOfForgottenWorkDoesNotEndTheWorkAfterIt() throws Exception {
        List<FutureTask<@Nullable String>> old = oneAndWaiting(0, () -> "old");
        flights.forget("k");
        CountDownLatch newBegun = new CountDownLatch(1);
        CountDownLatch newMayEnd = new CountDownLatch(1);
        FutureTask<@Nullable String> working = start(() -> flights.run("k", () -> {
            newBegun.countDown();
            await(newMayEnd);
            return "new";
        }));
        await(newBegun);
        mayEnd.countDown();
        assertThat(old.get(0).get()).isEqualTo("old");
        FutureTask<@Nullable String> joining = start(() -> flights.run("k", () -> "third"));
        awaitParked(threads.get(threads.size() - 1));
        newMayEnd.countDown();
        assertThat(working.get()).isEqualTo("new");
        assertThat(joining.get()).isEqualTo("new");
    }

    @Test
    void anInterruptIsKeptForTheCallerAndDoesNotEndTheWaiting() throws Exception {
        oneAndWaiting(0, () -> "v");
        FutureTask<String> waiting = start(
                () -> flights.run("k", () -> "own") + Thread.currentThread().isInterrupted());
        Thread thread = threads.get(threads.size() - 1);
        awaitParked(thread);
        thread.interrupt();
        mayEnd.countDown();
        assertThat(waiting.get()).isEqualTo("vtrue");
    }

    @Test
    void workThatAsksForItsOwnKeyIsToldSo() {
        assertThatThrownBy(() -> flights.run("k", () -> flights.run("k", () -> "v")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("k")
                .hasMessageContaining("for ever");
        assertThat(flights.run("k", () -> flights.run("l", () -> "v"))).isEqualTo("v");
    }

    @Test
    void twoThreadsWhoseWorkAsksForEachOthersKeyAreToldSo() throws Exception {
        CountDownLatch bothAtWork = new CountDownLatch(2);
        FutureTask<@Nullable String> one = start(() -> flights.run("k", () -> asksFor("l", bothAtWork)));
        FutureTask<@Nullable String> other = start(() -> flights.run("l", () -> asksFor("k", bothAtWork)));
        assertThat(failureOf(one))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("for ever")
                .isSameAs(failureOf(other));
        assertThat(flights.run("k", () -> flights.run("l", () -> "v"))).isEqualTo("v");
    }

    private @Nullable String asksFor(String key, CountDownLatch bothAtWork) {
        bothAtWork.countDown();
        await(bothAtWork);
        return flights.run(key, () -> "v");
    }

    @Test
    void whoWouldCloseACircleDoesWhatItSaidForThatCase() {
        assertThat(flights.run("k", () -> "outer " + flights.run("k", () -> "never", () -> "inner"), () -> "never"))
                .isEqualTo("outer inner");
        assertThat(flights.run("k", () -> "v", () -> "never")).isEqualTo("v");
    }

    @Test
    void whoClosesACircleOfTwoThreadsDoesWhatItSaidAndBothEnd() throws Exception {
        CountDownLatch bothAtWork = new CountDownLatch(2);
        FutureTask<@Nullable String> one = start(() -> flights.run("k", () -> "k" + circling("l", bothAtWork)));
        FutureTask<@Nullable String> other = start(() -> flights.run("l", () -> "l" + circling("k", bothAtWork)));
        // One of the two closes the circle, and the other gets what that one then makes of it.
        assertThat(one.get() + " " + other.get()).isIn("k! lk!", "kl! l!");
    }

    private @Nullable String circling(String key, CountDownLatch bothAtWork) {
        bothAtWork.countDown();
        await(bothAtWork);
        return flights.run(key, () -> "never", () -> "!");
    }

    @Test
    void whatIsDoneInACircleIsSharedByNobodyAndItsFailureIsThatOfItsThread() throws Exception {
        RuntimeException failure = new IllegalArgumentException("in the circle");
        Supplier<@Nullable String> outer = () -> {
            try {
                return flights.run("k", () -> "never", () -> {
                    throw failure;
                });
            } catch (IllegalArgumentException e) {
                assertThat(e).isSameAs(failure);
                return "outer";
            }
        };
        List<FutureTask<@Nullable String>> all = oneAndWaiting(3, outer);
        mayEnd.countDown();
        for (FutureTask<@Nullable String> each : all) {
            assertThat(each.get()).isEqualTo("outer");
        }
        assertThat(runs).hasValue(1);
    }

    @Test
    void whoComesAfterAllKeysWereForgottenStartsAnew() throws Exception {
        List<FutureTask<@Nullable String>> all = oneAndWaiting(2, () -> "old");
        flights.forgetAll();
        assertThat(flights.run("k", () -> "new")).isEqualTo("new");
        mayEnd.countDown();
        for (FutureTask<@Nullable String> each : all) {
            assertThat(each.get()).isEqualTo("old");
        }
    }

    @Test
    @SuppressWarnings("NullAway") // that is what is tested
    void nullIsNeitherKeyNorWork() {
        assertThatThrownBy(() -> flights.run(null, () -> "v")).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> flights.run("k", null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> flights.run("k", () -> "v", null)).isInstanceOf(NullPointerException.class);
    }

    /** A key that takes as long as a test likes to be compared. */
    private record SlowKey(Runnable whileCompared) {
        @Override
        public boolean equals(@Nullable Object other) {
            whileCompared.run();
            return other instanceof SlowKey;
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    @Test
    void workThatHasEndedMeanwhileIsNoPartOfACircle() throws Exception {
        SingleFlight<Object, String> any = new SingleFlight<>();
        CountDownLatch ended = new CountDownLatch(1);
        FutureTask<String> other = start(() -> {
            String first = any.run(new SlowKey(() -> {}), () -> {
                begun.countDown();
                await(mayEnd);
                return "theirs";
            });
            ended.countDown();
            return first + any.run("mine", () -> "never");
        });
        await(begun);
        SlowKey comparedUntilTheOtherWaitsForMe = new SlowKey(() -> {
            mayEnd.countDown();
            await(ended);
            awaitParked(threads.get(0));
        });
        assertThat(any.run("mine", () -> any.run(comparedUntilTheOtherWaitsForMe, () -> "own")))
                .isEqualTo("theirs");
        assertThat(other.get(60, TimeUnit.SECONDS)).isEqualTo("theirstheirs");
    }
}
