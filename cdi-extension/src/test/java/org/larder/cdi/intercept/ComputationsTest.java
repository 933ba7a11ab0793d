package org.larder.cdi.intercept;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.CacheException;
import org.junit.jupiter.api.Test;

/** Changes that come in the middle of keeping a result. */
class ComputationsTest {

    private static final EntryId ENTRY = new EntryId(null, "cache", "key");

    private final Computations computations = new Computations(Duration.ofSeconds(60));
    private final Computations impatient = new Computations(Duration.ofMillis(1));
    private final List<String> done = new ArrayList<>();

    @Test
    void aChangeWaitsForAResultThatIsJustBeingKept() throws Exception {
        CountDownLatch keeping = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Computation computation = computations.begin(ENTRY);
        FutureTask<Boolean> keeper = new FutureTask<>(() -> {
            computations.keep(computation, keeping(() -> {
                keeping.countDown();
                awaitQuietly(goOn);
                done.add("kept");
            }));
            return true;
        });
        new Thread(keeper).start();
        assertThat(keeping.await(60, SECONDS)).isTrue();
        Thread changer = new Thread(() -> computations.change(ENTRY, () -> done.add("changed")));
        changer.start();
        await().until(() -> changer.getState() == Thread.State.TIMED_WAITING);
        goOn.countDown();
        changer.join(60_000);
        keeper.get(60, SECONDS);
        assertThat(done).containsExactly("kept", "changed");
    }

    @Test
    void whoChangesWhileHeKeepsDoesNotWaitForHimselfAndHisChangeIsMadeAgain() {
        Computation computation = computations.begin(ENTRY);
        boolean isKept = computations.keep(computation, keeping(() -> {
            computations.change(ENTRY, () -> done.add("changed"));
            done.add("kept");
        }));
        assertThat(isKept).isFalse();
        assertThat(done).containsExactly("changed", "kept", "changed");
        assertThat(computations.keptCount()).isZero();
    }

    @Test
    void ofChangesThatAResultBeingKeptWaitsForTheLastIsMadeAgain() {
        Computation computation = impatient.begin(ENTRY);
        boolean isKept = impatient.keep(computation, keeping(() -> {
            elsewhere(() -> impatient.change(ENTRY, () -> done.add("first change")));
            elsewhere(() -> impatient.change(ENTRY, () -> done.add("second change")));
            done.add("kept");
        }));
        assertThat(isKept).isFalse();
        assertThat(done).containsExactly("first change", "second change", "kept", "second change");
        assertThat(impatient.keptCount()).isZero();
    }

    @Test
    void aChangeThatComesWhileAnotherIsMadeAgainIsMadeAgainAfterIt() {
        List<Runnable> newer = new ArrayList<>(List.of(() -> impatient.change(ENTRY, () -> done.add("newer"))));
        Computation computation = impatient.begin(ENTRY);
        impatient.keep(computation, Keeping.of(() -> impatient.change(ENTRY, () -> done.add("changed")), change -> {
            if (!newer.isEmpty()) {
                elsewhere(newer.remove(0));
            }
            change.run();
        }));
        assertThat(done).containsExactly("changed", "newer", "changed", "newer");
    }

    @Test
    void aListenerThatChangesTheEntryAtEveryChangeComesToAnEnd() {
        Computation computation = computations.begin(ENTRY);
        Runnable listener = () -> computations.change(ENTRY, () -> done.add("changed"));
        computations.keep(computation, Keeping.of(listener, change -> {
            change.run();
            listener.run();
        }));
        assertThat(done).containsExactly("changed", "changed", "changed");
    }

    @Test
    void aChangeIsMadeAgainAlsoWhereAListenerOfTheResultFails() {
        Computation computation = computations.begin(ENTRY);
        assertThatThrownBy(() -> computations.keep(computation, keeping(() -> {
                    computations.change(ENTRY, () -> done.add("changed"));
                    throw new CacheException("the listener failed");
                })))
                .hasMessage("the listener failed");
        assertThat(done).containsExactly("changed", "changed");
    }

    @Test
    void whatIsComputedAfterAChangeIsWhatIsMadeAgainInPlaceOfIt() {
        Computation slow = computations.begin(ENTRY);
        computations.keep(slow, keeping(() -> {
            computations.change(ENTRY, () -> done.add("changed"));
            keepResult(computations.begin(ENTRY), "newer");
        }));
        assertThat(done).containsExactly("changed", "newer", "newer");
    }

    @Test
    void whatIsComputedBeforeAChangeIsNotMadeAgainInPlaceOfIt() {
        Computation slow = computations.begin(ENTRY);
        Computation older = computations.begin(ENTRY);
        computations.keep(slow, keeping(() -> {
            computations.change(ENTRY, () -> done.add("changed"));
            keepResult(older, "older");
        }));
        assertThat(done).containsExactly("changed", "changed");
    }

    @Test
    void anUpdateThatCannotWaitIsMadeAgainUnlessItIsOutdated() {
        Computation slow = computations.begin(ENTRY);
        Computation update = computations.begin(ENTRY);
        computations.keep(slow, keeping(() -> {
            Keeping updating = keeping(() -> done.add("updated"));
            computations.rivalOthers(update, updating);
            computations.keep(update, updating);
        }));
        assertThat(done).containsExactly("updated", "updated");
    }

    @Test
    void anUpdateThatWasOutdatedIsNotMadeAgainInPlaceOfTheChange() {
        Computation slow = computations.begin(ENTRY);
        Computation update = computations.begin(ENTRY);
        computations.keep(slow, keeping(() -> {
            computations.change(ENTRY, () -> done.add("changed"));
            computations.rivalOthers(update, keeping(() -> done.add("updated")));
        }));
        assertThat(done).containsExactly("changed", "changed");
    }

    @Test
    void ofRivalsTheOtherIsKeptAsItSaysAndNoneThatWasChangedSince() {
        Computation rivalled = computations.begin(ENTRY);
        Computation changed = computations.begin(ENTRY);
        computations.rivalOthers(computations.begin(ENTRY), null);
        boolean isKept = computations.keep(
                rivalled, new Keeping(() -> done.add("kept"), () -> done.add("rivalled"), Runnable::run));
        computations.change(ENTRY, () -> done.add("changed"));
        computations.keep(changed, new Keeping(() -> done.add("kept"), () -> done.add("rivalled"), Runnable::run));
        assertThat(isKept).isFalse();
        assertThat(done).containsExactly("rivalled", "changed");
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
    void anEntryIsRemovedAgainWhereTheRemovalOfAllCouldNotWait() {
        Cache<Object, Object> cache = cache();
        Computation computation = computations.begin(ENTRY);
        computations.keep(computation, keeping(() -> {
            computations.removeAll(cache);
            done.add("kept");
        }));
        assertThat(done).containsExactly("removeAll", "kept", "remove");
    }

    @Test
    void theRemovalOfAllOutdatesEverythingBeforeItWaits() throws Exception {
        EntryId other = new EntryId(null, "cache", "other");
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch keeping = new CountDownLatch(2);
        List<Thread> threads = new ArrayList<>();
        for (EntryId entry : List.of(ENTRY, other)) {
            Computation slow = computations.begin(entry);
            threads.add(new Thread(() -> computations.keep(slow, keeping(() -> {
                keeping.countDown();
                awaitQuietly(goOn);
            }))));
        }
        Thread remover = new Thread(() -> computations.removeAll(cache()));
        Computation one = computations.begin(ENTRY);
        Computation two = computations.begin(other);
        threads.forEach(Thread::start);
        assertThat(keeping.await(60, SECONDS)).isTrue();
        remover.start();
        await().until(() -> remover.getState() == Thread.State.TIMED_WAITING);
        List<Boolean> areKept = Stream.of(one, two)
                .map(each -> computations.keep(each, keeping(() -> {})))
                .toList();
        goOn.countDown();
        for (Thread thread : threads) {
            thread.join(60_000);
        }
        remover.join(60_000);
        assertThat(areKept).containsExactly(false, false);
        assertThat(done).containsExactly("removeAll");
    }

    @Test
    void whatWasChangedBeforeIsNotKept() {
        Computation computation = computations.begin(ENTRY);
        computations.change(ENTRY, () -> done.add("changed"));
        keepResult(computation, "kept");
        assertThat(done).containsExactly("changed");
        assertThat(computations.keptCount()).isZero();
    }

    @Test
    void whatHasEndedHindersNobodyAndWhatBeginsLaterIsKept() {
        Computation ended = computations.begin(ENTRY);
        Computation other = computations.begin(ENTRY);
        computations.end(ended);
        computations.change(ENTRY, () -> done.add("changed"));
        keepResult(ended, "kept after its end");
        keepResult(other, "kept in spite of the change");
        keepResult(computations.begin(ENTRY), "kept");
        assertThat(done).containsExactly("changed", "kept after its end", "kept");
        assertThat(computations.keptCount()).isEqualTo(2);
    }

    @Test
    void theNewestRivalsAllButItself() {
        Computation old = computations.begin(ENTRY);
        Computation newest = computations.begin(ENTRY);
        Computation elsewhere = computations.begin(new EntryId(null, "cache", "other"));
        computations.rivalOthers(newest, null);
        keepResult(old, "old");
        keepResult(newest, "newest");
        keepResult(elsewhere, "elsewhere");
        assertThat(done).containsExactly("newest", "elsewhere");
    }

    /** The cache of the entry, which tells what is done to it. */
    @SuppressWarnings("unchecked") // the class stands for the type with any arguments
    private Cache<Object, Object> cache() {
        return (Cache<Object, Object>) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Cache.class}, (proxy, method, arguments) -> {
                    if (method.getName().startsWith("remove")) {
                        done.add(method.getName());
                    }
                    return switch (method.getName()) {
                        case "getName" -> ENTRY.cacheName();
                        case "remove" -> true;
                        default -> null;
                    };
                });
    }

    private void keepResult(Computation computation, String result) {
        Keeping keeping = keeping(() -> done.add(result));
        computations.overtakeChanges(computation, keeping);
        computations.keep(computation, keeping);
    }

    private static Keeping keeping(Runnable put) {
        return Keeping.of(put, Runnable::run);
    }

    private static void elsewhere(Runnable work) {
        Thread thread = new Thread(work);
        thread.start();
        try {
            thread.join(60_000);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
