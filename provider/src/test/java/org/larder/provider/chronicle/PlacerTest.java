package org.larder.provider.chronicle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Random;
import net.openhft.chronicle.map.impl.CompiledMapIterationContext;
import net.openhft.chronicle.map.impl.CompiledMapQueryContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.larder.provider.chronicle.Placer.Placement;
import org.larder.provider.codec.Payload;
import org.larder.provider.store.Condition;
import org.larder.provider.store.Reply.Effect;
import org.larder.provider.store.Stored;

/** In a segment with enough free chunks, of which no two are neighbours. */
class PlacerTest {

    private final OpenStore open = new OpenStore(new Geometry(1, 64, 64, 64), Long.MAX_VALUE, false);

    @BeforeEach
    void fragment() {
        for (int key = 0; key < 51; key++) {
            open.put(key, OpenStore.valueOf(key, 1, 28));
        }
        for (int key = 1; key < 51; key += 2) {
            open.store.delete(key, Condition.any(), false);
        }
        assertThat(open.accounts.chunks(0)).isEqualTo(26);
        // what is left at the end of the segment, above the share that is ever filled
        open.put(100, OpenStore.valueOf(100, 1, 64 * 11));
        assertThat(open.accounts.hasRoom(0, 14)).isFalse();
    }

    @AfterEach
    void close() {
        open.audit();
        open.close();
    }

    @Test
    void entryThatFindsNoRunOfChunksLeavesTheOldOneAsItWas() {
        assertThat(open.store.evictions()).isZero();
        Stored<byte[]> before = open.store.read(2);
        assertThat(place(2, OpenStore.valueOf(2, 2, 64 * 8))).isEqualTo(Placement.NO_ROOM);
        assertThat(open.store.read(2))
                .usingRecursiveComparison()
                .ignoringFields("asOf")
                .isEqualTo(before);
        open.audit();
    }

    @Test
    void newEntryThatFindsNoRunOfChunksIsNotThere() {
        assertThat(place(1, OpenStore.valueOf(1, 2, 64 * 8))).isEqualTo(Placement.NO_ROOM);
        assertThat(open.store.read(1)).isNull();
    }

    @Test
    void storeFindsAPlaceForItNevertheless() {
        long before = open.store.count();
        assertThat(open.put(2, OpenStore.valueOf(2, 2, 64 * 8))).isIn(Effect.UPDATED, Effect.CREATED);
        assertThat(open.get(2)).isEqualTo(OpenStore.valueOf(2, 2, 64 * 8));
        assertThat(open.store.count()).isGreaterThan(before / 2);
    }

    @Test
    void nobodyAsksChronicleForAFurtherTier() {
        PrintStream before = System.err;
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
        try {
            place(1, OpenStore.valueOf(1, 2, 64 * 8));
            place(2, OpenStore.valueOf(2, 2, 64 * 8));
        } finally {
            System.setErr(before);
        }
        assertThat(written.toString(StandardCharsets.UTF_8)) // what Chronicle says if its lock is not to be had
                .isEmpty();
    }

    @Test
    void emptySegmentWithoutFreeChunksIsNamedAsDamaged() {
        open.store.clear();
        try (CompiledMapIterationContext<Object, Object, Object> context = open.context(0)) {
            context.updateLock().lock();
            context.freeList().setAll();
        }
        assertThatThrownBy(() -> place(1, new byte[1]))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("segment 0 has no 1 free chunks in one place, though it is empty");
        assertThat(open.accounts.chunks(0)).isZero();
        try (CompiledMapIterationContext<Object, Object, Object> context = open.context(0)) {
            context.updateLock().lock();
            context.freeList().clearAll();
        }
    }

    /** Two stores with the same history, one written by us and one by Chronicle. */
    @Test
    void insertionLeavesWhatChroniclesOwnWould() {
        Random random = new Random(7);
        Geometry geometry = new Geometry(1, 16, 4_096, 1_024);
        try (OpenStore ours = new OpenStore(geometry, Long.MAX_VALUE, false);
                OpenStore chronicles = new OpenStore(geometry, Long.MAX_VALUE, false)) {
            for (int step = 0; step < 3_000; step++) {
                int key = random.nextInt(500);
                byte[] value = new byte[random.nextInt(150)];
                boolean inserted = ours.get(key) == null;
                if (inserted) {
                    ours.put(key, value);
                } else {
                    ours.store.delete(key, Condition.any(), false);
                }
                try (CompiledMapQueryContext<Object, Object, Object> context =
                        new ClosableMap(chronicles.map, null).keyContext(key)) {
                    context.updateLock().lock();
                    assertThat(context.entry() == null).isEqualTo(inserted);
                    if (inserted) {
                        Scratch<?> scratch = (Scratch<?>) context.inputKeyDataAccess();
                        context.doInsert(scratch.entry(Payload.of(value), 1, Stored.NEVER, 0));
                    } else {
                        context.doRemove();
                    }
                }
            }
            assertThat(ours.memory()).isEqualTo(chronicles.memory());
            assertThat(ours.store.count()).isEqualTo(chronicles.store.count()).isPositive();
            assertThat(ours.store.evictions()).isZero();
            ours.audit();
        }
    }

    private Placement place(int key, byte[] value) {
        OversizedEntries oversized = new OversizedEntries("open", open.geometry, true, InstantSource.system());
        Placer placer = new Placer(open.accounts, oversized, new Ghosts(open.state));
        try (CompiledMapQueryContext<Object, Object, Object> context =
                (CompiledMapQueryContext<Object, Object, Object>) open.map.mapContext()) {
            context.initInputKey(((Scratch<?>) context.inputKeyDataAccess()).getData(key));
            Payload payload = Payload.of(value);
            int chunks = placer.chunks(context, payload);
            context.updateLock().lock();
            boolean present = context.entry() != null;
            return placer.place(context, payload, chunks, Stored.NEVER, present);
        }
    }
}
