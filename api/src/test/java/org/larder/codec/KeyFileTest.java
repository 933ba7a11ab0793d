package org.larder.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFileTest {

    private static final String ADVICE =
            "; a key is 32 random bytes, in Base64 (44 characters) or hexadecimal (64 digits), as 'openssl rand -base64 32' prints it";

    @TempDir
    Path directory;

    private final List<String> log = new ArrayList<>();
    private final Logger logger = Logger.getLogger(KeyFile.class.getName());
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord logRecord) {
            log.add(logRecord.getLevel() + " " + logRecord.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
    }

    @AfterEach
    void stopListening() {
        logger.removeHandler(handler);
        logger.setUseParentHandlers(true);
    }

    private static byte[] key(int filling) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) filling);
        key[0] = (byte) 0xAB;
        return key;
    }

    private static String base64(byte[] key) {
        return Base64.getEncoder().encodeToString(key);
    }

    private KeyFile file(String text) throws IOException {
        Path path = Files.writeString(directory.resolve("orders.key"), text);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        return new KeyFile(path.toString());
    }

    @Test
    void theFirstLineIsTheCurrentKeyAndBothFormsMayStandInOneFile() throws IOException {
        KeyFile file = file("# made in May\r\n\n  %s \t\r\n%s\n%s\n"
                .formatted(
                        base64(key(1)),
                        HexFormat.of().formatHex(key(0xCD)),
                        HexFormat.of().withUpperCase().formatHex(key(0xEF))));
        assertThat(file.keys()).containsExactly(key(1), key(0xCD), key(0xEF));
        assertThat(log).isEmpty();
    }

    @Test
    void theLastLineNeedsNoEndAndBase64NoPadding() throws IOException {
        assertThat(file(base64(key(7))).keys()).containsExactly(key(7));
        assertThat(file(base64(key(7)).replace("=", "")).keys()).containsExactly(key(7));
    }

    @Test
    void everyCallGivesArraysOfItsOwn() throws IOException {
        KeyFile file = file(base64(key(7)));
        Arrays.fill(file.keys().get(0), (byte) 0);
        assertThat(file.create().keys()).containsExactly(key(7));
    }

    @ParameterizedTest
    @CsvSource({
        "c2VjcmV0LXNlY3JldC1zZWNyZXQtLQ==, 'there are 32 characters, which stand for 22 bytes'",
        "00112233445566778899aabbccddeeff, 'there are 32 characters, which stand for 24 bytes'",
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdeg, 'there are 64 characters, which are neither Base64 nor hexadecimal'",
        "correct horse battery staple, 'there are 28 characters, which are neither Base64 nor hexadecimal'"
    })
    void whatIsNoKeyIsRefusedWithItsLineAndWithoutItsText(String text, String what) throws IOException {
        KeyFile file = file(base64(key(1)) + "\n" + text + "\n");
        assertThatIllegalStateException()
                .isThrownBy(file::keys)
                .withMessage("key file %s, line 2: %s%s".formatted(directory.resolve("orders.key"), what, ADVICE))
                .withNoCause();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "# none yet\n"})
    void fileWithoutAKeyIsRefused(String text) throws IOException {
        KeyFile file = file(text);
        assertThatIllegalStateException()
                .isThrownBy(file::keys)
                .withMessage("key file %s has no key%s".formatted(directory.resolve("orders.key"), ADVICE));
    }

    @Test
    void rawBytesAreRefused() throws IOException {
        Path path = Files.write(directory.resolve("raw.key"), key(0xFF));
        assertThatIllegalStateException()
                .isThrownBy(() -> new KeyFile(path.toString()).keys())
                .withMessageContaining("line 1: there are 32 characters, which are neither");
    }

    @Test
    void fileThatIsNotThereIsNamed() {
        KeyFile file = new KeyFile(directory.resolve("absent.key").toString());
        assertThatIllegalStateException()
                .isThrownBy(file::keys)
                .withMessage("key file %s is not there%s".formatted(directory.resolve("absent.key"), ADVICE))
                .withCauseInstanceOf(NoSuchFileException.class);
    }

    @Test
    void whatCannotBeReadIsNamed() {
        KeyFile file = new KeyFile(directory.toString());
        assertThatIllegalStateException()
                .isThrownBy(file::keys)
                .withMessageStartingWith("key file %s cannot be read: java.io.IOException", directory);
    }

    @Test
    void fileThatIsMuchTooLargeIsNotRead() throws IOException {
        KeyFile file = file("#".repeat((64 << 10) + 1));
        assertThatIllegalStateException()
                .isThrownBy(file::keys)
                .withMessageContaining("has 65,537 bytes, and that is no key file");
        assertThatIllegalStateException()
                .isThrownBy(file("#".repeat(64 << 10))::keys)
                .withMessageContaining("has no key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-----w-"})
    void fileThatIsOpenToOthersIsUsedWithOneWarning(String permissions) throws IOException {
        KeyFile file = file(base64(key(1)));
        Files.setPosixFilePermissions(Path.of(file.path()), PosixFilePermissions.fromString(permissions));
        assertThat(file.keys()).containsExactly(key(1));
        assertThat(log)
                .containsExactly("WARNING key file %s is open to others than its owner; run: chmod 600 %s"
                        .formatted(file.path(), file.path()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-------", "r--------", "rwx------"})
    void fileOfItsOwnerAloneIsUsedInSilence(String permissions) throws IOException {
        KeyFile file = file(base64(key(1)));
        Files.setPosixFilePermissions(Path.of(file.path()), PosixFilePermissions.fromString(permissions));
        assertThat(file.keys()).hasSize(1);
        assertThat(log).isEmpty();
    }

    @Test
    void relativePathsAreNamedInFull() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new KeyFile("absent/orders.key").keys())
                .withMessageContaining(Path.of("absent/orders.key").toAbsolutePath() + " is not there");
    }

    @Test
    void fileShowsItsPathAndBlankPathsAreRefused() {
        assertThat(new KeyFile("/etc/shop/orders.key")).hasToString("file:/etc/shop/orders.key");
        assertThatIllegalArgumentException().isThrownBy(() -> new KeyFile(" "));
    }
}
