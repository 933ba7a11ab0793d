package org.larder.provider.chronicle;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.larder.provider.chronicle.CacheFiles.Inspection;
import org.larder.provider.chronicle.CacheFiles.Verification;
import org.larder.provider.chronicle.ChronicleStores.Persistence;
import org.larder.provider.chronicle.ChronicleStores.Settings;
import org.larder.provider.log.LogCapture;
import org.larder.provider.store.Condition;
import org.larder.provider.store.EntryStore;
import org.larder.provider.store.Stored;

/**
 * Whatever happens to the bytes of the files while nobody has them open: what is served is what was written for that key,
 * and the store goes on.
 */
class DamagedFilesTest {

    private static final int ENTRIES = 600;

    @TempDir
    Path directory;

    private Path files() {
        return directory.resolve("cache");
    }

    private EntryStore<Integer, byte[]> open() throws IOException {
        return open((Long) null);
    }

    private EntryStore<Integer, byte[]> open(@Nullable Long maxEntries) throws IOException {
        return open(new Settings("test", 256L << 10, maxEntries, 60, 0, false));
    }

    private EntryStore<Integer, byte[]> open(Settings settings) throws IOException {
        return ChronicleStores.open(
                settings,
                new Persistence(files(), Map.of("cache", "test"), false, false),
                new OpenStore.Numbers(),
                new OpenStore.Bytes(),
                new MemoryBudget(Long.MAX_VALUE),
                InstantSource.system());
    }

    private static void put(EntryStore<Integer, byte[]> store, int key) {
        store.set(key, Condition.any(), valueOf(key), Stored.NEVER, Stored.NEVER, false);
    }

    private static byte[] valueOf(int key) {
        return OpenStore.valueOf(key, 1, 8 + key % 90);
    }

    private void fill() throws IOException {
        try (EntryStore<Integer, byte[]> store = open()) {
            IntStream.range(0, ENTRIES).forEach(key -> put(store, key));
            IntStream.range(0, ENTRIES)
                    .filter(key -> key % 7 == 0)
                    .forEach(key -> store.delete(key, Condition.any(), false));
        }
    }

    /** Opens the files and checks all that they give; returns how many entries are there. */
    private long examine() throws IOException {
        try (EntryStore<Integer, byte[]> store = open()) {
            long found = 0;
            byte[] expired = new byte[0];
            for (int key = 0; key < ENTRIES; key++) {
                byte[] value = store.live(key, expired);
                if (value != null) {
                    found++;
                    assertThat(value).isEqualTo(valueOf(key));
                }
            }
            int[] met = new int[1];
            store.iterator().forEachRemaining(item -> {
                met[0]++;
                assertThat(item.stored().value()).isEqualTo(valueOf(item.key()));
            });
            assertThat(met[0]).isEqualTo((int) found);
            assertThat(keys(store)).hasSize((int) found);
            for (int key = 0; key < ENTRIES; key++) {
                put(store, key);
                assertThat(store.live(key, expired)).isEqualTo(valueOf(key));
            }
            return found;
        }
    }

    private static Set<Integer> keys(EntryStore<Integer, byte[]> store) {
        Set<Integer> keys = new HashSet<>();
        for (int part = 0; part < store.parts(); part++) {
            keys.addAll(store.keys(part));
        }
        return keys;
    }

    @Test
    void wholeFilesGiveAllEntries() throws IOException {
        fill();
        assertThat(examine()).isEqualTo(ENTRIES - 1 - ENTRIES / 7);
        assertThat(examine()).isEqualTo(ENTRIES);
    }

    @ParameterizedTest
    @ValueSource(strings = {StoreFiles.ENTRIES, StoreFiles.STATE, StoreFiles.ABOUT, "locks"})
    void flippedBytesGiveAMissAtWorst(String name) throws IOException {
        fill();
        Path whole = directory.resolve("whole");
        copy(files(), whole);
        try (LogCapture checks = new LogCapture(SegmentChecks.class.getName());
                LogCapture aside = new LogCapture(StoreFiles.class.getName());
                LogCapture damage = new LogCapture(Damage.class.getName())) {
            int rounds = Integer.getInteger("larder.flips", 60);
            for (int round = 0; round < rounds; round++) {
                Random random = new Random(round);
                copy(whole, files());
                flip(files().resolve(name), random, 1 << random.nextInt(10));
                try {
                    examine();
                } catch (IOException e) {
                    assertThat(e).hasMessageContaining("lock file"); // perhaps somebody else's
                }
            }
            if (name.equals(StoreFiles.ENTRIES)) {
                assertThat(checks.messages()).isNotEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {StoreFiles.ENTRIES, StoreFiles.STATE, StoreFiles.ABOUT, "locks"})
    void cutFilesArePutAside(String name) throws IOException {
        fill();
        Path whole = directory.resolve("whole");
        copy(files(), whole);
        try (LogCapture aside = new LogCapture(StoreFiles.class.getName())) {
            for (int round = 0; round < 8; round++) {
                copy(whole, files());
                try (RandomAccessFile file =
                        new RandomAccessFile(files().resolve(name).toFile(), "rw")) {
                    file.setLength(file.length() * round / 8);
                }
                examine();
            }
            if (!name.equals("locks")) {
                assertThat(aside.messages())
                        .hasSize(8)
                        .allSatisfy(message -> assertThat(message)
                                .startsWith("cache 'test': its files cannot be used, for " + name)
                                .contains(files().resolve("damaged-").toString()));
            }
        }
    }

    /** Segments are counted when they are first used; those that are not yet must not be taken for emptier than they are. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 0x7F, 0xFF})
    void boundOfEntriesHoldsThoughTheStateIsSpoilt(int with) throws IOException {
        long maxEntries = 300;
        try (EntryStore<Integer, byte[]> store = open(maxEntries)) {
            IntStream.range(0, ENTRIES).forEach(key -> put(store, key));
            assertThat(store.parts()).isGreaterThan(2);
            assertThat(store.count()).isBetween(maxEntries * 9 / 10, maxEntries);
        }
        byte[] spoilt = new byte[(int) Files.size(files().resolve(StoreFiles.STATE))];
        Arrays.fill(spoilt, (byte) with);
        Files.write(files().resolve(StoreFiles.STATE), spoilt);
        try (EntryStore<Integer, byte[]> store = open(maxEntries)) {
            for (int key = ENTRIES; key < 2 * ENTRIES; key++) {
                put(store, key);
                assertThat(store.count()).isLessThanOrEqualTo(maxEntries);
            }
            int[] met = new int[1];
            store.iterator().forEachRemaining(item -> met[0]++);
            assertThat((long) met[0]).isEqualTo(store.count()).isGreaterThan(maxEntries * 9 / 10);
        }
    }

    /** A size that leads almost to the end of a large segment. */
    @ParameterizedTest
    @ValueSource(ints = {EntryLayout.HEADER_BYTES + 1, EntryLayout.HEADER_BYTES + 6}) // of the value, of the key
    void damagedSizesTakeNoMemoryToFind(int beforePayload) throws IOException {
        Settings largeSegments = new Settings("test", 64L << 20, null, 1 << 20, 0, false);
        try (EntryStore<Integer, byte[]> store = open(largeSegments)) {
            IntStream.range(0, 4).forEach(key -> put(store, key));
        }
        try (FileChannel entries = FileChannel.open(
                files().resolve(StoreFiles.ENTRIES), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            int at = positionOf(valueOf(3), entries) - beforePayload;
            byte[] eightMegabytes = {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 3};
            entries.write(ByteBuffer.wrap(eightMegabytes), at);
        }
        Inspection inspection = CacheFiles.inspect(files());
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        Verification found = CacheFiles.verify(inspection);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(found.lost()).isEqualTo(1);
        assertThat(found.entries()).isEqualTo(3);
        assertThat(allocated).isLessThan(4 << 20);
    }

    private static int positionOf(byte[] bytes, FileChannel in) throws IOException {
        MappedByteBuffer all = in.map(FileChannel.MapMode.READ_ONLY, 0, in.size());
        ByteBuffer sought = ByteBuffer.wrap(bytes);
        for (int at = 0; ; at++) {
            if (all.slice(at, bytes.length).equals(sought)) {
                return at;
            }
        }
    }

    private static void flip(Path file, Random random, int count) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        for (int i = 0; i < count; i++) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        Files.write(file, bytes);
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> all = Files.list(from)) {
            List<Path> regular = all.filter(Files::isRegularFile).toList();
            for (Path each : regular) {
                Files.copy(each, to.resolve(each.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
