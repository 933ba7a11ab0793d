package org.larder.provider.chronicle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.openhft.chronicle.hash.ChronicleHashClosedException;
import net.openhft.chronicle.map.VanillaChronicleMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.larder.provider.chronicle.ChronicleStores.Persistence;
import org.larder.provider.chronicle.ChronicleStores.Settings;
import org.larder.provider.codec.Payload;
import org.larder.provider.encryption.MasterKeys;
import org.larder.provider.files.Membership;
import org.larder.provider.flight.CacheRecorder;
import org.larder.provider.log.LogCapture;
import org.larder.provider.store.Condition;
import org.larder.provider.store.EntryStore;
import org.larder.provider.store.Stored;

/** The files of a store as a whole: what is made of them when they are opened, and what is left of them when that fails. */
class StoreFilesTest {

    private static final Settings SETTINGS = new Settings("test", 256L << 10, null, 60, 0, false);

    private static final Geometry GEOMETRY = Geometry.of("test", 256L << 10, null, 60, 0);

    @TempDir
    Path directory;

    private EntryStore<byte[], byte[]> open() throws IOException {
        return open(SETTINGS);
    }

    private EntryStore<byte[], byte[]> open(Settings settings) throws IOException {
        return open(settings, "test", InstantSource.system());
    }

    private EntryStore<byte[], byte[]> open(Settings settings, String cache, InstantSource clock) throws IOException {
        return ChronicleStores.open(
                settings,
                new Persistence(directory, Map.of("cache", cache), false, true),
                new OpenStore.Bytes(),
                new OpenStore.Bytes(),
                new MemoryBudget(Long.MAX_VALUE),
                clock);
    }

    private static void put(EntryStore<byte[], byte[]> store, byte[] key, byte[] value) {
        store.set(key, Condition.any(), value, Stored.NEVER, Stored.NEVER, false);
    }

    private static byte @Nullable [] get(EntryStore<byte[], byte[]> store, byte[] key) {
        return store.live(key, new byte[0]);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void whoDiesInSearchOfRoomLosesNothing() throws IOException {
        byte[] key = {1};
        try (EntryStore<byte[], byte[]> store = open()) {
            put(store, key, key);
        }
        try (VanillaChronicleMap<Object, Object, Object> map = ChronicleStores.openMap(
                "test", GEOMETRY, new OpenStore.Bytes(), null, directory.resolve(StoreFiles.ENTRIES))) {
            map.globalMutableStateLock(); // as Chronicle does in its search for a further tier
        }
        try (EntryStore<byte[], byte[]> store = open()) {
            assertThat(get(store, key)).isEqualTo(key);
        }
        try (VanillaChronicleMap<Object, Object, Object> map = ChronicleStores.openMap(
                "test", GEOMETRY, new OpenStore.Bytes(), null, directory.resolve(StoreFiles.ENTRIES))) {
            map.globalMutableStateLock(); // can be had again
            map.globalMutableStateUnlock();
        }
    }

    @Test
    void filesThatCouldNotBeMadeLeaveNothingBehind() throws IOException {
        IllegalStateException failure = new IllegalStateException("of the test");
        InstantSource failing = () -> {
            assertThat(directory.resolve("entries.new")).exists();
            throw failure;
        };
        assertThatThrownBy(() -> open(SETTINGS, "test", failing)).isSameAs(failure);
        assertThat(files()).containsExactly("locks");
        open().close();
        assertThat(files()).containsExactly("about", "entries", "locks", "state");
    }

    @Test
    void deletionThatIsCutShortLeavesNoEntries() throws IOException {
        EntryStore<byte[], byte[]> store = open();
        Path about = directory.resolve(StoreFiles.ABOUT);
        Files.delete(about);
        Files.createDirectories(about.resolve("in the way"));
        store.deleteOnClose();
        assertThatThrownBy(store::close).hasRootCauseInstanceOf(DirectoryNotEmptyException.class);
        assertThat(files()).containsExactly("about.new", "locks");
    }

    @ParameterizedTest
    @ValueSource(strings = {StoreFiles.ABOUT, StoreFiles.ENTRIES, StoreFiles.STATE})
    void fileThatIsMissingWhileOthersHaveItOpenIsNotMadeAgain(String name) throws IOException {
        byte[] key = {1};
        try (EntryStore<byte[], byte[]> store = open()) {
            put(store, key, key);
            Path file = directory.resolve(name);
            Path elsewhere = Files.move(file, directory.resolve("elsewhere"));
            assertThatThrownBy(this::open)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(name + " is missing")
                    .hasMessageContaining("close the cache there");
            assertThat(files()).doesNotContain(name);
            assertThat(get(store, key)).isEqualTo(key);
            Files.move(elsewhere, file);
        }
    }

    @Test
    void aboutThatIsDamagedWhileOthersHaveTheFilesOpenIsAnErrorThatSaysSo() throws IOException {
        try (EntryStore<byte[], byte[]> store = open()) {
            Files.writeString(directory.resolve(StoreFiles.ABOUT), "something else");
            assertThatThrownBy(this::open)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("about is damaged");
            assertThat(store.count()).isZero();
        }
    }

    @Test
    void sweeperFindsWhatExpiredThoughNobodyNotedThatItWould() throws IOException {
        byte[] key = {1};
        try (EntryStore<byte[], byte[]> store = open()) {
            store.set(key, Condition.any(), key, 1_000, 1_000, false);
        }
        Path state = directory.resolve(StoreFiles.STATE);
        Files.write(state, new byte[(int) Files.size(state)]);
        try (EntryStore<byte[], byte[]> store = open()) {
            assertThat(IntStream.range(0, store.parts()).boxed().flatMap(part -> store.expired(part, 0).stream()))
                    .hasSize(1);
        }
    }

    @Test
    void keysOfAnyLengthAreFoundAgain() throws IOException {
        Settings large = new Settings("test", 8L << 20, null, null, 0, false);
        int[] lengths = {0, 1, 127, 128, 16_383, 16_384, 100_000};
        for (int round = 0; round < 2; round++) {
            try (EntryStore<byte[], byte[]> store = open(large)) {
                for (int length : lengths) {
                    if (round == 0) {
                        put(store, OpenStore.valueOf(length, 0, length), OpenStore.valueOf(length, 1, 50));
                    }
                    assertThat(get(store, OpenStore.valueOf(length, 0, length)))
                            .isEqualTo(OpenStore.valueOf(length, 1, 50));
                }
                assertThat(store.count()).isEqualTo(lengths.length);
            }
        }
    }

    @Test
    void closedStoresLeaveNoFileOpenAndNoMemoryMapped() throws IOException {
        open().close();
        for (int i = 0; i < 50; i++) {
            try (EntryStore<byte[], byte[]> one = open();
                    EntryStore<byte[], byte[]> other = open()) {
                put(one, new byte[] {1}, new byte[i]);
                assertThat(get(other, new byte[] {1})).hasSize(i);
            }
            assertThatThrownBy(() -> open(new Settings("test", 128L << 10, null, 60, 0, false)))
                    .hasMessageContaining("other bounds");
        }
        assertNothingIsOpen();
    }

    private void assertNothingIsOpen() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            for (Path file : all.toList()) {
                assertThat(Files.isSymbolicLink(file)
                                && Files.readSymbolicLink(file).startsWith(directory))
                        .isFalse();
            }
        }
        assertThat(Files.readAllLines(Path.of("/proc/self/maps")).stream()
                        .filter(line -> line.contains(directory.toString()) && !line.endsWith("locks")))
                .isEmpty();
    }

    @Test
    void threadsThatAreInterruptedWhileTheyOpenAndCloseHarmNobody() throws Exception {
        byte[] key = {1};
        try (EntryStore<byte[], byte[]> store = open()) {
            put(store, key, key);
            Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
            Random random = new Random(1);
            for (int i = 0; i < 60; i++) {
                Thread opener = new Thread(() -> {
                    try (EntryStore<byte[], byte[]> other = open()) {
                        assertThat(get(other, key)).isEqualTo(key);
                    } catch (IOException | RuntimeException | AssertionError e) {
                        failures.add(e);
                    }
                });
                opener.start();
                LockSupport.parkNanos(random.nextInt(20_000_000));
                opener.interrupt();
                opener.join();
            }
            try (EntryStore<byte[], byte[]> other = open()) {
                assertThat(get(other, key)).isEqualTo(key);
            }
            assertThat(get(store, key)).isEqualTo(key);
            assertThat(failures).isEmpty();
        }
        assertThat(files()).containsExactly("about", "entries", "locks", "state");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void interruptedThreadOpensUsesAndClosesAStore(boolean encrypted) throws IOException {
        Settings settings = encrypted ? encrypted() : SETTINGS;
        byte[] key = {1};
        Thread.currentThread().interrupt();
        try (EntryStore<byte[], byte[]> store = open(settings)) {
            put(store, key, key);
            assertThat(get(store, key)).isEqualTo(key);
        }
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
        assertThat(isClean()).isTrue();
        try (EntryStore<byte[], byte[]> store = open(settings)) {
            assertThat(get(store, key)).isEqualTo(key);
        }
        assertThat(Thread.interrupted()).isTrue();
    }

    private boolean isClean() throws IOException {
        return Membership.inspect(directory.resolve(CacheFiles.LOCKS)).clean();
    }

    private static Settings encrypted() {
        MasterKeys keys = MasterKeys.of(() -> List.of(new byte[32]));
        return new Settings("test", 256L << 10, null, 60, 0, false, keys);
    }

    @Test
    void interruptWhileFilesAreMadeIsLeftForLater() throws IOException {
        Thread opener = Thread.currentThread();
        InstantSource interrupting = () -> {
            opener.interrupt();
            return Instant.EPOCH;
        };
        try (EntryStore<byte[], byte[]> store = open(SETTINGS, "test", interrupting)) {
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
            assertThat(store.count()).isZero();
        }
        assertThat(Thread.interrupted()).isTrue();
        assertThat(isClean()).isTrue();
    }

    @Test
    void interruptWhileFilesAreForcedToDiskIsLeftForLater() throws IOException {
        DurableStore<byte[], byte[]> store = (DurableStore<byte[], byte[]>) open();
        store.close(true);
        store.open(true, true);
        Thread.currentThread().interrupt();
        store.close(true); // as when the interrupt comes just before
        assertThat(Thread.interrupted()).isTrue();
        store.open(true, true);
        store.close();
        assertThat(isClean()).isTrue();
    }

    @Test
    void whatWasOpenedIsClosedWhenTheStoreCannotBeMade() throws IOException {
        OutOfMemoryError error = new OutOfMemoryError("of the test");
        DurableStore<byte[], byte[]> store = durable(opened -> {
            throw error;
        });
        assertThatThrownBy(() -> store.open(true, true)).isSameAs(error);
        assertNothingIsOpen();
    }

    /** What a maker of files leaves that dies at some step. */
    @ParameterizedTest
    @ValueSource(strings = {"", "about.new", "entries", "entries state", "entries state keys"})
    void filesWhoseMakerDiedAreNotPutAside(String done) throws IOException {
        open(encrypted()).close();
        List<String> finished = List.of(done.split(" "));
        Files.move(directory.resolve("about"), directory.resolve("about.new"));
        for (String name : List.of("entries", "state", "keys")) {
            if (!finished.contains(name)) {
                Files.move(directory.resolve(name), directory.resolve(name + ".new"));
            }
        }
        if (finished.contains("")) { // it died before it knew what the files are
            Files.delete(directory.resolve("about.new"));
        }
        assertThat(CacheFiles.inspect(directory).problem()).isNull();
        try (LogCapture log = new LogCapture(StoreFiles.class.getName());
                EntryStore<byte[], byte[]> store = open(encrypted())) {
            assertThat(store.count()).isZero();
            assertThat(log.messages()).isEmpty();
        }
        assertThat(files()).containsExactly("about", "entries", "keys", "locks", "state");
    }

    @Test
    void filesAreMadeInAnOrderThatLetsTheirMakerDie() throws IOException {
        Path copy = Files.createDirectory(directory.resolve("copy"));
        InstantSource copying = () -> {
            copyTo(copy);
            return Instant.EPOCH;
        };
        open(SETTINGS, "test", copying).close();
        directory = copy;
        assertThat(files()).contains("entries.new", "state.new");
        open().close();
        assertThat(files()).containsExactly("about", "entries", "locks", "state");
    }

    private void copyTo(Path copy) {
        try {
            for (String name : files()) {
                if (!name.equals("copy") && !name.equals("locks")) {
                    Files.copy(directory.resolve(name), copy.resolve(name), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void namesThatAreTooLongForTheFilesAreRefusedBeforeAnythingIsMade() throws IOException {
        String longest = "\u00e4".repeat(170_000);
        try (EntryStore<byte[], byte[]> store = open(SETTINGS, longest, InstantSource.system())) {
            put(store, new byte[] {1}, new byte[] {1});
        }
        try (EntryStore<byte[], byte[]> store = open(SETTINGS, longest, InstantSource.system())) {
            assertThat(store.count()).isEqualTo(1);
        }
        directory = directory.resolve("other");
        assertThatThrownBy(() -> open(SETTINGS, "\u00e4".repeat(180_000), InstantSource.system()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageMatching(
                        "the names of the cache, its manager, types and codecs take 1,08\\d,\\d{3} bytes together where they are written down, and may take 1,044,480; shorten them");
        assertThat(directory).doesNotExist();
    }

    @Test
    void operationThatMeetsAMapClosedUnderItIsDoneAgain() throws IOException {
        List<StoreFiles.Opened> opened = new ArrayList<>();
        AtomicReference<Runnable> whileEncoding = new AtomicReference<>(() -> {});
        OpenStore.Bytes keys = new OpenStore.Bytes() {
            @Override
            public boolean encodingRunsUserCode(byte[] value) {
                return true; // before the map is entered
            }

            @Override
            public void encode(byte[] value, Payload out) {
                whileEncoding.getAndSet(() -> {}).run();
                super.encode(value, out);
            }
        };
        DurableStore<byte[], byte[]> store = durable(files -> {
            opened.add(files);
            return new ChronicleStore<>(
                    new ClosableMap(files.map(), null),
                    keys,
                    new OpenStore.Bytes(),
                    files.state(),
                    new SegmentAccounts(files.state(), Long.MAX_VALUE, new Counts()),
                    new OversizedEntries("test", GEOMETRY, false, InstantSource.system()),
                    null,
                    null,
                    new MemoryBudget(Long.MAX_VALUE).promise("test", 1),
                    InstantSource.system(),
                    new CacheRecorder("test"));
        });
        store.join(Membership.join(directory.resolve(CacheFiles.LOCKS), "test", false, Duration.ofSeconds(20), store));
        whileEncoding.set(() -> {
            opened.get(0).close(); // as Chronicle does when a thread does not leave it in time
            reopen(store);
        });
        put(store, new byte[] {1}, new byte[] {2});
        assertThat(get(store, new byte[] {1})).containsExactly(2);
        opened.get(1).map().close(); // and nobody opens it again
        assertThatThrownBy(() -> get(store, new byte[] {1})).isInstanceOf(ChronicleHashClosedException.class);
        store.close();
    }

    private static void reopen(DurableStore<?, ?> store) {
        try {
            store.open(true, true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private DurableStore<byte[], byte[]> durable(Function<StoreFiles.Opened, ChronicleStore<byte[], byte[]>> storeOf) {
        StoreFiles files = new StoreFiles(
                directory,
                "test",
                GEOMETRY,
                Long.MAX_VALUE,
                Map.of("cache", "test"),
                new OpenStore.Bytes(),
                null,
                false,
                InstantSource.system());
        return new DurableStore<>(
                "test", files, storeOf, new OpenStore.Bytes(), new OpenStore.Bytes(), new Damage("test"), true);
    }
}
