package org.larder.provider.chronicle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import net.openhft.chronicle.core.OS;
import net.openhft.chronicle.map.impl.CompiledMapIterationContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.larder.provider.store.Condition;
import org.larder.provider.store.Reply.Effect;
import org.larder.provider.store.Stored;

class EvictorTest {

    private static final Geometry ONE_SEGMENT = new Geometry(1, 64, 16_384, 8_192);

    @Test
    void oldestThatNobodyUsedGo() {
        try (OpenStore open = new OpenStore(ONE_SEGMENT, 100, false)) {
            putAll(open, 0, 100);
            putAll(open, 0, 5); // writing again is a use
            IntStream.range(5, 9).forEach(open::get);
            assertThat(open.store.read(9)).isNotNull(); // what an operation with code of the user does
            Stored<byte[]> seen = new Stored<>(new byte[0], 11, 11, Stored.NEVER);
            open.store.touch(10, seen, 9_000); // makes it live longer, and is no use
            assertThat(open.put(100, new byte[1])).isEqualTo(Effect.CREATED);
            assertThat(open.store.evictions()).isEqualTo(5);
            assertThat(IntStream.range(0, 101).filter(key -> open.get(key) == null))
                    .containsExactly(10, 11, 12, 13, 14);
            open.audit();
        }
    }

    @Test
    void keyThatComesBackSoonStaysWhereOthersPassThrough() {
        try (OpenStore open = new OpenStore(ONE_SEGMENT, 100, false)) {
            putAll(open, 0, 101);
            assertThat(open.get(0)).isNull();
            putAll(open, 0, 1);
            putAll(open, 101, 1_000);
            assertThat(open.get(0)).isNotNull();
            assertThat(IntStream.range(1, 900).filter(key -> open.get(key) != null))
                    .isEmpty();
            open.audit();
        }
    }

    @Test
    void largerValueKeepsItsPlaceInTheQueue() {
        try (OpenStore open = new OpenStore(ONE_SEGMENT, 100, false)) {
            putAll(open, 0, 100);
            open.put(0, new byte[200]);
            open.put(1, new byte[0]);
            putAll(open, 100, 101);
            assertThat(IntStream.range(0, 101).filter(key -> open.get(key) == null))
                    .containsExactly(2, 3, 4, 5, 6);
        }
    }

    @Test
    void expiredEntriesGoBeforeLiveOnes() {
        try (OpenStore open = new OpenStore(ONE_SEGMENT, 100, false)) {
            putAll(open, 0, 60);
            for (int key = 60; key < 100; key++) {
                open.store.set(key, Condition.any(), new byte[1], 2_000, 2_000, false);
            }
            open.nowMillis.set(2_000);
            putAll(open, 100, 140);
            assertThat(open.store.evictions()).isZero();
            assertThat(IntStream.range(0, 140).filter(key -> open.get(key) != null))
                    .hasSize(100);
            open.put(140, new byte[1]);
            assertThat(open.store.evictions()).isEqualTo(5);
        }
    }

    @Test
    void passLeavesNearlyAllOfAFullSegment() {
        try (OpenStore open = new OpenStore(ONE_SEGMENT, Long.MAX_VALUE, false)) {
            Random random = new Random(5);
            long before = 0;
            for (int key = 0; open.store.evictions() == 0; key++) {
                before = open.store.count();
                open.put(key, new byte[random.nextInt(300)]);
            }
            assertThat(open.store.evictions()).isEqualTo((long) Math.ceil(before * 0.05));
            assertThat(open.store.count()).isGreaterThanOrEqualTo(before * 94 / 100);
        }
    }

    @Test
    void entryOfAnySizeThatIsAllowedLeavesMostOfItsSegment() {
        for (int part = 2; part <= 100; part += 7) {
            try (OpenStore open = new OpenStore(ONE_SEGMENT, Long.MAX_VALUE, true)) {
                Random random = new Random(part);
                for (int i = 0; i < 20_000; i++) {
                    open.put(random.nextInt(1 << 20), new byte[random.nextInt(170)]);
                }
                long before = open.store.count();
                byte[] large = new byte[(int) (open.geometry.maxEntryBytes() * part / 100) - Integer.BYTES];
                assertThat(open.put(-1, large)).isEqualTo(Effect.CREATED);
                assertThat(open.get(-1)).isEqualTo(large);
                assertThat(open.store.count())
                        .as("of %d entries, after one of %d bytes", before, large.length)
                        // The largest takes half of what is filled, and a little is lost to chance.
                        .isGreaterThan((long) (before * Math.min(0.5, 0.95 - part / 200.0)));
                open.audit();
            }
        }
    }

    @Test
    void otherSegmentsGiveWhenTheOwnIsEmpty() {
        Geometry manySegments = new Geometry(64, 64, 64, 32);
        try (OpenStore open = new OpenStore(manySegments, 3, false)) {
            for (int key = 0; key < 1_000; key++) {
                open.put(key, new byte[1]);
                assertThat(open.get(key)).isNotNull();
                assertThat(open.store.count()).isEqualTo(Math.min(key + 1, 3));
            }
            open.audit();
        }
    }

    @Test
    @Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
    void accountsThatAnErrorLeftWrongAreCorrected() {
        try (OpenStore open = new OpenStore(new Geometry(2, 64, 64, 32), 5, false)) {
            for (int segment = 0; segment < 2; segment++) {
                open.accounts.book(segment, open.geometry.usableChunks());
            }
            for (int i = 0; i < 5; i++) {
                assertThat(open.accounts.claimEntry(1)).isTrue();
            }
            for (int key = 0; key < 20; key++) {
                open.put(key, new byte[1]);
                assertThat(open.get(key)).isNotNull();
            }
            open.audit();
        }
    }

    @Test
    @Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
    void marksWithBitsOfTheirOwnMisleadAPassAndNeverStopIt() {
        try (OpenStore open = new OpenStore(ONE_SEGMENT, 100, false)) {
            Random random = new Random(9);
            for (int key = 0; key < 2_000; key++) {
                assertThat(open.put(key, new byte[1])).isEqualTo(Effect.CREATED);
                assertThat(open.get(key)).isNotNull();
                scribble(open, random.nextBoolean() ? -1 : random.nextLong());
            }
            open.audit();
        }
    }

    /** Writes a mark into every entry. */
    private static void scribble(OpenStore open, long mark) {
        try (CompiledMapIterationContext<Object, Object, Object> context = open.context(0)) {
            context.updateLock().lock();
            RawSegment raw = new RawSegment(context);
            raw.forEach(() -> EntryLayout.writeMark(raw.bytes(), raw.valueOffset(), mark));
        }
    }

    @Test
    @Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
    void entriesWithoutSensibleSizesAreLeftAloneAndDoNotStopAPass() {
        try (OpenStore open = new OpenStore(new Geometry(1, 64, 64, 64), Long.MAX_VALUE, false)) {
            for (int key = 0; open.store.evictions() == 0; key++) {
                open.put(key, new byte[30]);
            }
            try (CompiledMapIterationContext<Object, Object, Object> context = open.context(0)) {
                context.updateLock().lock();
                RawSegment raw = new RawSegment(context);
                raw.forEach(() ->
                        OS.memory().setMemory(raw.bytes().addressForRead(raw.keyOffset() - 1), 5, (byte) 0x80));
            }
            for (int key = 1_000; key < 1_100; key++) { // in what was kept free
                assertThat(open.put(key, new byte[30])).isEqualTo(Effect.CREATED);
                assertThat(open.get(key)).isNotNull();
            }
        }
    }

    private static void putAll(OpenStore open, int from, int to) {
        IntStream.range(from, to).forEach(key -> open.put(key, new byte[1]));
    }
}
