package org.larder.provider.crash;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import javax.cache.Cache;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.larder.provider.LarderCachingProvider;
import org.larder.provider.files.About;

/**
 * Writers are killed again and again, half of them provably in the middle of a change, one or two at a time. Afterwards
 * every value is one that was written for its key, and nothing is lost but what was under way. A few kills; for many give
 * {@code -Dlarder.kills=200}.
 */
class CrashTest {

    /** Bytes of the header of a segment in Chronicle Map's file; the lock comes first. */
    private static final int SEGMENT_HEADER_BYTES = 192;

    private static final int KILLS = Integer.getInteger("larder.kills", 8);

    @TempDir
    Path directory;

    private final Random random = new Random(20261121);
    private int kills;
    private int killsInLock;
    private int lostInFlight;
    private long slowestOpeningNanos;

    @Test
    void nothingIsLostButWhatWasUnderWay() throws Exception {
        crash(CrashingWriter.AMPLE_BYTES, KILLS / 2);
    }

    @Test
    void nothingWrongIsServedWhereEvictionIsAtWork() throws Exception {
        crash(CrashingWriter.TIGHT_BYTES, KILLS / 2);
    }

    @Test
    void nothingIsLostWhereEntriesAreEncryptedEither() throws Exception {
        crash(CrashingWriter.ENCRYPTED_BYTES, KILLS / 2);
    }

    private void crash(long maxBytes, int wanted) throws Exception {
        for (int round = 0; kills < wanted; round++) {
            List<Writer> writers = new ArrayList<>();
            for (int i = 0; i < (round % 3 == 0 ? 1 : CrashingWriter.WRITERS); i++) {
                writers.add(Writer.start(directory, maxBytes, i));
            }
            try {
                writers.forEach(Writer::awaitReady);
                if (round % 3 == 2) {
                    writers.get(0).kill();
                    kills++;
                    writers.get(1).awaitProgress(); // goes on, also where the other left a lock
                    kill(writers.subList(1, 2));
                } else {
                    kill(writers);
                }
            } finally {
                writers.forEach(Writer::kill);
            }
            for (Writer writer : writers) {
                assertThat(writer.output()).doesNotContain("WRONG").doesNotContain("Exception");
            }
            verify(maxBytes);
        }
        System.out.printf(
                "%d kills, %d of them inside a lock; %d entries lost that were being written; slowest opening with first read %d ms%n",
                kills, killsInLock, lostInFlight, TimeUnit.NANOSECONDS.toMillis(slowestOpeningNanos));
        assertThat(killsInLock).isGreaterThanOrEqualTo(kills / 2);
    }

    /** Kills writers, if possible at a moment when one of them holds a lock of the file. */
    private void kill(List<Writer> writers) throws IOException {
        boolean held = false;
        for (int attempt = 0; !held && attempt < 200; attempt++) {
            LockSupport.parkNanos(random.nextInt(5_000_000));
            writers.forEach(writer -> writer.signal("STOP"));
            held = isLockHeld();
            if (!held) {
                writers.forEach(writer -> writer.signal("CONT"));
            }
        }
        writers.forEach(Writer::kill);
        kills += writers.size();
        killsInLock += held ? 1 : 0;
    }

    /** Whether a lock of a segment is held by those who are stopped: nobody else is there to let go of it. */
    private boolean isLockHeld() throws IOException {
        Path cache = Writer.files(directory);
        About about = requireNonNull(About.read(cache.resolve("about")));
        int segments = Integer.parseInt(requireNonNull(about.get("segments")));
        int headerBytes = Integer.parseInt(requireNonNull(about.get("header-bytes")));
        try (FileChannel channel = FileChannel.open(cache.resolve("entries"), StandardOpenOption.READ)) {
            MappedByteBuffer locks =
                    channel.map(MapMode.READ_ONLY, headerBytes, (long) segments * SEGMENT_HEADER_BYTES);
            return IntStream.range(0, segments).anyMatch(segment -> locks.getInt(segment * SEGMENT_HEADER_BYTES) != 0);
        }
    }

    /** Opens what the killed left, and compares it with what they noted. */
    private void verify(long maxBytes) throws IOException {
        Journal journal = new Journal(directory.resolve("journal"), CrashingWriter.KEYS);
        long begin = System.nanoTime();
        try (LarderCachingProvider provider = new LarderCachingProvider();
                Cache<Integer, byte[]> cache = CrashingWriter.open(provider, directory.resolve("caches"), maxBytes)) {
            cache.get(0);
            slowestOpeningNanos = Math.max(slowestOpeningNanos, System.nanoTime() - begin);
            for (int key = 0; key < CrashingWriter.KEYS; key++) {
                verify(journal, key, cache.get(key), maxBytes == CrashingWriter.TIGHT_BYTES);
            }
        }
    }

    private void verify(Journal journal, int key, byte @Nullable [] found, boolean mayBeEvicted) {
        boolean isOfEnded = isOf(key, journal.ended(key), found);
        if (journal.isInFlight(key)) {
            boolean isOfBegun = isOf(key, journal.begun(key), found);
            assertThat(found == null || isOfEnded || isOfBegun)
                    .as("key %d has a value of the version before or the one under way", key)
                    .isTrue();
            lostInFlight += isOfEnded || isOfBegun ? 0 : 1;
            journal.begin(key, found == null ? -Math.abs(journal.begun(key)) : versionOf(journal, key, isOfBegun));
            journal.end(key);
        } else {
            assertThat(isOfEnded || (mayBeEvicted && found == null))
                    .as("key %d is as it was left, at version %d", key, journal.ended(key))
                    .isTrue();
        }
    }

    private static int versionOf(Journal journal, int key, boolean isOfBegun) {
        return isOfBegun ? journal.begun(key) : journal.ended(key);
    }

    private static boolean isOf(int key, int version, byte @Nullable [] found) {
        return version <= 0 ? found == null : Arrays.equals(found, CrashingWriter.valueOf(key, version));
    }
}
