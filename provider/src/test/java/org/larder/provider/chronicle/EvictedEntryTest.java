package org.larder.provider.chronicle;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.larder.provider.codec.Payload;
import org.larder.provider.store.Condition;
import org.larder.provider.store.Reply.Effect;
import org.larder.provider.store.Stored;

/** What becomes of a change to an entry that was evicted since it was read. */
class EvictedEntryTest {

    private final OpenStore open = new OpenStore(new Geometry(4, 64, 64, 32), 1, false);
    private Stored<byte[]> seen = new Stored<>(new byte[0], 0, 0, 0);

    @BeforeEach
    void readAndEvict() {
        open.put(1, new byte[3]);
        Stored<byte[]> stored = open.store.read(1);
        assertThat(stored).isNotNull();
        seen = stored;
        open.put(2, new byte[3]);
        assertThat(open.store.read(1)).isNull();
    }

    @AfterEach
    void close() {
        open.audit();
        open.close();
    }

    @Test
    void evictionIsNoChange() {
        assertThat(setIfUnchanged()).isEqualTo(Effect.CREATED);
        assertThat(open.get(1)).hasSize(4);
    }

    @Test
    void deletionAfterTheEvictionIsAChange() {
        assertThat(open.store.delete(1, Condition.any(), false).effect()).isEqualTo(Effect.ABSENT);
        assertThat(setIfUnchanged()).isEqualTo(Effect.ABSENT);
        assertThat(open.get(1)).isNull();
    }

    @Test
    void writeBeforeTheEvictionIsAChange() {
        assertThat(setIfUnchanged()).isEqualTo(Effect.CREATED);
        Stored<byte[]> stored = open.store.read(1);
        assertThat(stored).isNotNull();
        seen = stored;
        open.put(1, new byte[2]);
        open.put(2, new byte[3]);
        assertThat(open.store.read(1)).isNull();
        assertThat(setIfUnchanged()).isEqualTo(Effect.ABSENT);
        assertThat(open.get(1)).isNull();
        assertThat(setIfUnchanged(open, false)).as("if nobody else writes").isEqualTo(Effect.CREATED);
    }

    @Test
    void evictionOfYoungerEntriesIsAChangeOnlyIfOthersWrite() {
        try (OpenStore one = new OpenStore(new Geometry(1, 64, 64, 32), 2, false)) {
            one.put(1, new byte[3]);
            Stored<byte[]> read = one.store.read(1);
            assertThat(read).isNotNull();
            for (int key = 2; key < 40; key++) {
                one.put(key, new byte[3]);
                assertThat(one.get(key)).isNotNull(); // used, and so no sooner gone than the first
            }
            assertThat(one.store.read(1)).isNull();
            seen = read;
            assertThat(setIfUnchanged(one, true)).isEqualTo(Effect.ABSENT);
            assertThat(setIfUnchanged(one, false)).isEqualTo(Effect.CREATED);
        }
    }

    /** A codec may wait for a thread that needs the same key; that thread is let in without the lock. */
    @Test
    void whetherOthersWriteIsAskedWhenTheCodecIsDone() {
        AtomicBoolean othersWrite = new AtomicBoolean();
        AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});
        OpenStore.Bytes values = new OpenStore.Bytes() {
            @Override
            public void encode(byte[] value, Payload out) {
                meanwhile.getAndSet(() -> {}).run();
                super.encode(value, out);
            }

            @Override
            public boolean encodingRunsUserCode(byte[] value) {
                return true;
            }
        };
        try (OpenStore one = new OpenStore(new Geometry(4, 64, 64, 32), 1, false, new OpenStore.Numbers(), values)) {
            one.put(1, new byte[3]);
            Stored<byte[]> read = requireNonNull(one.store.read(1));
            meanwhile.set(() -> {
                othersWrite.set(true);
                one.put(1, new byte[2]);
                one.put(2, new byte[3]);
            });
            Condition<byte[]> unchanged = Condition.unchangedSince(read, othersWrite::get);
            assertThat(one.store
                            .set(1, unchanged, new byte[4], Stored.NEVER, Stored.NEVER, false)
                            .effect())
                    .isEqualTo(Effect.ABSENT);
            assertThat(one.get(1)).isNull();
        }
    }

    @Test
    void deletionIsAChangeAlsoIfNobodyElseWrites() {
        open.store.delete(1, Condition.any(), false);
        assertThat(setIfUnchanged(open, false)).isEqualTo(Effect.ABSENT);
    }

    @Test
    void oversizedWriteAfterTheEvictionIsAChange() {
        open.put(1, new byte[30_000]);
        assertThat(setIfUnchanged()).isEqualTo(Effect.ABSENT);
    }

    @Test
    void refusedDeletionAfterTheEvictionIsNoChange() {
        open.store.delete(1, Condition.present(), false);
        assertThat(setIfUnchanged()).isEqualTo(Effect.CREATED);
    }

    @Test
    void clearAfterTheEvictionIsAChange() {
        open.store.clear();
        assertThat(setIfUnchanged()).isEqualTo(Effect.ABSENT);
    }

    /** One who removes them does not meet it. */
    @Test
    void listOfKeysAfterTheEvictionIsAChange() {
        for (int part = 0; part < open.store.parts(); part++) {
            assertThat(open.store.keys(part)).doesNotContain(1);
        }
        assertThat(setIfUnchanged(open, false)).isEqualTo(Effect.ABSENT);
    }

    @Test
    void listOfEncryptedKeysAfterTheEvictionIsAChange() {
        try (OpenStore one = OpenStore.encrypted(new Geometry(1, 64, 256, 128), 1)) {
            one.put(1, new byte[3]);
            seen = requireNonNull(one.store.read(1));
            one.put(2, new byte[3]);
            assertThat(one.store.keys(0)).containsExactly(2);
            assertThat(setIfUnchanged(one, false)).isEqualTo(Effect.ABSENT);
        }
    }

    @Test
    void stampsGoOnAfterAClear() {
        open.store.clear();
        open.put(1, new byte[3]);
        Stored<byte[]> again = open.store.read(1);
        assertThat(again).isNotNull();
        assertThat(again.stamp()).isGreaterThan(seen.stamp());
        assertThat(setIfUnchanged()).isEqualTo(Effect.DIFFERENT);
    }

    private Effect setIfUnchanged() {
        return setIfUnchanged(open, true);
    }

    private Effect setIfUnchanged(OpenStore where, boolean othersWrite) {
        return where.store
                .set(
                        1,
                        Condition.unchangedSince(seen, () -> othersWrite),
                        new byte[4],
                        Stored.NEVER,
                        Stored.NEVER,
                        false)
                .effect();
    }
}
