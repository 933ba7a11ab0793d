package org.larder.provider.chronicle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import net.openhft.chronicle.map.MapSegmentContext;
import net.openhft.chronicle.map.VanillaChronicleMap;
import net.openhft.chronicle.map.impl.CompiledMapIterationContext;
import org.jspecify.annotations.Nullable;
import org.larder.codec.KeySource;
import org.larder.provider.codec.Payload;
import org.larder.provider.codec.PayloadCodec;
import org.larder.provider.encryption.EntryCipher;
import org.larder.provider.encryption.MasterKeys;
import org.larder.provider.encryption.Sealer;
import org.larder.provider.flight.CacheRecorder;
import org.larder.provider.store.Condition;
import org.larder.provider.store.Reply.Effect;
import org.larder.provider.store.Stored;

/** A store in a map of a shape of the test's choice, with its books laid open. */
final class OpenStore implements AutoCloseable {

    final AtomicLong nowMillis = new AtomicLong(1_000);
    final Geometry geometry;
    final VanillaChronicleMap<Object, Object, Object> map;
    final StateBlock state;
    final SegmentAccounts accounts;
    final ChronicleStore<Integer, byte[]> store;

    /** What encryption adds to key and value. */
    final int overheadBytes;

    OpenStore(Geometry geometry, long maxEntries, boolean oversizedRejected) {
        this(geometry, maxEntries, oversizedRejected, new Numbers(), new Bytes());
    }

    OpenStore(
            Geometry geometry,
            long maxEntries,
            boolean oversizedRejected,
            PayloadCodec<Integer> keyCodec,
            PayloadCodec<byte[]> valueCodec) {
        this(geometry, maxEntries, oversizedRejected, keyCodec, valueCodec, null);
    }

    /** A store that encrypts. */
    static OpenStore encrypted(Geometry geometry, long maxEntries) {
        MasterKeys keys = MasterKeys.of(() -> List.of(new byte[KeySource.KEY_BYTES]));
        return new OpenStore(geometry, maxEntries, false, new Numbers(), new Bytes(), EntryCipher.inMemory(keys));
    }

    private OpenStore(
            Geometry geometry,
            long maxEntries,
            boolean oversizedRejected,
            PayloadCodec<Integer> keyCodec,
            PayloadCodec<byte[]> valueCodec,
            @Nullable EntryCipher cipher) {
        InstantSource clock = () -> Instant.ofEpochMilli(nowMillis.get());
        this.geometry = geometry;
        overheadBytes = cipher == null ? 0 : Sealer.OVERHEAD_BYTES;
        map = ChronicleStores.openMap("open", geometry, keyCodec, cipher);
        state = StateBlock.inMemory("open", geometry);
        accounts = new SegmentAccounts(state, maxEntries, new Counts());
        store = new ChronicleStore<>(
                new ClosableMap(map, null),
                keyCodec,
                valueCodec,
                state,
                accounts,
                new OversizedEntries("open", geometry, oversizedRejected, clock),
                null,
                cipher,
                new MemoryBudget(Long.MAX_VALUE).promise("open", geometry.totalBytes()),
                clock,
                new CacheRecorder("open"));
    }

    /** Puts a value that never expires. */
    Effect put(int key, byte[] value) {
        return store.set(key, Condition.any(), value, Stored.NEVER, Stored.NEVER, false)
                .effect();
    }

    /** The live value of a key, or null. */
    @SuppressWarnings("ReferenceEquality") // the mark is told by its identity
    byte @Nullable [] get(int key) {
        byte[] expired = new byte[0];
        byte[] value = store.live(key, expired);
        return value == expired ? null : value;
    }

    /** Fails unless the books agree with what the map holds. */
    void audit() {
        long all = 0;
        for (int segment = 0; segment < geometry.segments(); segment++) {
            long[] found = new long[2];
            try (MapSegmentContext<Object, Object, ?> context = map.segmentContext(segment)) {
                context.forEachSegmentEntry(entry -> {
                    found[0]++;
                    found[1] += at(entry).entrySizeInChunks();
                });
                assertThat(context.size()).isEqualTo(found[0]);
                at(context).goToFirstTier();
                assertThat(at(context).hasNextTier()).isFalse();
                assertThat((long) accounts.chunks(segment))
                        .as("chunks of segment %d", segment)
                        .isEqualTo(found[1])
                        .isEqualTo(at(context).freeList().cardinality())
                        .isLessThanOrEqualTo(geometry.usableChunks());
            }
            all += found[0];
        }
        assertThat(store.count()).isEqualTo(all);
        if (accounts.isBounded()) {
            assertThat(accounts.entries()).isEqualTo(all);
        }
    }

    private static CompiledMapIterationContext<?, ?, ?> at(Object context) {
        return (CompiledMapIterationContext<?, ?, ?>) context;
    }

    /** A value that tells whose it is. */
    static byte[] valueOf(int key, int version, int bytes) {
        Payload payload = new Payload(Math.max(8, bytes));
        payload.writeInt(key);
        payload.writeInt(version);
        Random filler = new Random(31L * key + version);
        while (payload.end() < bytes) {
            payload.writeByte(filler.nextInt());
        }
        byte[] value = new byte[bytes];
        System.arraycopy(payload.array(), 0, value, 0, bytes);
        return value;
    }

    @Override
    public void close() {
        store.close();
    }

    /** Numbers as four bytes. */
    static class Numbers implements PayloadCodec<Integer> {
        @Override
        public void encode(Integer value, Payload out) {
            out.writeInt(value);
        }

        @Override
        public Integer decode(Payload in) {
            return in.readInt();
        }

        @Override
        public boolean encodingRunsUserCode(Integer value) {
            return false;
        }

        @Override
        public boolean decodingRunsUserCode(Payload in) {
            return false;
        }

        @Override
        public boolean bytesDecideEquality() {
            return true;
        }
    }

    /** Bytes as they are. */
    static class Bytes implements PayloadCodec<byte[]> {
        @Override
        public void encode(byte[] value, Payload out) {
            out.writeBytes(value, 0, value.length);
        }

        @Override
        public byte[] decode(Payload in) {
            return in.readBytes(in.remaining());
        }

        @Override
        public boolean encodingRunsUserCode(byte[] value) {
            return false;
        }

        @Override
        public boolean decodingRunsUserCode(Payload in) {
            return false;
        }

        @Override
        public boolean bytesDecideEquality() {
            return true;
        }
    }
}
