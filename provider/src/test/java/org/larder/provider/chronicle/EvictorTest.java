package org.larder.provider.chronicle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.openhft.chronicle.core.OS;
import net.openhft.chronicle.map.impl.CompiledMapIterationContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.larder.provider.codec.Payload;
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
    void expiredEntriesGoBeforeThoseWhoseTurnWasTold() {
        try (OpenStore open = new OpenStore(ONE_SEGMENT, 100, false)) {
            putAll(open, 0, 99);
            open.store.set(99, Condition.any(), new byte[1], 2_000, 2_000, false);
            putAll(open, 100, 105); // 0 to 4 went, 5 and more are next
            open.nowMillis.set(2_000);
            putAll(open, 105, 106);
            assertThat(missing(open, 106)).containsExactly(0, 1, 2, 3, 4, 99);
            assertThat(open.accounts.earliestDeadlineMillis(0)).isEqualTo(Stored.NEVER); // no reason to look
            putAll(open, 106, 107);
            assertThat(missing(open, 107)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 99);
        }
    }

    @Test
    void turnThatWasToldIsOfNoUseToWhoCameInThePlaceOfADeletedEntry() {
        try (OpenStore open = new OpenStore(ONE_SEGMENT, 100, false)) {
            putAll(open, 0, 101); // 0 to 4 went, 5 to 44 are next
            IntStream.range(5, 10).forEach(key -> open.store.delete(key, Condition.any(), false));
            putAll(open, 101, 110); // fills the places from the first to the tenth
            putAll(open, 110, 111);
            assertThat(missing(open, 111)).containsExactlyElementsOf(numbers(0, 15));
            open.audit();
        }
    }

    @Test
    void whoIsUsedOrWrittenBeforeTheTurnThatWasToldComesStays() {
        try (OpenStore open = new OpenStore(ONE_SEGMENT, 100, false)) {
            putAll(open, 0, 101); // 5 to 44 are next
            open.get(5);
            putAll(open, 6, 7);
            open.put(8, new byte[200]); // finds another place
            putAll(open, 101, 106);
            assertThat(missing(open, 106)).containsExactly(0, 1, 2, 3, 4, 7, 9, 10, 11, 12);
            putAll(open, 106, 190);
            assertThat(IntStream.of(5, 6, 8).filter(key -> open.get(key) == null))
                    .isEmpty();
            open.audit();
        }
    }

    @Test
    void turnsThatWereToldAreForgottenByWhatComesAfterClear() {
        try (OpenStore open = new OpenStore(ONE_SEGMENT, 100, false)) {
            putAll(open, 0, 101);
            open.store.clear();
            IntStream.iterate(299, key -> key - 1).limit(100).forEach(key -> open.put(key, new byte[1]));
            putAll(open, 300, 301);
            assertThat(numbers(200, 301).stream().filter(key -> open.get(key) == null))
                    .containsExactly(295, 296, 297, 298, 299);
            open.audit();
        }
    }

    /** As two JVMs share a file: each has its own list of whose turn is next, and knows nothing of what the other does. */
    @Test
    void storesThatShareAMapDropNothingButWholeEntries() {
        Geometry fewSegments = new Geometry(2, 16, 2_048, 512);
        try (OpenStore open = new OpenStore(fewSegments, Long.MAX_VALUE, false)) {
            List<ChronicleStore<Integer, byte[]>> stores = List.of(open.store, open.another());
            Random random = new Random(12);
            for (int step = 0; step < 60_000; step++) {
                ChronicleStore<Integer, byte[]> store = stores.get(random.nextInt(2));
                int key = random.nextInt(2_000);
                int kind = random.nextInt(20);
                if (kind == 0) {
                    store.delete(key, Condition.any(), false);
                } else if (kind < 4) {
                    byte[] value = store.live(key, new byte[0]);
                    assertThat(value)
                            .satisfiesAnyOf(
                                    none -> assertThat(none).isNull(),
                                    found -> assertThat(found).isEqualTo(OpenStore.valueOf(key, 1, found.length)));
                } else if (step % 10_000 == 0) {
                    store.clear();
                } else {
                    byte[] value = OpenStore.valueOf(key, 1, 8 + random.nextInt(150));
                    long deadlineMillis = kind == 4 ? open.nowMillis.incrementAndGet() : Stored.NEVER;
                    store.set(key, Condition.any(), value, deadlineMillis, deadlineMillis, false);
                }
                if (step % 500 == 0) {
                    open.audit();
                }
            }
            assertThat(stores).allSatisfy(store -> assertThat(store.evictions()).isPositive());
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
    void largeEntryTakesTheNeighboursInOnePlaceAndNotThoseWhoseTurnWasTold() {
        try (OpenStore open = new OpenStore(ONE_SEGMENT, Long.MAX_VALUE, true)) {
            Random random = new Random(6);
            for (int i = 0; i < 20_000; i++) { // so that neighbours are of all ages
                open.put(random.nextInt(1 << 20), new byte[random.nextInt(170)]);
            }
            open.store.set(-2, Condition.any(), new byte[1], 2_000, 2_000, false);
            open.nowMillis.set(2_000);
            long evictions = open.store.evictions();
            for (int key = -3; open.accounts.earliestDeadlineMillis(0) != Stored.NEVER; key--) {
                open.put(key, new byte[1]); // until a pass looks at all entries and tells the turns of many
            }
            assertThat(open.store.evictions()).isEqualTo(evictions);
            long before = open.store.count();
            // Three in ten of what may be filled, and more than the part that is kept free, which lies in one place.
            byte[] large = new byte[(int) open.geometry.maxEntryBytes() * 6 / 10];
            assertThat(open.put(-1, large)).isEqualTo(Effect.CREATED);
            assertThat(open.store.count()).isBetween(before * 65 / 100, before * 72 / 100);
            open.audit();
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
    @Timeout(value = 300, threadMode = ThreadMode.SEPARATE_THREAD)
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
    @Timeout(value = 300, threadMode = ThreadMode.SEPARATE_THREAD)
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
    @Timeout(value = 300, threadMode = ThreadMode.SEPARATE_THREAD)
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

    /** The keys below one that are not there; to ask for this is no use of the others. */
    private static List<Integer> missing(OpenStore open, int below) {
        List<Integer> there =
                open.auditBooks(0).values().stream().map(Payload::readInt).toList();
        return numbers(0, below).stream().filter(key -> !there.contains(key)).toList();
    }

    private static List<Integer> numbers(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    private static void putAll(OpenStore open, int from, int to) {
        IntStream.range(from, to).forEach(key -> open.put(key, new byte[1]));
    }
}
