package org.larder.provider.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the members do when one of them died; all in one JVM, as the managers and class loaders of one may be. */
class RecoveryTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofSeconds(2);
    private static final String ME = "this process (" + ProcessHandle.current().pid() + ")";

    @TempDir
    Path directory;

    private final List<Membership> memberships = new ArrayList<>();

    @AfterEach
    void allLeaveAndNothingWasBroken() throws IOException {
        for (Membership membership : memberships) {
            membership.close();
        }
        assertThat(FakeFiles.broken(directory)).isEmpty();
        assertThat(System.getProperties()).doesNotContainKey(SharedFile.KEY);
    }

    private FakeFiles files() throws IOException {
        return new FakeFiles(directory);
    }

    private Membership join(FakeFiles files, Duration patience) throws IOException {
        Membership membership = Membership.join(FakeFiles.lockFile(directory), "orders", false, patience, files);
        memberships.add(membership);
        return membership;
    }

    @Test
    void allCloseOneRecoversAndAllOpenAgain() throws IOException {
        List<FakeFiles> all = List.of(files(), files(), files());
        for (FakeFiles files : all) {
            join(files, PATIENCE);
        }
        Dead.leaveBehind(directory);

        await().until(() ->
                all.stream().allMatch(files -> files.isOpen() && files.calls().size() == 3));
        assertThat(all).allSatisfy(files -> assertThat(files.calls().get(1)).isEqualTo("close"));
        assertThat(all.stream().map(files -> files.calls().get(2)))
                .containsExactlyInAnyOrder("open alone", "open", "open");
        assertThat(Membership.inspect(FakeFiles.lockFile(directory)).dead()).isEmpty();
    }

    @Test
    void whoSuspectsADeathSeesToTheRecovery() throws Exception {
        FakeFiles files = files();
        Membership suspicious = join(files, PATIENCE);
        join(files(), PATIENCE);
        assertThat(suspicious.recoverIfOneDied()).isFalse();

        FutureTask<Boolean> recovered = new FutureTask<>(suspicious::recoverIfOneDied);
        Thread suspecting = new Thread(recovered);
        try (Wait wait = new Wait(PATIENCE);
                SharedFile file = SharedFile.open(FakeFiles.lockFile(directory), wait);
                Gate gate = Gate.enter(file, "orders", wait, () -> {})) {
            Dead.leaveBehind(directory); // and nobody recovers before it is suspected
            suspecting.start();
            await().until(() -> LockSupport.getBlocker(suspecting) instanceof Wait);
        }
        assertThat(recovered.get(60, TimeUnit.SECONDS)).isTrue();
        assertThat(suspicious.isCurrent()).isTrue();
        assertThat(Membership.inspect(FakeFiles.lockFile(directory)).dead()).isEmpty();
        assertThat(suspicious.recoverIfOneDied()).isFalse();
    }

    /** So that one who was taken for dead, and has slept through it, does not take its files for current. */
    @Test
    void everyRecoveryBeginsAnotherGeneration() throws IOException {
        Membership membership = join(files(), PATIENCE);
        try (Wait wait = new Wait(PATIENCE);
                SharedFile file = SharedFile.open(FakeFiles.lockFile(directory), wait)) {
            long before = new Generation(file.words()).current();
            Dead.leaveBehind(directory);
            membership.recoverIfOneDied();
            assertThat(new Generation(file.words()).current()).isEqualTo(before + 2);
        }
    }

    @Test
    void anEndAfterARecoveryIsClean() throws IOException {
        Membership one = join(files(), PATIENCE);
        Membership two = join(files(), PATIENCE);
        Dead.leaveBehind(directory);
        one.recoverIfOneDied();
        one.close();
        two.close();
        assertThat(Membership.inspect(FakeFiles.lockFile(directory)).clean()).isTrue();
    }

    @Test
    void whoComesAfterADeathHasTheOthersClose() throws IOException {
        try (Wait wait = new Wait(PATIENCE);
                SharedFile file = SharedFile.open(FakeFiles.lockFile(directory), wait)) {
            Slots.Slot other = new Slots(file.words(), file.locks()).claim(false);
            other.setOpen(true);
            Dead.leaveBehind(directory);
            FakeFiles files = files();
            CompletableFuture<Membership> joining = CompletableFuture.supplyAsync(() -> joined(files));

            await().until(() -> file.words().get(Words.AWAITED_PID_AT) != 0);
            assertThat(new Generation(file.words()).isDraining()).isTrue();
            assertThat(files.calls()).isEmpty();
            other.setOpen(false);
            assertThat(joining.join().isCurrent()).isTrue();
            assertThat(files.calls()).containsExactly("open alone");
            other.leave();
        }
    }

    @Test
    void whoComesDuringARecoveryThatWasGivenUpTakesItOver() throws IOException {
        try (Wait wait = new Wait(PATIENCE);
                SharedFile file = SharedFile.open(FakeFiles.lockFile(directory), wait)) {
            Slots.Slot other = new Slots(file.words(), file.locks()).claim(false);
            new Generation(file.words()).drain();
            FakeFiles files = files();
            join(files, PATIENCE);
            assertThat(files.calls()).containsExactly("open alone");
            assertThat(Membership.inspect(FakeFiles.lockFile(directory)).recovering())
                    .isFalse();
            other.leave();
        }
    }

    private Membership joined(FakeFiles files) {
        try {
            return join(files, PATIENCE);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void manyOperationsWaitForOneRecovery() throws IOException {
        FakeFiles files = files();
        Membership membership = join(files, PATIENCE);
        CountDownLatch recovering = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        files.onOpen(call -> {
            recovering.countDown();
            awaitUninterrupted(goOn);
        });
        Dead.leaveBehind(directory);
        awaitUninterrupted(recovering);
        List<CompletableFuture<Void>> operations = Collections.nCopies(8, files).stream()
                .map(used -> CompletableFuture.runAsync(() -> operate(used, membership)))
                .toList();
        assertThat(membership.isCurrent()).isFalse();
        goOn.countDown();
        operations.forEach(CompletableFuture::join);
        assertThat(files.calls()).containsExactly("open alone", "close", "open alone");
    }

    private static void operate(FakeFiles files, Membership membership) {
        try {
            files.operate(membership);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whoDoesNotCloseIsNamedAndALaterAttemptSucceeds() throws IOException {
        FakeFiles files = files();
        Membership waiting = join(files, SHORT);
        FakeFiles hanging = files();
        Membership other = join(hanging, SHORT);
        CountDownLatch goOn = new CountDownLatch(1);
        hanging.onClose(call -> awaitUninterrupted(goOn));

        Dead.leaveBehind(directory);
        assertThatThrownBy(waiting::recoverIfOneDied)
                .isInstanceOf(FilesUnavailableException.class)
                .hasMessageContaining("'orders'")
                .hasMessageContaining(ME);
        assertThatThrownBy(() -> files.operate(waiting))
                .isInstanceOf(FilesUnavailableException.class)
                .hasMessageContaining("'orders'")
                .hasMessageContaining(ME);
        FakeFiles late = files();
        assertThatThrownBy(() -> join(late, SHORT))
                .isInstanceOf(FilesUnavailableException.class)
                .hasMessageContaining(ME);
        assertThat(late.calls()).isEmpty();
        assertThat(Membership.inspect(FakeFiles.lockFile(directory)).recovering())
                .isTrue();

        goOn.countDown();
        await().until(() -> waiting.isCurrent() && other.isCurrent());
        files.operate(waiting);
    }

    @Test
    void whoCannotOpenAgainIsClosedAndSaysWhyAndTheOthersGoOn() throws IOException {
        List<FakeFiles> all = List.of(files(), files());
        for (FakeFiles files : all) {
            join(files, PATIENCE);
        }
        FakeFiles failing = all.get(0);
        Membership failed = memberships.get(0);
        failing.onOpen(call -> {
            throw new IOException("no space left");
        });
        Dead.leaveBehind(directory);
        await().until(() -> !failed.isCurrent());
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> failing.operate(failed))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("'orders'")
                    .hasMessageContaining("no space left")
                    .hasMessageContaining("create it again");
        }
        assertThatThrownBy(failed::recoverIfOneDied).isInstanceOf(IllegalStateException.class);
        all.get(1).operate(memberships.get(1));
        assertThat(Membership.inspect(FakeFiles.lockFile(directory)).members()).hasSize(1);

        failed.close();
        FakeFiles again = files();
        join(again, PATIENCE);
        assertThat(again.calls()).containsExactly("open");
    }

    @Test
    void aRecoveryThatFailedIsDoneByTheNext() throws IOException {
        FakeFiles only = files();
        Membership membership = join(only, PATIENCE);
        only.onOpen(call -> {
            throw new IOException("no space left");
        });
        Dead.leaveBehind(directory);
        await().until(() -> !membership.isCurrent());
        assertThatThrownBy(() -> only.operate(membership)).hasMessageContaining("no space left");

        FakeFiles next = files();
        join(next, PATIENCE);
        assertThat(next.calls()).containsExactly("open alone");
    }

    /** Patience without end: a close that waited for the recovery would never come back. */
    @Test
    void whoClosesGivesUpARecoveryThatWaitsForOneWhoHangs() throws IOException {
        FakeFiles files = files();
        Membership closing = join(files, Duration.ofDays(1));
        try (Wait wait = new Wait(PATIENCE);
                SharedFile file = SharedFile.open(FakeFiles.lockFile(directory), wait)) {
            Slots.Slot hanging = new Slots(file.words(), file.locks()).claim(false);
            hanging.setOpen(true);
            Dead.leaveBehind(directory);
            await().until(() -> file.words().get(Words.AWAITED_PID_AT) != 0);

            closing.close();
            assertThat(files.calls()).containsExactly("open alone", "close");
            assertThat(file.words().get(Words.AWAITED_PID_AT)).isZero();
            hanging.leave();
        }
    }

    @Test
    void whoLostItsPlaceClosesAndSaysSo() throws IOException {
        FakeFiles files = files();
        Membership lost = join(files, PATIENCE);
        try (Wait wait = new Wait(PATIENCE);
                SharedFile file = SharedFile.open(FakeFiles.lockFile(directory), wait)) {
            file.words().set(0, Words.ID, 0);
            new Generation(file.words()).open();
        }
        assertThatThrownBy(() -> files.operate(lost))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("got lost");
        assertThat(files.isOpen()).isFalse();
    }

    @Test
    void anEndWhileTheGateIsHeldIsAnEndAllTheSame() throws IOException {
        FakeFiles files = files();
        Membership leaving = join(files, SHORT);
        CountDownLatch opening = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        FakeFiles slow = files();
        slow.onOpen(call -> {
            opening.countDown();
            awaitUninterrupted(goOn);
        });
        CompletableFuture<Membership> joining = CompletableFuture.supplyAsync(() -> joined(slow));
        awaitUninterrupted(opening);
        leaving.close();
        assertThat(files.calls()).containsExactly("open alone", "close");
        goOn.countDown();
        joining.join();
        assertThat(Membership.inspect(FakeFiles.lockFile(directory)).members()).hasSize(1);
    }

    /** Who recovered the files did not force them to disk, and who leaves last has not had them open since. */
    @Test
    void anEndOfWhoMissedTheRecoveryIsNotClean() throws Exception {
        FakeFiles files = files();
        Membership late = join(files, PATIENCE);
        CompletableFuture<Void> leaving;
        try (Wait wait = new Wait(PATIENCE);
                SharedFile file = SharedFile.open(FakeFiles.lockFile(directory), wait);
                Gate gate = Gate.enter(file, "orders", wait, () -> {})) {
            new Generation(file.words()).open();
            await().until(() -> !files.isOpen());
            leaving = CompletableFuture.runAsync(() -> leave(late));
            await().until(() -> Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().equals("larder-files-orders")));
        }
        leaving.join();
        assertThat(files.calls()).containsExactly("open alone", "close");
        assertThat(Membership.inspect(FakeFiles.lockFile(directory)).clean()).isFalse();
    }

    @Test
    void whoComesWhileTheLastOneDeletesTheFilesBeginsAnew() throws IOException {
        FakeFiles deleting = files();
        Membership last = join(deleting, PATIENCE);
        FakeFiles next = files();
        AtomicReference<CompletableFuture<Membership>> joining = new AtomicReference<>();
        deleting.onClose(call -> {
            joining.set(CompletableFuture.supplyAsync(() -> joined(next)));
            await().until(() -> usersOfTheLockFile() == 2);
            Files.delete(FakeFiles.lockFile(directory));
        });
        last.close();
        assertThat(joining.get().join().isCurrent()).isTrue();
        assertThat(next.calls()).containsExactly("open alone");
        assertThat(Membership.inspect(FakeFiles.lockFile(directory)).alive()).hasSize(1);
    }

    private static int usersOfTheLockFile() {
        Map<?, ?> files = (Map<?, ?>) System.getProperties().get(SharedFile.KEY);
        Map<?, ?> file = (Map<?, ?>) files.values().iterator().next();
        return (Integer) file.get("users");
    }

    private static void leave(Membership membership) {
        try {
            membership.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anInterruptDisturbsNothingAndIsKept() throws IOException {
        join(files(), PATIENCE);
        Thread.currentThread().interrupt();
        Membership membership = join(files(), PATIENCE);
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
        Dead.leaveBehind(directory);
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
        membership.recoverIfOneDied();
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
        assertThat(membership.isCurrent()).isTrue();
        membership.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(Membership.inspect(FakeFiles.lockFile(directory)).members()).hasSize(1);
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        await().until(() -> latch.getCount() == 0);
    }
}
