package org.larder.provider.chronicle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.larder.EntryTooLargeException;
import org.larder.provider.codec.Payload;
import org.larder.provider.log.LogCapture;
import org.larder.provider.store.Condition;
import org.larder.provider.store.Reply;
import org.larder.provider.store.Reply.Effect;
import org.larder.provider.store.Stored;

class OversizedEntriesTest {

    private static final Geometry GEOMETRY = new Geometry(2, 64, 1_024, 256);
    private static final byte[] TOO_LARGE = new byte[30_000];

    @Test
    void oversizedEntryCountsAsWrittenAndEvicted() {
        try (OpenStore open = new OpenStore(GEOMETRY, 10, false);
                LogCapture log = new LogCapture(OversizedEntries.class.getName())) {
            open.put(1, new byte[5]);
            Reply<byte[]> reply = open.store.set(1, Condition.present(), TOO_LARGE, Stored.NEVER, Stored.NEVER, true);
            assertThat(reply.effect()).isEqualTo(Effect.UPDATED);
            assertThat(reply.previous()).hasSize(5);
            assertThat(open.store.read(1)).isNull();
            assertThat(open.store.evictions()).isEqualTo(1);
            assertThat(open.put(2, TOO_LARGE)).isEqualTo(Effect.CREATED);
            assertThat(open.store.evictions()).isEqualTo(2);
            assertThat(open.store.count()).isZero();
            open.audit();
            assertThat(log.messages())
                    .containsExactly(
                            "cache 'open': an entry of 30,004 bytes exceeds the 26,137 that its geometry allows;"
                                    + " raise maxBytes or typicalEntryBytes; it counts as written and evicted at once");
        }
    }

    @Test
    void oversizedWriteIsAChangeToWhoReadTheEntryBefore() {
        try (OpenStore open = new OpenStore(GEOMETRY, 10, false);
                LogCapture log = new LogCapture(OversizedEntries.class.getName())) {
            open.put(1, new byte[5]);
            Stored<byte[]> seen = open.store.read(1);
            assertThat(seen).isNotNull();
            open.put(1, TOO_LARGE);
            assertThat(open.store
                            .set(1, Condition.unchangedSince(seen), new byte[6], Stored.NEVER, Stored.NEVER, false)
                            .effect())
                    .isEqualTo(Effect.ABSENT);
            assertThat(log.messages()).hasSize(1);
        }
    }

    @Test
    void warningComesOnceAMinute() {
        try (OpenStore open = new OpenStore(GEOMETRY, 10, false);
                LogCapture log = new LogCapture(OversizedEntries.class.getName())) {
            for (int second = 0; second < 125; second++) {
                open.put(second, TOO_LARGE);
                open.nowMillis.addAndGet(1_000);
            }
            assertThat(log.messages()).hasSize(3);
        }
    }

    @Test
    void rejectedEntryLeavesTheOldOne() {
        try (OpenStore open = new OpenStore(GEOMETRY, 10, true)) {
            open.put(1, new byte[5]);
            assertThatThrownBy(() -> open.put(1, TOO_LARGE))
                    .isInstanceOf(EntryTooLargeException.class)
                    .hasMessage("cache 'open': an entry of 30,004 bytes exceeds the 26,137 that its geometry allows;"
                            + " raise maxBytes or typicalEntryBytes");
            assertThatThrownBy(() -> open.store.admit(1, TOO_LARGE)).isInstanceOf(EntryTooLargeException.class);
            assertThat(open.get(1)).hasSize(5);
            assertThat(open.store.evictions()).isZero();
            open.audit();
        }
    }

    @Test
    void largestEntryOfTheMessageIsTaken() {
        try (OpenStore open = new OpenStore(GEOMETRY, 10, true)) {
            for (int bytes : List.of(26_141, 26_000, 26_141)) {
                byte[] value = OpenStore.valueOf(1, bytes, bytes - Integer.BYTES);
                open.put(1, value);
                assertThat(open.get(1)).isEqualTo(value);
            }
            open.audit();
        }
    }

    @Test
    void longKeyCountsAsPartOfTheEntry() {
        OpenStore.Numbers longKeys = new OpenStore.Numbers() {
            @Override
            public void encode(Integer value, Payload out) {
                byte[] key = new byte[70_000];
                key[0] = value.byteValue();
                out.writeBytes(key, 0, key.length);
            }
        };
        try (OpenStore open = new OpenStore(GEOMETRY, 10, true, longKeys, new OpenStore.Bytes())) {
            assertThatThrownBy(() -> open.put(1, new byte[3]))
                    .isInstanceOf(EntryTooLargeException.class)
                    .hasMessageContaining("an entry of 70,003 bytes");
            assertThat(open.get(1)).isNull();
        }
        Geometry large = new Geometry(2, 256, 2_048, 256);
        try (OpenStore open = new OpenStore(large, 10, true, longKeys, new OpenStore.Bytes())) {
            open.put(1, new byte[3]);
            open.put(2, new byte[0]);
            assertThat(open.get(1)).hasSize(3);
            assertThat(open.get(2)).isEmpty();
            assertThat(open.get(3)).isNull();
            open.audit();
        }
    }

    @Test
    void sumOfChunksDoesNotOverflow() {
        OversizedEntries entries = new OversizedEntries("open", GEOMETRY, false, InstantSource.system());
        assertThat(entries.chunks(0)).isEqualTo(1);
        assertThat(entries.chunks(64)).isEqualTo(1);
        assertThat(entries.chunks(65)).isEqualTo(2);
        assertThat(entries.chunks(Integer.MAX_VALUE - 3)).isEqualTo(1 << 25);
        assertThat(entries.chunks(Integer.MAX_VALUE + 100L)).isGreaterThan(GEOMETRY.maxEntryChunks());
        assertThat(entries.chunks(Long.MAX_VALUE / 2)).isEqualTo(Integer.MAX_VALUE);
    }
}
