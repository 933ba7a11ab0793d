package org.larder.provider.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MembershipTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private FakeFiles files;

    @BeforeEach
    void makeFiles() throws IOException {
        files = new FakeFiles(directory);
    }

    @AfterEach
    void nothingWasBroken() {
        assertThat(FakeFiles.broken(directory)).isEmpty();
        assertThat(System.getProperties()).doesNotContainKey(SharedFile.KEY);
    }

    private Membership join(FakeFiles opener) throws IOException {
        return join(opener, false, PATIENCE);
    }

    private Membership join(FakeFiles opener, boolean exclusive, Duration patience) throws IOException {
        return Membership.join(FakeFiles.lockFile(directory), "orders", exclusive, patience, opener);
    }

    @Test
    void theFirstIsAloneAndKnowsNothingOfTheEndBefore() throws IOException {
        try (Membership membership = join(files)) {
            assertThat(files.calls()).containsExactly("open alone");
            assertThat(membership.isCurrent()).isTrue();
        }
    }

    @Test
    void afterACleanEndTheNextIsAloneAndClean() throws IOException {
        join(files).close();
        try (Membership membership = join(files)) {
            assertThat(files.calls()).containsExactly("open alone", "close last", "open alone clean");
        }
    }

    @Test
    void theSecondIsNotAlone() throws IOException {
        FakeFiles second = new FakeFiles(directory);
        try (Membership one = join(files);
                Membership two = join(second)) {
            assertThat(second.calls()).containsExactly("open");
            assertThat(one.isCurrent()).isTrue();
            assertThat(two.isCurrent()).isTrue();
        }
        assertThat(second.calls()).containsExactly("open", "close");
        assertThat(files.calls()).containsExactly("open alone", "close last");
    }

    @Test
    void whoStaysIsNotDisturbedByWhoComesAndGoes() throws IOException {
        try (Membership stays = join(files)) {
            for (int i = 0; i < 10; i++) {
                join(new FakeFiles(directory)).close();
            }
            assertThat(stays.isCurrent()).isTrue();
            assertThat(stays.recoverIfOneDied()).isFalse();
        }
        assertThat(files.calls()).containsExactly("open alone", "close last");
    }

    @Test
    void whoFailsToOpenLeavesNoTrace() throws IOException {
        files.onOpen(call -> {
            throw new IOException("no space left");
        });
        assertThatThrownBy(() -> join(files)).isInstanceOf(IOException.class).hasMessage("no space left");

        assertThat(Membership.inspect(FakeFiles.lockFile(directory)).members()).isEmpty();
        FakeFiles next = new FakeFiles(directory);
        join(next).close();
        assertThat(next.calls()).startsWith("open alone");
    }

    @Test
    void anErrorOfTheOpenerIsNotWrapped() {
        StackOverflowError error = new StackOverflowError();
        files.onOpen(call -> {
            throw error;
        });
        assertThatThrownBy(() -> join(files)).isSameAs(error);
    }

    @Test
    void anEndThatFailedIsNotClean() throws IOException {
        Membership membership = join(files);
        files.onClose(call -> {
            throw new IOException("no space left");
        });
        assertThatThrownBy(membership::close).hasMessage("no space left");

        FakeFiles next = new FakeFiles(directory);
        join(next).close();
        assertThat(next.calls()).startsWith("open alone");
    }

    @Test
    void whoIsClosedSaysSo() throws IOException {
        Membership membership = join(files);
        membership.close();
        membership.close();

        assertThat(files.calls()).containsExactly("open alone", "close last");
        assertThat(membership.isCurrent()).isFalse();
        assertThatThrownBy(membership::catchUp)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("cache 'orders' is closed");
        assertThatThrownBy(membership::recoverIfOneDied).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void exclusiveIsRefusedWhileSomebodyIsIn() throws IOException {
        try (Membership membership = join(files)) {
            assertThatThrownBy(() -> join(new FakeFiles(directory), true, PATIENCE))
                    .isInstanceOf(FilesUnavailableException.class)
                    .hasMessageContaining("'orders'")
                    .hasMessageContaining("with a writer")
                    .hasMessageContaining(
                            "this process (" + ProcessHandle.current().pid() + ")");
            assertThat(membership.isCurrent()).isTrue();
        }
    }

    @Test
    void othersAreRefusedWhileAnExclusiveOneIsIn() throws IOException {
        try (Membership membership = join(files, true, PATIENCE)) {
            assertThatThrownBy(() -> join(new FakeFiles(directory)))
                    .isInstanceOf(FilesUnavailableException.class)
                    .hasMessageContaining("'orders'")
                    .hasMessageContaining("with a writer")
                    .hasMessageContaining(
                            "this process (" + ProcessHandle.current().pid() + ")");
            assertThat(membership.isCurrent()).isTrue();
        }
        join(files).close();
        assertThat(files.calls()).containsExactly("open alone", "close last", "open alone clean", "close last");
    }

    @Test
    void oneTooManyIsRefused() throws IOException {
        List<Membership> all = new ArrayList<>();
        try {
            for (int i = 0; i < Words.SLOTS; i++) {
                all.add(join(new FakeFiles(directory)));
            }
            assertThatThrownBy(() -> join(files))
                    .isInstanceOf(FilesUnavailableException.class)
                    .hasMessageContaining("shared by 128 already");
        } finally {
            for (Membership membership : all) {
                membership.close();
            }
        }
    }

    @Test
    void anEndWithoutLeavingIsNotClean() throws IOException {
        join(files).close();
        Dead.leaveBehind(directory);
        assertThat(Membership.inspect(FakeFiles.lockFile(directory)).clean()).isFalse();

        join(files).close();
        assertThat(files.calls()).containsExactly("open alone", "close last", "open alone", "close last");
        assertThat(Membership.inspect(FakeFiles.lockFile(directory)).clean()).isTrue();
        assertThat(Membership.inspect(FakeFiles.lockFile(directory)).members()).isEmpty();
    }

    @Test
    void aCopyOfTheFilesInUseIsNotClean(@TempDir Path copy) throws IOException {
        join(files).close();
        try (Membership membership = join(files)) {
            // Copied by another process: in this one the copying would drop the locks.
            assertThat(new ProcessBuilder("cp", FakeFiles.lockFile(directory).toString(), copy.toString())
                            .start()
                            .onExit()
                            .join()
                            .exitValue())
                    .isZero();
            Occupancy occupancy = Membership.inspect(FakeFiles.lockFile(copy));
            assertThat(occupancy.clean()).isFalse();
            assertThat(occupancy.dead()).hasSize(1);

            FakeFiles copied = new FakeFiles(copy);
            Membership.join(FakeFiles.lockFile(copy), "orders", false, PATIENCE, copied)
                    .close();
            assertThat(copied.calls()).containsExactly("open alone", "close last");
            assertThat(membership.isCurrent()).isTrue();
        }
    }

    @Test
    void aDirectoryThatIsMadeAnewIsAnotherOne() throws IOException {
        try (Membership membership = join(files)) {
            Files.delete(FakeFiles.lockFile(directory));
            assertThatThrownBy(() -> Membership.inspect(FakeFiles.lockFile(directory)))
                    .isInstanceOf(java.nio.file.NoSuchFileException.class);
            Files.createDirectories(directory.resolve("other"));
            FakeFiles other = new FakeFiles(directory.resolve("other"));
            Membership.join(FakeFiles.lockFile(directory), "orders", true, PATIENCE, other)
                    .close();
            assertThat(other.calls()).containsExactly("open alone", "close last");
        }
    }

    private void destroy(FakeFiles opener) throws IOException {
        Membership.destroy(FakeFiles.lockFile(directory), "orders", PATIENCE, opener);
    }

    @Test
    void filesThatNobodyUsesAreDestroyedAlone() throws IOException {
        join(files).close();
        FakeFiles destroyer = new FakeFiles(directory);
        destroy(destroyer);
        assertThat(destroyer.calls()).containsExactly("open alone clean", "close last");
        assertThat(Membership.inspect(FakeFiles.lockFile(directory)).members()).isEmpty();
        join(files).close();
        assertThat(files.calls()).endsWith("open alone clean", "close last");
    }

    @Test
    void filesThatSomebodyUsesAreNotDestroyed() throws IOException {
        FakeFiles destroyer = new FakeFiles(directory);
        try (Membership membership = join(files)) {
            assertThatThrownBy(() -> destroy(destroyer))
                    .isInstanceOf(FilesUnavailableException.class)
                    .hasMessageStartingWith(
                            "this process (%d) has its files open. Close it there",
                            ProcessHandle.current().pid());
            assertThat(destroyer.calls()).isEmpty();
            assertThat(membership.isCurrent()).isTrue();
        }
    }

    @Test
    void filesOfTheDeadAreDestroyed() throws IOException {
        join(files).close();
        Dead.leaveBehind(directory);
        FakeFiles destroyer = new FakeFiles(directory);
        destroy(destroyer);
        assertThat(destroyer.calls()).containsExactly("open alone", "close last");
        assertThat(Membership.inspect(FakeFiles.lockFile(directory)).members()).isEmpty();
    }

    @Test
    void whoComesWhileFilesAreDestroyedWaits() throws IOException {
        FakeFiles destroyer = new FakeFiles(directory);
        CompletableFuture<Void> coming = new CompletableFuture<>();
        Thread comer = new Thread(() -> {
            try {
                join(files).close();
                coming.complete(null);
            } catch (IOException | RuntimeException e) {
                coming.completeExceptionally(e);
            }
        });
        destroyer.onClose(call -> {
            comer.start();
            Awaitility.await().until(() -> LockSupport.getBlocker(comer) instanceof Wait);
            assertThat(files.calls()).isEmpty();
        });
        destroy(destroyer);
        coming.join();
        assertThat(files.calls()).containsExactly("open alone clean", "close last");
    }
}
