package org.larder.provider.chronicle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.openhft.chronicle.core.OS;
import net.openhft.chronicle.hash.impl.BigSegmentHeader;
import net.openhft.chronicle.map.impl.CompiledMapIterationContext;
import net.openhft.chronicle.map.impl.CompiledMapQueryContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.larder.provider.codec.Payload;

class RawSegmentTest {

    private final Random random = new Random(6);

    /** Two stores with the same entries, from which the same ones are removed, one by us and one by Chronicle. */
    @ParameterizedTest
    @CsvSource({
        "16, 64, 16, 1", // hardly any slots, and all of them in use
        "64, 256, 100, 100",
        "64, 2048, 1024, 300",
        "16, 4096, 4096, 1", // entries of few chunks, and a table nearly full
        "16, 262144, 4096, 3000", // slots of eight bytes
        "512, 2048, 64, 200000", // entries of hundreds of chunks
    })
    void removalLeavesWhatChroniclesOwnWould(int chunkBytes, int chunks, int entries, int maxValueBytes) {
        for (int part = 1; part <= 20; part++) {
            Geometry geometry = new Geometry(1, chunkBytes, chunks, entries);
            try (OpenStore ours = new OpenStore(geometry, Long.MAX_VALUE, false);
                    OpenStore chronicles = new OpenStore(geometry, Long.MAX_VALUE, false)) {
                fill(ours, chronicles, maxValueBytes);
                assertThat(ours.memory()).isEqualTo(chronicles.memory());
                List<Payload> gone = removeSome(ours, part / 20.0);
                gone.forEach(key -> remove(chronicles, key));
                assertThat(ours.memory()).as("after %d/20 went", part).isEqualTo(chronicles.memory());
                assertThat(ours.store.count()).isEqualTo(chronicles.store.count());
                ours.audit();
            }
        }
    }

    private void fill(OpenStore one, OpenStore other, int maxValueBytes) {
        for (int key = 0; one.store.evictions() == 0 && key < 20_000; key++) {
            byte[] value = OpenStore.valueOf(key, 1, 1 + random.nextInt(maxValueBytes));
            one.put(key, value);
            other.put(key, value);
        }
    }

    /** The keys of those removed, in the order in which they were. */
    private List<Payload> removeSome(OpenStore open, double part) {
        List<Payload> keys = new ArrayList<>();
        try (CompiledMapIterationContext<Object, Object, Object> context = open.context(0)) {
            context.updateLock().lock();
            RawSegment raw = new RawSegment(context);
            BitSet going = new BitSet();
            raw.forEach(() -> going.set(raw.chunk(), random.nextDouble() < part));
            context.writeLock().lock();
            raw.remove(going, () -> {
                Payload key = new Payload(0);
                EntryLayout.copyKey(raw.bytes(), raw.keyOffset(), raw.keyBytes(), key);
                keys.add(key);
                open.accounts.removed(0, raw.entryChunks());
            });
            assertThat(keys).hasSize(going.cardinality());
        }
        return keys;
    }

    /** Removed one at a time, some in between with the places of those that are gone already. */
    @ParameterizedTest
    @CsvSource({"64, 2048, 1024, 300", "16, 4096, 4096, 1", "16, 262144, 4096, 3000"})
    void removalOfOneLeavesWhatChroniclesOwnWould(int chunkBytes, int chunks, int entries, int maxValueBytes) {
        Geometry geometry = new Geometry(1, chunkBytes, chunks, entries);
        try (OpenStore ours = new OpenStore(geometry, Long.MAX_VALUE, false);
                OpenStore chronicles = new OpenStore(geometry, Long.MAX_VALUE, false)) {
            fill(ours, chronicles, maxValueBytes);
            try (CompiledMapIterationContext<Object, Object, Object> context = ours.context(0)) {
                context.updateLock().lock();
                RawSegment raw = new RawSegment(context);
                List<Integer> begins = new ArrayList<>();
                raw.forEach(() -> begins.add(raw.chunk()));
                Collections.shuffle(begins, random);
                context.writeLock().lock();
                for (int begin : begins) {
                    assertThat(raw.goTo(begin)).isTrue();
                    assertThat(raw.isKnown(raw.keyHash())).isTrue();
                    Payload key = new Payload(0);
                    EntryLayout.copyKey(raw.bytes(), raw.keyOffset(), raw.keyBytes(), key);
                    raw.remove();
                    ours.accounts.removed(0, raw.entryChunks());
                    remove(chronicles, key);
                    assertThat(raw.goTo(begin)).isTrue();
                    assertThat(raw.isKnown(raw.keyHash())).isFalse();
                }
            }
            assertThat(ours.memory()).isEqualTo(chronicles.memory());
            assertThat(ours.store.count()).isZero();
            ours.audit();
        }
    }

    @Test
    void onlyBeginningsOfEntriesAreKnown() {
        try (OpenStore open = new OpenStore(new Geometry(1, 16, 4_096, 512), Long.MAX_VALUE, false)) {
            for (int key = 0; key < 100; key++) {
                open.put(key, OpenStore.valueOf(key, 1, 200));
            }
            open.put(100, copyOfAnEntry(open)); // within it lies what looks like an entry with a key that is there
            try (CompiledMapIterationContext<Object, Object, Object> context = open.context(0)) {
                context.updateLock().lock();
                RawSegment raw = new RawSegment(context);
                BitSet begins = new BitSet();
                raw.forEach(() -> begins.set(raw.chunk()));
                BitSet known = new BitSet();
                for (int chunk = 0; chunk < raw.chunks(); chunk++) {
                    known.set(chunk, raw.goTo(chunk) && raw.isKnown(raw.keyHash()));
                }
                assertThat(known).isEqualTo(begins);
            }
        }
    }

    /** A value in which each chunk but the first, which the header takes, begins with the bytes of the entry of key 0. */
    private static byte[] copyOfAnEntry(OpenStore open) {
        try (CompiledMapIterationContext<Object, Object, Object> context = open.context(0)) {
            context.updateLock().lock();
            RawSegment raw = new RawSegment(context);
            assertThat(raw.goTo(0)).isTrue();
            byte[] entry = new byte[raw.entryChunks() * 16];
            OS.memory().readBytes(raw.bytes().addressForRead(raw.keyOffset() - 1), entry, 0, entry.length);
            int before = (int) (raw.valueOffset() - raw.keyOffset() + 1) + EntryLayout.HEADER_BYTES;
            byte[] value = new byte[3 * entry.length];
            System.arraycopy(entry, 0, value, -before & 15, entry.length);
            return value;
        }
    }

    private static void remove(OpenStore open, Payload key) {
        try (CompiledMapQueryContext<Object, Object, Object> context =
                new ClosableMap(open.map, null).keyContext(key)) {
            context.updateLock().lock();
            assertThat(context.entry()).isNotNull();
            context.doRemove();
        }
    }

    @Test
    void entriesWhoseSizesLeadOutOfTheSegmentArePassedOver() {
        try (OpenStore open = new OpenStore(new Geometry(1, 64, 1_024, 512), Long.MAX_VALUE, false)) {
            for (int key = 0; key < 100; key++) {
                open.put(key, OpenStore.valueOf(key, 1, 40));
            }
            try (CompiledMapIterationContext<Object, Object, Object> context = open.context(0)) {
                context.updateLock().lock();
                assertThat(damage(context, 0, (byte) 0x80)).isEqualTo(99); // a size that goes on and on
                assertThat(damage(context, 1, (byte) 0xFF)).isEqualTo(98);
                assertThat(damage(context, 2, (byte) 0x7F)).isEqualTo(97); // a value size out of what is no size
                assertThat(new RawSegment(context).maxEntries()).isEqualTo(100);
            }
        }
    }

    /** Writes over the beginning of an entry; how many are met then. */
    private static int damage(CompiledMapIterationContext<Object, Object, Object> context, int entry, byte with) {
        RawSegment raw = new RawSegment(context);
        List<Integer> begins = new ArrayList<>();
        raw.forEach(() -> begins.add(raw.chunk()));
        raw.goTo(begins.get(entry == 0 ? 0 : 10 * entry));
        OS.memory().setMemory(raw.bytes().addressForRead(raw.keyOffset() - 1), 5, with);
        List<Integer> left = new ArrayList<>();
        RawSegment again = new RawSegment(context);
        again.forEach(() -> left.add(again.chunk()));
        return left.size();
    }

    @Test
    void moreEntriesThanTheSegmentSaysAreMet() {
        try (OpenStore open = new OpenStore(new Geometry(1, 64, 1_024, 512), Long.MAX_VALUE, false)) {
            for (int key = 0; key < 100; key++) {
                open.put(key, new byte[1]);
            }
            BigSegmentHeader.INSTANCE.entries(open.map.segmentHeaderAddress(0), 3);
            try (CompiledMapIterationContext<Object, Object, Object> context = open.context(0)) {
                context.updateLock().lock();
                assertThat(new RawSegment(context).maxEntries()).isEqualTo(100);
            }
        }
    }

    @Test
    void tableWithoutAFreeSlotIsNamedAsDamaged() {
        try (OpenStore open = new OpenStore(new Geometry(1, 64, 1_024, 512), Long.MAX_VALUE, false)) {
            OS.memory().setMemory(open.map.segmentBaseAddr(0), open.map.tierHashLookupOuterSize, (byte) 1);
            try (CompiledMapIterationContext<Object, Object, Object> context = open.context(0)) {
                context.updateLock().lock();
                RawSegment raw = new RawSegment(context);
                assertThatThrownBy(raw::maxEntries)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("look-up table of segment 0 is damaged");
            }
        }
    }
}
