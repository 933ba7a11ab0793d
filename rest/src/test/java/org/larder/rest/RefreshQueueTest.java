package org.larder.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import javax.cache.CacheException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Refreshes of a resource one after the other, whatever its cache and the executor do; all on one thread. */
class RefreshQueueTest {

    private static final Caller ANN = Caller.of("ann");

    private final LogCapture log = new LogCapture("org.larder.rest");
    private final HandLoads loads = new HandLoads();
    private final ManualLimits limits = new ManualLimits();

    /** What the executor throws; null for nothing. */
    private Throwable thrown;

    private final Executor executor = work -> {
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown instanceof RuntimeException exception) {
            throw exception;
        }
        work.run();
    };

    private InstantSource clock = () -> Instant.EPOCH;
    private CacheControl control = builder().build();

    private CacheControlBuilder builder() {
        return CacheControl.builder()
                .resource(
                        "things",
                        loads.cache(),
                        parameters -> LongStream.range(0, parameters.integer("to"))
                                .boxed()
                                .toList())
                .batchKeys(1)
                .maxWaiting(20_000)
                .executor(executor)
                .timeLimits(limits)
                .clock(() -> clock.instant())
                .fastAnswer(Duration.ZERO);
    }

    @AfterEach
    void close() {
        log.broken = null;
        control.close();
        log.close();
    }

    private RefreshTask refresh(int keys) {
        return control.refresh(ANN, null, "things", RefreshParameters.of(Map.of("to", keys)));
    }

    static List<RuntimeException> exceptions() {
        return List.of(
                new RejectedExecutionException("full"),
                new IllegalStateException("closed"),
                new NullPointerException("no reason"));
    }

    @Test
    @Tag("S2-10")
    void batchesAreLoadedOneAfterTheOtherAndThenTheNextRefreshBegins() {
        RefreshTask first = refresh(2);
        RefreshTask second = refresh(1);
        assertThat(loads.asked).extracting(HandLoads.Asked::keys).containsExactly(Set.of(0L));
        loads.end(0);
        assertThat(loads.asked).extracting(HandLoads.Asked::keys).containsExactly(Set.of(0L), Set.of(1L));
        assertThat(first.state()).isEqualTo(TaskState.STARTED);
        loads.end(1);
        assertThat(first.state()).isEqualTo(TaskState.SUCCESS);
        assertThat(second.state()).isEqualTo(TaskState.STARTED);
        loads.end(2);
        assertThat(second.state()).isEqualTo(TaskState.SUCCESS);
    }

    @Test
    @Tag("S2-10")
    void aLoadThatTookTooLongBeginsNoFurtherBatchBesideTheNext() {
        RefreshTask late = refresh(3);
        RefreshTask next = refresh(1);
        limits.expire();
        assertThat(late.state()).isEqualTo(TaskState.FAILURE);
        assertThat(next.state()).isEqualTo(TaskState.STARTED);
        assertThat(loads.asked).hasSize(2);
        loads.end(0);
        assertThat(loads.asked).as("two of the first were left").hasSize(2);
        loads.end(1);
        assertThat(next.state()).isEqualTo(TaskState.SUCCESS);
        assertThat(versions()).containsExactly(0, 1);
    }

    @Test
    void aLoadThatIsStoppedBeginsNoFurtherBatch() {
        RefreshTask lost = refresh(3);
        control.close();
        assertThat(lost.state()).isEqualTo(TaskState.FAILURE);
        loads.end(0);
        assertThat(loads.asked).hasSize(1);
    }

    @Test
    void aLastBatchThatComesLateCounts() {
        RefreshTask late = refresh(1);
        limits.expire();
        loads.end(0);
        assertThat(late.state()).isEqualTo(TaskState.FAILURE);
        assertThat(versions()).containsExactly(1);
    }

    private List<Integer> versions() {
        return Pattern.compile("\"version\":(\\d+)")
                .matcher(control.list(ANN).json())
                .results()
                .map(version -> Integer.valueOf(version.group(1)))
                .toList();
    }

    @Test
    void aBatchThatFailsEndsTheRefreshAndTheNextBegins() {
        RefreshTask failing = refresh(3);
        RefreshTask next = refresh(1);
        loads.end(0);
        loads.asked.get(1).listener().onException(new CacheException("no things"));
        assertThat(failing.state()).isEqualTo(TaskState.FAILURE);
        assertThat(next.state()).isEqualTo(TaskState.STARTED);
        assertThat(loads.asked).hasSize(3);
        assertThat(log.messages()).singleElement().asString().contains("'things'", "no things");
    }

    @Test
    void aProviderThatTellsTheEndTwiceEndsOneRefresh() {
        refresh(1);
        RefreshTask next = refresh(1);
        RefreshTask last = refresh(1);
        loads.end(0);
        loads.end(0);
        loads.asked.get(0).listener().onException(new CacheException("after all"));
        assertThat(next.state()).isEqualTo(TaskState.STARTED);
        assertThat(last.state()).isEqualTo(TaskState.PENDING);
    }

    @Test
    void aProviderThatTellsTheEndOfABatchTwiceEndsNoOther() {
        RefreshTask task = refresh(3);
        loads.end(0);
        loads.end(0);
        loads.asked.get(0).listener().onException(new CacheException("after all"));
        assertThat(loads.asked).extracting(HandLoads.Asked::keys).containsExactly(Set.of(0L), Set.of(1L));
        loads.end(1);
        assertThat(task.state()).isEqualTo(TaskState.STARTED);
        loads.end(2);
        assertThat(task.state()).isEqualTo(TaskState.SUCCESS);
    }

    @ParameterizedTest
    @MethodSource("exceptions")
    void whatACacheThrowsEndsTheRefreshAndTheNextIsDone(RuntimeException exception) {
        RefreshTask first = refresh(2);
        RefreshTask second = refresh(1);
        loads.broken = exception;
        loads.end(0);
        assertThat(first.state()).isEqualTo(TaskState.FAILURE);
        assertThat(second.state()).isEqualTo(TaskState.FAILURE);
        loads.broken = null;
        assertDone(refresh(1));
    }

    @ParameterizedTest
    @MethodSource("exceptions")
    void whatAnExecutorThrowsEndsTheRefreshAndTheNextIsDone(RuntimeException exception) {
        thrown = exception;
        assertThat(refresh(1).state()).isEqualTo(TaskState.FAILURE);
        assertThat(limits.pending())
                .as("limits of refreshes that were not taken")
                .isZero();
        assertThat(log.messages()).singleElement().asString().contains(exception.getMessage());
        thrown = null;
        assertDone(refresh(1));
    }

    @ParameterizedTest
    @MethodSource("exceptions")
    void whatAnExecutorThrowsBetweenTwoBatchesEndsTheRefreshAndTheNextIsDone(RuntimeException exception) {
        RefreshTask broken = refresh(2);
        thrown = exception;
        loads.end(0);
        assertThat(broken.state()).isEqualTo(TaskState.FAILURE);
        thrown = null;
        assertDone(refresh(1));
    }

    @Test
    void anErrorOfAnExecutorIsNotHiddenAndNobodyIsStuck() {
        thrown = new OutOfMemoryError("no thread");
        assertThatThrownBy(() -> refresh(1)).isSameAs(thrown);
        assertThat(limits.pending()).isZero();
        thrown = null;
        assertDone(refresh(1));
    }

    @Test
    void manyThatWaitFailWhenTheExecutorTakesNoMore() {
        RefreshTask first = refresh(1);
        List<RefreshTask> others = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            others.add(refresh(1));
        }
        thrown = new OutOfMemoryError("no thread");
        assertThatThrownBy(() -> loads.end(0)).isSameAs(thrown);
        assertThat(first.state()).isIn(TaskState.SUCCESS, TaskState.FAILURE);
        assertThat(others).allMatch(task -> task.state() == TaskState.FAILURE);
        assertThat(limits.pending()).isZero();
        thrown = null;
        assertDone(refresh(1));
    }

    private void assertDone(RefreshTask task) {
        assertThat(task.state()).isEqualTo(TaskState.STARTED);
        loads.end(loads.asked.size() - 1);
        assertThat(task.state()).isEqualTo(TaskState.SUCCESS);
    }

    @Test
    void aClockThatFailsAtTheBeginningStopsNobodyElse() {
        breakClock();
        assertThatThrownBy(() -> refresh(1)).hasMessage("no clock");
        assertThat(limits.pending()).isZero();
        clock = () -> Instant.EPOCH;
        assertDone(refresh(1));
    }

    @Test
    void aClockThatFailsAtTheEndFailsTheRefreshAndStopsNobodyElse() {
        RefreshTask task = refresh(1);
        breakClock();
        assertThatThrownBy(() -> loads.end(0)).hasMessage("no clock");
        assertThat(task.state()).isEqualTo(TaskState.FAILURE);
        assertThat(log.messages()).anyMatch(message -> message.contains("no clock"));
        clock = () -> Instant.EPOCH;
        assertDone(refresh(1));
    }

    private void breakClock() {
        clock = () -> {
            throw new AssertionError("no clock");
        };
    }

    @Test
    void aLogThatFailsAtTheEndStopsNobodyElse() {
        RefreshTask failing = refresh(1);
        RefreshTask next = refresh(1);
        log.broken = new IllegalStateException("no log");
        assertThatThrownBy(() -> loads.asked.get(0).listener().onException(new CacheException("no things")))
                .isSameAs(log.broken);
        assertThat(failing.state()).isEqualTo(TaskState.FAILURE);
        assertDone(next);
    }

    @Test
    void aLogThatFailsWhenTheTimeIsOverStopsNobodyElse() {
        RefreshTask late = refresh(1);
        RefreshTask next = refresh(1);
        log.broken = new IllegalStateException("no log");
        limits.expire();
        assertThat(late.state()).isEqualTo(TaskState.FAILURE);
        assertDone(next);
    }

    @Test
    void aLogThatFailsWhenTheServerStopsLeavesNothingOpen() {
        RefreshTask lost = refresh(1);
        log.broken = new IllegalStateException("no log");
        assertThatThrownBy(() -> control.close()).isSameAs(log.broken);
        assertThat(lost.state()).isEqualTo(TaskState.FAILURE);
        assertThat(limits.pending()).isZero();
    }

    @Test
    void whoIsTooManyIsToldToComeAgainWhenTheNextMayBeDone() {
        control = builder().maxWaiting(1).build();
        refresh(1);
        clock = () -> Instant.EPOCH.plusMillis(6_001);
        loads.end(0);
        refresh(1);
        refresh(1);
        assertRetryAfter("7");
        clock = () -> Instant.EPOCH.plusSeconds(1_000);
        loads.end(1);
        refresh(1);
        assertRetryAfter("60");
    }

    private void assertRetryAfter(String seconds) {
        assertThatThrownBy(() -> refresh(1))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.headers()).containsEntry("Retry-After", seconds));
    }

    @Test
    void aLoadThatHasEndedHasNoLimit() {
        RefreshTask task = refresh(1);
        assertThat(limits.pending()).isEqualTo(1);
        loads.end(0);
        assertThat(task.state()).isEqualTo(TaskState.SUCCESS);
        assertThat(limits.pending()).isZero();
    }

    @Test
    void refreshesThatWaitHoldNoMoreKeysThanTheyMay() {
        control = builder().batchKeys(100).maxWaitingKeys(10).build();
        refresh(20);
        refresh(8);
        assertThatThrownBy(() -> refresh(3)).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.status()).isEqualTo(429);
            assertThat(refusal.headers()).containsKey("Retry-After");
        });
        assertThat(versions()).as("no entry of what was refused").containsExactly(0, 0);
        refresh(2);
        loads.end(0);
        assertThat(refresh(8).state()).as("where 8 wait no more").isEqualTo(TaskState.PENDING);
        assertThatThrownBy(() -> refresh(1)).isInstanceOf(Refusal.class);
    }

    @Test
    void aRefreshThatWaitsAloneMayHoldAllItsKeys() {
        control = builder().maxWaitingKeys(10).build();
        refresh(1);
        assertThat(refresh(20).state()).isEqualTo(TaskState.PENDING);
        assertThatThrownBy(() -> refresh(1)).isInstanceOf(Refusal.class);
    }
}
