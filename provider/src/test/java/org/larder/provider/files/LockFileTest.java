package org.larder.provider.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What lies where the lock file should lie. */
class LockFileTest {

    @TempDir
    Path directory;

    private Path lockFile;
    private FakeFiles files;

    @BeforeEach
    void makeFiles() throws IOException {
        lockFile = FakeFiles.lockFile(directory);
        files = new FakeFiles(directory);
    }

    @AfterEach
    void nothingIsLeftInTheSystemProperties() {
        assertThat(System.getProperties()).doesNotContainKey(SharedFile.KEY);
    }

    private Membership join() throws IOException {
        return Membership.join(lockFile, "orders", false, Duration.ofMillis(200), files);
    }

    @Test
    void aNewFileIsAsLongAsItWillEverBe() throws IOException {
        try (Membership membership = join()) {
            assertThat(Files.size(lockFile)).isEqualTo(4096 + 128 * 64);
        }
        assertThat(Files.size(lockFile)).isEqualTo(4096 + 128 * 64);
    }

    /** The version is a promise: who changes what lies where has to raise it. */
    @Test
    void theBytesLieWhereTheyAlwaysLay() throws IOException {
        join().close();
        ByteBuffer clean = content();
        assertThat(Files.readAllBytes(lockFile)).startsWith("LARDERLK".getBytes(StandardCharsets.US_ASCII));
        assertThat(clean.getLong(8)).isEqualTo(1);
        assertThat(clean.getLong(64)).isEqualTo(2);
        assertThat(clean.getLong(128)).isEqualTo(1);

        Process copier;
        try (Membership membership = Membership.join(lockFile, "orders", true, Duration.ofSeconds(1), files)) {
            copier = new ProcessBuilder(
                            "cp", lockFile.toString(), directory.resolve("copy").toString())
                    .start();
            assertThat(copier.onExit().join().exitValue()).isZero();
        }
        lockFile = directory.resolve("copy");
        ByteBuffer inUse = content();
        assertThat(inUse.getLong(64)).isEqualTo(4);
        assertThat(inUse.getLong(128)).isZero();
        assertThat(inUse.getLong(4096)).isEqualTo(1);
        assertThat(inUse.getLong(4096 + 8)).isEqualTo(ProcessHandle.current().pid());
        assertThat(inUse.getLong(4096 + 32)).isEqualTo(1);
        assertThat(inUse.getLong(4096 + 40)).isEqualTo(1);
    }

    private ByteBuffer content() throws IOException {
        return ByteBuffer.wrap(Files.readAllBytes(lockFile)).order(ByteOrder.LITTLE_ENDIAN);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 8, 20, 100, 4096, 4096 + 128 * 64 - 1})
    void whatWasCutOffIsMadeAnewAndNotClean(int length) throws IOException {
        join().close();
        Files.write(lockFile, Arrays.copyOf(Files.readAllBytes(lockFile), length));
        join().close();
        assertThat(files.calls()).containsExactly("open alone", "close last", "open alone", "close last");
        assertThat(Membership.inspect(lockFile).clean()).isTrue();
    }

    @Test
    void whatWasNeverWrittenToDiskIsMadeAnewAndNotClean() throws IOException {
        Files.write(lockFile, new byte[Words.BYTES]);
        join().close();
        assertThat(files.calls()).containsExactly("open alone", "close last");
    }

    @Test
    void whatWasCutOffWhileInUseIsNotTouched() throws IOException {
        Files.write(lockFile, new byte[0]);
        Process locker = lockerOfTheFirstSlot();
        try {
            assertThatThrownBy(this::join)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(lockFile.toString())
                    .hasMessageContaining("cut off while a process uses it");
            assertThat(lockFile).isEmptyFile();
        } finally {
            locker.destroyForcibly().onExit().join();
        }
    }

    private Process lockerOfTheFirstSlot() throws IOException {
        Process locker = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        MemberJvm.classesOf(SlotLocker.class).toString(),
                        SlotLocker.class.getName(),
                        lockFile.toString(),
                        Long.toString(Locks.ofSlot(0)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(locker.getInputStream().read()).isEqualTo('!');
        return locker;
    }

    @Test
    void aFileOfAnotherProgramIsRefusedAndNotTouched() throws IOException {
        Files.writeString(lockFile, "#!/bin/sh\nexit 0\n");
        assertThatThrownBy(this::join)
                .isInstanceOf(IOException.class)
                .hasMessageContaining(lockFile.toString())
                .hasMessageContaining("not a lock file of Larder");
        assertThatThrownBy(() -> Membership.inspect(lockFile)).hasMessageContaining("not a lock file of Larder");
        assertThat(lockFile).hasContent("#!/bin/sh\nexit 0\n");
    }

    @Test
    void aFileOfTheFutureIsRefusedAndNotTouched() throws IOException {
        join().close();
        byte[] future = Files.readAllBytes(lockFile);
        ByteBuffer.wrap(future).order(ByteOrder.LITTLE_ENDIAN).putLong(8, 7);
        Files.write(lockFile, future);
        assertThatThrownBy(this::join)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("version 7")
                .hasMessageContaining("version 1 only");
        assertThat(lockFile).hasBinaryContent(future);
    }

    @Test
    void aDirectoryThatIsMissingIsAnError() {
        lockFile = directory.resolve("missing").resolve("locks");
        assertThatThrownBy(this::join).isInstanceOf(IOException.class).hasMessageContaining(lockFile.toString());
        assertThatThrownBy(() -> Membership.inspect(lockFile)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void whoOnlyLooksMakesNothing() throws IOException {
        assertThatThrownBy(() -> Membership.inspect(lockFile)).isInstanceOf(NoSuchFileException.class);
        Files.write(lockFile, new byte[10]);
        assertThatThrownBy(() -> Membership.inspect(lockFile)).hasMessageContaining("cut off");
        assertThat(Files.size(lockFile)).isEqualTo(10);
    }

    @Test
    void aFileSystemWithoutLocksIsNamedAsTheCause() {
        Locks locks = new Locks(lockFile, new WithoutLocks(), this);
        assertThatThrownBy(() -> locks.take(Locks.GATE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(lockFile.toString())
                .hasMessageContaining("No locks available")
                .hasMessageContaining("need a file system with locks");
    }

    /** A channel to a file on a file system whose server has no locks. */
    private static final class WithoutLocks extends FileChannel {

        @Override
        public FileLock tryLock(long position, long size, boolean shared) throws IOException {
            throw new IOException("No locks available");
        }

        @Override
        public FileLock lock(long position, long size, boolean shared) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(ByteBuffer target) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long read(ByteBuffer[] targets, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int write(ByteBuffer source) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long write(ByteBuffer[] sources, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long position() {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileChannel position(long newPosition) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long size() {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileChannel truncate(long size) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void force(boolean metaData) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long transferTo(long position, long count, WritableByteChannel target) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long transferFrom(ReadableByteChannel source, long position, long count) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(ByteBuffer target, long position) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int write(ByteBuffer source, long position) {
            throw new UnsupportedOperationException();
        }

        @Override
        public MappedByteBuffer map(MapMode mode, long position, long size) {
            throw new UnsupportedOperationException();
        }

        @Override
        protected void implCloseChannel() {}
    }
}
