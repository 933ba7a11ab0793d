package org.larder.cdi.intercept;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import javax.cache.CacheException;
import org.junit.jupiter.api.Test;

/** Changes that come in the middle of keeping a result. */
class ComputationsTest {

    private static final EntryId ENTRY = new EntryId(null, "cache", "key");

    private final Computations computations = new Computations(Duration.ofSeconds(60));
    private final List<String> done = new ArrayList<>();

    @Test
    void aChangeWaitsForAResultThatIsJustBeingKept() throws Exception {
        CountDownLatch keeping = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Computation computation = computations.begin(ENTRY);
        FutureTask<Boolean> keeper = new FutureTask<>(() -> {
            computations.keep(
                    computation,
                    () -> {
                        keeping.countDown();
                        awaitQuietly(goOn);
                        done.add("kept");
                    },
                    () -> done.add("taken back"));
            return true;
        });
        new Thread(keeper).start();
        assertThat(keeping.await(30, SECONDS)).isTrue();
        Thread changer = new Thread(() -> computations.change(ENTRY, () -> done.add("changed")));
        changer.start();
        await().until(() -> changer.getState() == Thread.State.TIMED_WAITING);
        goOn.countDown();
        changer.join(30_000);
        keeper.get(30, SECONDS);
        assertThat(done).containsExactly("kept", "changed");
    }

    @Test
    void whoChangesWhileHeKeepsDoesNotWaitForHimselfAndTakesTheResultBack() {
        Computation computation = computations.begin(ENTRY);
        computations.keep(
                computation,
                () -> {
                    computations.change(ENTRY, () -> done.add("changed"));
                    done.add("kept");
                },
                () -> done.add("taken back"));
        assertThat(done).containsExactly("changed", "kept", "taken back");
        assertThat(computations.keptCount()).isZero();
    }

    @Test
    void aChangeThatAResultBeingKeptWaitsForGoesOnInTheEndAndTheResultIsTakenBack() {
        Computations impatient = new Computations(Duration.ofMillis(1));
        Computation computation = impatient.begin(ENTRY);
        boolean isKept = impatient.keep(
                computation,
                () -> {
                    Thread changer = new Thread(() -> impatient.change(ENTRY, () -> done.add("changed")));
                    changer.start();
                    joinQuietly(changer);
                    done.add("kept");
                },
                () -> done.add("taken back"));
        assertThat(isKept).isFalse();
        assertThat(done).containsExactly("changed", "kept", "taken back");
        assertThat(impatient.keptCount()).isZero();
    }

    @Test
    void aResultIsTakenBackAlsoWhereAListenerOfItFails() {
        Computation computation = computations.begin(ENTRY);
        assertThatThrownBy(() -> computations.keep(
                        computation,
                        () -> {
                            computations.change(ENTRY, () -> done.add("changed"));
                            throw new CacheException("the listener failed");
                        },
                        () -> done.add("taken back")))
                .hasMessage("the listener failed");
        assertThat(done).containsExactly("changed", "taken back");
    }

    @Test
    void whoIsInterruptedWhileHeWaitsWaitsOnAndStaysInterrupted() {
        Computation computation = computations.begin(ENTRY);
        Thread.currentThread().interrupt();
        boolean isKept = computation.awaitKept(1);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(isKept).isFalse();
    }

    @Test
    void whatWasChangedBeforeIsNotKept() {
        Computation computation = computations.begin(ENTRY);
        computations.change(ENTRY, () -> done.add("changed"));
        computations.keep(computation, () -> done.add("kept"), () -> done.add("taken back"));
        assertThat(done).containsExactly("changed");
        assertThat(computations.keptCount()).isZero();
    }

    @Test
    void whatHasEndedHindersNobodyAndWhatBeginsLaterIsKept() {
        Computation ended = computations.begin(ENTRY);
        Computation other = computations.begin(ENTRY);
        computations.end(ENTRY, ended);
        computations.change(ENTRY, () -> done.add("changed"));
        computations.keep(ended, () -> done.add("kept after its end"), () -> {});
        computations.keep(other, () -> done.add("kept in spite of the change"), () -> {});
        computations.keep(computations.begin(ENTRY), () -> done.add("kept"), () -> {});
        assertThat(done).containsExactly("changed", "kept after its end", "kept");
        assertThat(computations.keptCount()).isEqualTo(2);
    }

    @Test
    void theNewestOutdatesAllButItself() {
        Computation old = computations.begin(ENTRY);
        Computation newest = computations.begin(ENTRY);
        Computation elsewhere = computations.begin(new EntryId(null, "cache", "other"));
        computations.outdateOthers(ENTRY, newest);
        computations.keep(old, () -> done.add("old"), () -> {});
        computations.keep(newest, () -> done.add("newest"), () -> {});
        computations.keep(elsewhere, () -> done.add("elsewhere"), () -> {});
        assertThat(done).containsExactly("newest", "elsewhere");
    }

    private static void joinQuietly(Thread thread) {
        try {
            thread.join(30_000);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
