package org.larder.provider.chronicle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import net.openhft.chronicle.core.OS;
import net.openhft.chronicle.hash.impl.BigSegmentHeader;
import net.openhft.chronicle.map.VanillaChronicleMap;
import net.openhft.chronicle.map.impl.CompiledMapIterationContext;
import net.openhft.chronicle.map.impl.CompiledMapQueryContext;
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
    private final Function<SegmentAccounts, ChronicleStore<Integer, byte[]>> openOnce;

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
        // As by a process that died: whoever asked Chronicle for a further tier would wait for it in vain.
        map.globalMutableStateLock();
        state = StateBlock.inMemory("open", geometry);
        accounts = new SegmentAccounts(state, maxEntries, new Counts());
        openOnce = keptIn -> new ChronicleStore<>(
                new ClosableMap(map, null),
                keyCodec,
                valueCodec,
                state,
                keptIn,
                new OversizedEntries("open", geometry, oversizedRejected, clock),
                null,
                cipher,
                new MemoryBudget(Long.MAX_VALUE).promise("open", geometry.totalBytes()),
                clock,
                new CacheRecorder("open"));
        store = openOnce.apply(accounts);
    }

    /** Another store over the same memory, as another JVM has; not to be closed. */
    ChronicleStore<Integer, byte[]> another() {
        return openOnce.apply(new SegmentAccounts(state, Long.MAX_VALUE, new Counts()));
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

    /** A context of all entries of a segment. */
    @SuppressWarnings("unchecked") // the map has these types
    CompiledMapIterationContext<Object, Object, Object> context(int segment) {
        return (CompiledMapIterationContext<Object, Object, Object>) map.segmentContext(segment);
    }

    /** All that Chronicle has of the only segment but the lock and the entries: table, counters, free chunks. */
    byte[] memory() {
        long bytes =
                map.tierHashLookupOuterSize + VanillaChronicleMap.TIER_COUNTERS_AREA_SIZE + map.tierFreeListOuterSize;
        byte[] copy = new byte[(int) bytes + 2 * Integer.BYTES];
        OS.memory().readBytes(map.segmentBaseAddr(0), copy, 0, (int) bytes);
        long header = map.segmentHeaderAddress(0);
        ByteBuffer.wrap(copy, (int) bytes, 2 * Integer.BYTES)
                .putInt((int) BigSegmentHeader.INSTANCE.entries(header))
                .putInt((int) BigSegmentHeader.INSTANCE.lowestPossiblyFreeChunk(header));
        return copy;
    }

    /** Fails unless the books agree with what the map holds. */
    void audit() {
        long all = 0;
        for (int segment = 0; segment < geometry.segments(); segment++) {
            Map<Integer, Payload> keys = auditBooks(segment);
            try (CompiledMapIterationContext<Object, Object, Object> context = context(segment)) {
                Map<Integer, Payload> found = new HashMap<>();
                context.forEachSegmentEntry(entry -> {
                    Payload key = new Payload(0);
                    EntryLayout.copyKey(context.segmentBS(), context.keyOffset(), context.keySize(), key);
                    found.put((int) context.pos(), key);
                });
                assertThat(context.size()).isEqualTo(found.size()).isEqualTo(keys.size());
                assertThat(found.keySet()).isEqualTo(keys.keySet());
                assertThat(context.hasNextTier()).isFalse();
            }
            keys.forEach(this::assertFound);
            all += keys.size();
        }
        assertThat(store.count()).isEqualTo(all);
        if (accounts.isBounded()) {
            assertThat(accounts.entries()).isEqualTo(all);
        }
    }

    /**
     * Fails unless the books of a segment agree with its entries; also while others use it.
     *
     * @return the entries' keys by the chunks that they begin at
     */
    Map<Integer, Payload> auditBooks(int segment) {
        Map<Integer, Payload> keys = new HashMap<>();
        BitSet taken = new BitSet();
        try (CompiledMapIterationContext<Object, Object, Object> context = context(segment)) {
            context.updateLock().lock();
            RawSegment raw = new RawSegment(context);
            raw.forEach(() -> {
                Payload key = new Payload(0);
                EntryLayout.copyKey(raw.bytes(), raw.keyOffset(), raw.keyBytes(), key);
                keys.put(raw.chunk(), key);
                assertThat(taken.get(raw.chunk(), raw.chunk() + raw.entryChunks())
                                .isEmpty())
                        .isTrue();
                taken.set(raw.chunk(), raw.chunk() + raw.entryChunks());
            });
            assertThat(context.tierEntries()).isEqualTo(keys.size()).isEqualTo(raw.maxEntries());
            assertThat((long) accounts.chunks(segment))
                    .as("chunks of segment %d", segment)
                    .isEqualTo(taken.cardinality())
                    .isEqualTo(context.freeList().cardinality())
                    .isLessThanOrEqualTo(geometry.usableChunks());
            assertThat(taken.stream().allMatch(context.freeList()::isSet)).isTrue();
        }
        return keys;
    }

    private void assertFound(int chunk, Payload key) {
        try (CompiledMapQueryContext<Object, Object, Object> context =
                (CompiledMapQueryContext<Object, Object, Object>) map.mapContext()) {
            context.initInputKey(new HeapData(key)); // as it lies there, which an encrypted store would encrypt again
            context.readLock().lock();
            assertThat(context.entry()).isNotNull();
            assertThat(context.pos()).isEqualTo(chunk);
        }
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
