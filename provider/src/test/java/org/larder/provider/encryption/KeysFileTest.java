package org.larder.provider.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.larder.provider.log.LogCapture;

class KeysFileTest {

    @TempDir
    Path directory;

    private Path path;
    private final SecureRandom random = new SecureRandom();

    @BeforeEach
    void name() {
        path = directory.resolve("keys");
    }

    private KeysFile create(int... masterKeys) throws IOException {
        KeysFile.create(path, Keys.of(masterKeys), random);
        return open(masterKeys);
    }

    private KeysFile open(int... masterKeys) throws IOException {
        return KeysFile.open(path, Keys.of(masterKeys), random);
    }

    @Test
    void everyOpeningAddsAnOpener() throws IOException {
        assertThat(create(1).ring().newest().number()).isEqualTo(1);
        assertThat(open(1).ring().newest().number()).isEqualTo(2);
        KeysFile third = open(1);
        assertThat(third.ring().newest().number()).isEqualTo(3);
        assertThat(Files.readAllBytes(path)).isEqualTo(third.ring().bytes());
        assertThat(directory).isDirectoryContaining(file -> file.equals(path));
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(path);
        }
    }

    @Test
    void whatACrashLeftUnfinishedIsOverwritten() throws IOException {
        create(1);
        Files.write(directory.resolve("keys.new"), new byte[10_000]);
        KeysFile file = open(1);
        assertThat(Files.readAllBytes(path)).isEqualTo(file.ring().bytes());
    }

    @Test
    void creatingStartsAnewWhateverIsThere() throws IOException {
        byte[] before = create(1).ring().hashKey(Keys.of(1));
        KeysFile again = create(1);
        assertThat(again.ring().newest().number()).isEqualTo(1);
        assertThat(again.ring().hashKey(Keys.of(1))).isNotEqualTo(before);
    }

    @Test
    void openersThatComeLaterAreFound() throws IOException {
        KeysFile first = create(1);
        assertThat(first.find(2)).isNull();
        assertThat(first.find(2)).isNull();
        KeysFile second = open(1);
        assertThat(first.find(2).key(Keys.of(1).current()))
                .isEqualTo(second.find(2).key(Keys.of(1).current()));
        assertThat(first.find(3)).isNull();
        open(1);
        assertThat(first.find(3)).isNotNull();
    }

    @Test
    void fileThatVanishesOrRotsMeanwhileLosesNobodyWhoIsKnownAndIsToldOnce() throws IOException {
        KeysFile first = create(1);
        byte[] intact = Files.readAllBytes(path);
        try (LogCapture log = new LogCapture(KeysFile.class.getName())) {
            Files.delete(path);
            assertThat(first.find(2)).isNull();
            assertThat(first.find(1)).isNotNull();
            Files.write(path, new byte[intact.length]);
            assertThat(first.find(2)).isNull();
            assertThat(log.messages())
                    .containsExactly(
                            path + " cannot be read again; entries that other JVMs write from now on are misses");
            Files.write(path, intact);
            open(1);
            assertThat(first.find(2)).isNotNull();
            Files.delete(path);
            assertThat(first.find(3)).isNull();
            assertThat(log.messages()).hasSize(2);
        }
    }

    @Test
    void fileThatIsNotThereIsAnError() {
        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> open(1));
    }

    @Test
    void damageNamesTheFile() throws IOException {
        create(1);
        byte[] bytes = Files.readAllBytes(path);
        bytes[40] ^= 1;
        Files.write(path, bytes);
        assertThatExceptionOfType(DamagedKeysException.class)
                .isThrownBy(() -> open(1))
                .withMessage("keys is no file of keys, or damaged: its check sum is wrong");
        assertThat(Files.readAllBytes(path)).isEqualTo(bytes);
    }

    @Test
    void fileThatIsMuchTooLargeIsNotRead() throws IOException {
        byte[] bytes = create(1).ring().bytes();
        int most = KeyRing.HEAD_BYTES + KeyRing.MAX_OPENERS * Opener.RECORD_BYTES;
        Files.write(path, Arrays.copyOf(bytes, most + 1));
        assertThatExceptionOfType(DamagedKeysException.class)
                .isThrownBy(() -> open(1))
                .withMessageContaining("it has 1,835,105 bytes");
        Files.write(path, Arrays.copyOf(bytes, most));
        assertThat(open(1).ring().newest().number()).isEqualTo(2);
    }

    @Test
    void wrongKeyChangesNothing() throws IOException {
        create(1);
        byte[] bytes = Files.readAllBytes(path);
        assertThatIllegalStateException().isThrownBy(() -> open(2)).withMessageStartingWith("wrong key: ");
        assertThat(Files.readAllBytes(path)).isEqualTo(bytes);
    }

    @Test
    void newKeyTakesTheFileOverAndTheOldOneIsNotNeededAnyMore() throws IOException {
        create(1);
        open(2, 1);
        open(2);
        assertThatIllegalStateException().isThrownBy(() -> open(1));
        assertThatIllegalStateException().isThrownBy(() -> open(3, 1));
    }
}
