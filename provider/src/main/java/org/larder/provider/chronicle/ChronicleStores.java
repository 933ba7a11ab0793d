package org.larder.provider.chronicle;

import java.time.InstantSource;
import net.openhft.chronicle.map.ChronicleMapBuilder;
import net.openhft.chronicle.map.VanillaChronicleMap;
import org.jspecify.annotations.Nullable;
import org.larder.provider.codec.PayloadCodec;
import org.larder.provider.flight.CacheRecorder;

/** Makes stores in Chronicle Map from what a user said about a cache. The door of this package. */
public final class ChronicleStores {

    private ChronicleStores() {}

    /**
     * What a store is made from.
     *
     * @param cacheName for messages
     * @param maxBytes bound of all memory of the store, or null for the default
     * @param maxEntries bound of entries, or null for none
     * @param typicalEntryBytes encoded size of key and value of a typical entry, or null if unknown
     * @param defaultMaxBytes the bound of memory if {@code maxBytes} is null
     * @param oversizedRejected whether an entry too large for the store is an error
     */
    public record Settings(
            String cacheName,
            @Nullable Long maxBytes,
            @Nullable Long maxEntries,
            @Nullable Integer typicalEntryBytes,
            long defaultMaxBytes,
            boolean oversizedRejected) {}

    /**
     * Creates an empty store in memory of its own.
     *
     * @param budget what the memory is taken from
     * @throws IllegalStateException if Chronicle Map cannot run here; the message says why and what to do
     */
    public static <K, V> ChronicleStore<K, V> create(
            Settings settings,
            PayloadCodec<K> keyCodec,
            PayloadCodec<V> valueCodec,
            MemoryBudget budget,
            InstantSource clock) {
        Geometry geometry = Geometry.of(
                settings.cacheName,
                settings.maxBytes,
                settings.maxEntries,
                settings.typicalEntryBytes,
                settings.defaultMaxBytes);
        long maxEntries = settings.maxEntries == null ? Long.MAX_VALUE : settings.maxEntries;
        StateBlock state = StateBlock.inMemory(settings.cacheName, geometry);
        return new ChronicleStore<>(
                openMap(settings.cacheName, geometry, keyCodec),
                keyCodec,
                valueCodec,
                state,
                new SegmentAccounts(state, maxEntries),
                new OversizedEntries(settings.cacheName, geometry, settings.oversizedRejected, clock),
                null,
                budget.promise(settings.cacheName, geometry.totalBytes()),
                clock,
                new CacheRecorder(settings.cacheName));
    }

    @SuppressWarnings("unchecked") // the third type is what Chronicle's own callbacks would return; we have none
    static VanillaChronicleMap<Object, Object, Object> openMap(
            String name, Geometry geometry, PayloadCodec<?> keyCodec) {
        ChronicleRuntime.start(); // before the first class of Chronicle is initialised
        ChronicleMapBuilder<Object, Object> builder = ChronicleMapBuilder.of(Object.class, Object.class)
                .name(name)
                .keyReaderAndDataAccess(new BytesReader(), new Scratch<>(keyCodec, false))
                .valueReaderAndDataAccess(new FoundEntry(), new Scratch<>(keyCodec, false))
                .entries((long) geometry.segments() * geometry.entriesPerSegment())
                .actualSegments(geometry.segments())
                .entriesPerSegment(geometry.entriesPerSegment())
                .actualChunkSize(geometry.chunkBytes())
                .actualChunksPerSegmentTier(geometry.chunksPerSegment())
                .allowSegmentTiering(false)
                .checksumEntries(false)
                .skipCloseOnExitHook(true);
        return (VanillaChronicleMap<Object, Object, Object>) ChronicleRuntime.open(builder::create);
    }
}
