package org.larder.provider.chronicle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import net.openhft.chronicle.map.ChronicleMapBuilder;
import net.openhft.chronicle.map.VanillaChronicleMap;
import org.jspecify.annotations.Nullable;
import org.larder.StorageEstimate;
import org.larder.provider.codec.PayloadCodec;
import org.larder.provider.encryption.EntryCipher;
import org.larder.provider.encryption.MasterKeys;
import org.larder.provider.encryption.Sealer;
import org.larder.provider.files.About;
import org.larder.provider.files.Membership;
import org.larder.provider.flight.CacheRecorder;
import org.larder.provider.store.EntryStore;

/** Makes stores in Chronicle Map from what a user said about a cache. The door of this package. */
public final class ChronicleStores {

    /** How long a store waits for other JVMs that open, close or recover the same files. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Lock file, about, keys. */
    private static final long SMALL_FILES_BYTES = 24L << 10;

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
     * @param masterKeys what entries are encrypted with, or null if they are not; stay the caller's, and are needed until
     *     the store is closed
     */
    public record Settings(
            String cacheName,
            @Nullable Long maxBytes,
            @Nullable Long maxEntries,
            @Nullable Integer typicalEntryBytes,
            long defaultMaxBytes,
            boolean oversizedRejected,
            @Nullable MasterKeys masterKeys) {

        /** What a store that does not encrypt is made from. */
        Settings(
                String cacheName,
                @Nullable Long maxBytes,
                @Nullable Long maxEntries,
                @Nullable Integer typicalEntryBytes,
                long defaultMaxBytes,
                boolean oversizedRejected) {
            this(cacheName, maxBytes, maxEntries, typicalEntryBytes, defaultMaxBytes, oversizedRejected, null);
        }

        private Geometry geometry() {
            return geometry(masterKeys != null);
        }

        private Geometry geometry(boolean encrypted) {
            return Geometry.of(cacheName, maxBytes, maxEntries, typicalBytes(encrypted), defaultMaxBytes);
        }

        /** The shape that files in a directory have if it does for these bounds, else that which new ones get. */
        private Geometry geometry(Path directory) throws IOException {
            Geometry wanted = geometry();
            Path file = directory.resolve(StoreFiles.ABOUT);
            About about = Files.isRegularFile(file) ? About.read(file) : null;
            if (about == null) {
                return wanted;
            }
            StoreAbout.requireKnownFormat(directory, about);
            Geometry found = StoreAbout.geometry(about);
            return found.doesFor(wanted, maxBytes == null ? Long.MAX_VALUE : maxBytes) ? found : wanted;
        }

        private @Nullable Integer typicalBytes(boolean encrypted) {
            return typicalEntryBytes == null || !encrypted
                    ? typicalEntryBytes
                    : Integer.valueOf(Math.addExact(typicalEntryBytes, Sealer.OVERHEAD_BYTES));
        }

        private long entriesBound() {
            return maxEntries == null ? Long.MAX_VALUE : maxEntries;
        }
    }

    /**
     * Where the files of a store are, and who may open them.
     *
     * @param directory of this store alone; made if it is not there
     * @param identity what must be the same for all who open the files, by name
     * @param isExclusive whether the files are shared with nobody
     * @param isPreallocated whether the disk must have room for all that the store may come to hold from the start
     */
    public record Persistence(
            Path directory, Map<String, String> identity, boolean isExclusive, boolean isPreallocated) {}

    /**
     * What a store would take, and what would fit into it. Makes nothing.
     *
     * @param settings with keys or without
     * @param encrypted whether the store will encrypt
     * @param persistent whether it will be in files
     * @throws IllegalArgumentException if the bounds are too small or too large
     */
    public static StorageEstimate estimate(Settings settings, boolean encrypted, boolean persistent) {
        Geometry geometry = settings.geometry(encrypted);
        return new StorageEstimate(
                geometry.totalBytes(),
                persistent ? geometry.totalBytes() + SMALL_FILES_BYTES : 0,
                geometry.maxEntryBytes() - (encrypted ? Sealer.OVERHEAD_BYTES : 0),
                Math.min(settings.entriesBound(), geometry.entriesThatFit(settings.typicalBytes(encrypted))));
    }

    /**
     * Creates an empty store in memory of its own.
     *
     * @param budget what the memory is taken from
     * @throws IllegalStateException if Chronicle Map cannot run here; the message says why and what to do
     */
    public static <K, V> EntryStore<K, V> create(
            Settings settings,
            PayloadCodec<K> keyCodec,
            PayloadCodec<V> valueCodec,
            MemoryBudget budget,
            InstantSource clock) {
        Geometry geometry = settings.geometry();
        EntryCipher cipher = settings.masterKeys == null ? null : EntryCipher.inMemory(settings.masterKeys);
        VanillaChronicleMap<Object, Object, Object> map = openMap(settings.cacheName, geometry, keyCodec, cipher);
        StateBlock state = StateBlock.inMemory(settings.cacheName, geometry);
        SegmentAccounts accounts = new SegmentAccounts(state, settings.entriesBound(), new Counts());
        return new ChronicleStore<>(
                new ClosableMap(map, null),
                keyCodec,
                valueCodec,
                state,
                accounts,
                new OversizedEntries(settings.cacheName, geometry, settings.oversizedRejected, clock),
                null,
                cipher,
                budget.promise(settings.cacheName, geometry.totalBytes()),
                clock,
                new CacheRecorder(settings.cacheName));
    }

    /**
     * Opens a store in files, which are made if they are not there.
     *
     * @throws IOException if the files cannot be made or read; the message says why
     * @throws IllegalStateException if they are not those of such a store; the message names both sides
     */
    public static <K, V> EntryStore<K, V> open(
            Settings settings,
            Persistence persistence,
            PayloadCodec<K> keyCodec,
            PayloadCodec<V> valueCodec,
            MemoryBudget budget,
            InstantSource clock)
            throws IOException {
        String cacheName = settings.cacheName;
        Geometry geometry = settings.geometry(persistence.directory);
        OversizedEntries oversized = new OversizedEntries(cacheName, geometry, settings.oversizedRejected, clock);
        Damage damage = new Damage(cacheName);
        Counts counts = new Counts();
        CacheRecorder recorder = new CacheRecorder(cacheName);
        StoreFiles files = new StoreFiles(
                persistence.directory,
                cacheName,
                geometry,
                settings.entriesBound(),
                persistence.identity,
                keyCodec,
                settings.masterKeys,
                persistence.isPreallocated,
                clock);
        DurableStore<K, V> store = new DurableStore<>(
                cacheName,
                files,
                opened -> {
                    SegmentAccounts accounts = new SegmentAccounts(opened.state(), settings.entriesBound(), counts);
                    return new ChronicleStore<>(
                            new ClosableMap(opened.map(), new SegmentChecks(cacheName, accounts)),
                            keyCodec,
                            valueCodec,
                            opened.state(),
                            accounts,
                            oversized,
                            damage,
                            opened.cipher(),
                            budget.promise(cacheName, geometry.totalBytes()),
                            clock,
                            recorder);
                },
                keyCodec,
                valueCodec,
                damage,
                !persistence.isExclusive);
        ChronicleRuntime.waitShortlyForLocks();
        StoreFiles.makeDirectory(persistence.directory);
        store.join(Membership.join(
                persistence.directory.resolve(CacheFiles.LOCKS), cacheName, persistence.isExclusive, PATIENCE, store));
        return store;
    }

    /**
     * Deletes the files of a store that is not open here, if there are any; damaged ones, too, but not those that were put
     * aside.
     *
     * @param directory of this store alone
     * @param names those of the manager and the cache, a part of the identity of {@link Persistence}
     * @throws org.larder.provider.files.FilesUnavailableException if somebody has them open; says who, and what to do
     * @throws IOException if they cannot be deleted
     * @throws IllegalStateException if they are those of another cache, or of another version of Larder
     */
    public static void destroy(Path directory, String cacheName, Map<String, String> names) throws IOException {
        if (StoreFiles.exist(directory)) {
            Membership.destroy(directory.resolve(CacheFiles.LOCKS), cacheName, PATIENCE, new Removal(directory, names));
        }
    }

    @SuppressWarnings("unchecked") // the third type is what Chronicle's own callbacks would return; we have none
    static VanillaChronicleMap<Object, Object, Object> openMap(
            String name, Geometry geometry, PayloadCodec<?> keyCodec, @Nullable EntryCipher cipher) {
        return (VanillaChronicleMap<Object, Object, Object>) ChronicleRuntime.open(() ->
                builder(name, geometry, new Scratch<>(keyCodec, false, cipher)).create());
    }

    /** Opens a map in a file, which is made if it is not there. */
    @SuppressWarnings("unchecked") // as above
    static VanillaChronicleMap<Object, Object, Object> openMap(
            String name, Geometry geometry, PayloadCodec<?> keyCodec, @Nullable EntryCipher cipher, Path file)
            throws IOException {
        Scratch<?> scratch = new Scratch<>(keyCodec, true, cipher);
        VanillaChronicleMap<Object, Object, Object> map = (VanillaChronicleMap<Object, Object, Object>)
                ChronicleRuntime.open(() -> builder(name, geometry, scratch).createPersistedTo(file.toFile()));
        map.keyDataAccess = scratch; // the one that Chronicle read from the header of the file knows no codec
        return map;
    }

    /** A map of a shape that is not open and has no memory: it knows where in a file of that shape everything lies. */
    static VanillaChronicleMap<Object, Object, Object> shape(String name, Geometry geometry, PayloadCodec<?> anyCodec) {
        return ChronicleRuntime.open(
                () -> new VanillaChronicleMap<>(builder(name, geometry, new Scratch<>(anyCodec, false, null))));
    }

    private static ChronicleMapBuilder<Object, Object> builder(String name, Geometry geometry, Scratch<?> scratch) {
        ChronicleRuntime.start(); // before the first class of Chronicle is initialised
        return ChronicleMapBuilder.of(Object.class, Object.class)
                .name(name)
                .keyReaderAndDataAccess(new BytesReader(), scratch)
                .valueReaderAndDataAccess(new FoundEntry(), scratch)
                .entries((long) geometry.segments() * geometry.entriesPerSegment())
                .actualSegments(geometry.segments())
                .entriesPerSegment(geometry.entriesPerSegment())
                .actualChunkSize(geometry.chunkBytes())
                .actualChunksPerSegmentTier(geometry.chunksPerSegment())
                .allowSegmentTiering(false)
                .checksumEntries(false)
                .skipCloseOnExitHook(true);
    }
}
