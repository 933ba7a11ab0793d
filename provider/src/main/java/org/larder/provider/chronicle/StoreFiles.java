package org.larder.provider.chronicle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import net.openhft.chronicle.core.OS;
import net.openhft.chronicle.hash.impl.BigSegmentHeader;
import net.openhft.chronicle.hash.impl.HashSplitting;
import net.openhft.chronicle.hash.impl.SizePrefixedBlob;
import net.openhft.chronicle.hash.serialization.impl.StopBitSizeMarshaller;
import net.openhft.chronicle.map.VanillaChronicleMap;
import org.jspecify.annotations.Nullable;
import org.larder.provider.codec.PayloadCodec;
import org.larder.provider.encryption.EntryCipher;
import org.larder.provider.encryption.MasterKeys;
import org.larder.provider.files.About;

/**
 * The files of one cache in its directory: {@value #ENTRIES}, the map; {@value #STATE}, the block beside it; {@value
 * #KEYS}, if they are encrypted; and {@value #ABOUT}, what they are. Makes them, opens them, and puts them aside where they are damaged. Which of several
 * openers may do what is decided elsewhere.
 */
final class StoreFiles {

    private static final Logger LOG = System.getLogger(StoreFiles.class.getName());

    static final String ENTRIES = "entries";
    static final String STATE = "state";
    static final String KEYS = "keys";
    static final String ABOUT = "about";

    /** The version of all that is written here; see {@code docs/format.md}. */
    private static final String FORMAT = "1";

    // What the about says beside what its own class knows.
    private static final String ENCRYPTED = "encrypted";
    private static final String SEGMENTS = "segments";
    private static final String CHUNK_BYTES = "chunk-bytes";
    private static final String CHUNKS_PER_SEGMENT = "chunks-per-segment";
    private static final String ENTRIES_PER_SEGMENT = "entries-per-segment";
    private static final String HEADER_BYTES = "header-bytes";

    /** Prefix of directories to which damaged files are moved. */
    static final String DAMAGED = "damaged-";

    /** Suffix of files that are being made. */
    private static final String NEW = ".new";

    private static final int BLOCK_BYTES = 1 << 20;

    /** What must be the same for those who open the files. */
    private static final List<String> IDENTITY =
            List.of("manager", "cache", "keys", "values", "key-codec", "value-codec", "codecs", ENCRYPTED);

    private static final List<String> SHAPE =
            List.of(SEGMENTS, CHUNK_BYTES, CHUNKS_PER_SEGMENT, ENTRIES_PER_SEGMENT, "max-entries");

    /** What the header of a map of ours names. Chronicle makes objects of the classes there, whichever they are. */
    private static final Set<String> NAMES_IN_HEADER = Set.of(
            "type",
            VanillaChronicleMap.class.getName(),
            StopBitSizeMarshaller.class.getName(),
            HashSplitting.ForSingleSegment.class.getName(),
            HashSplitting.ForPowerOf2Segments.class.getName(),
            HashSplitting.ForNonPowerOf2Segments.class.getName(),
            BytesReader.class.getName(),
            FoundEntry.class.getName(),
            Scratch.class.getName());

    private static final Pattern NAME_IN_HEADER = Pattern.compile("!([\\w.$]+)");

    private static final DateTimeFormatter SUFFIX_OF_DAMAGED =
            DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

    private final Path directory;
    private final String cacheName;
    private final Geometry geometry;
    private final long maxEntries;
    private final Map<String, String> facts;
    private final PayloadCodec<?> keyCodec;
    private final @Nullable MasterKeys masterKeys;
    private final boolean preallocated;
    private final InstantSource clock;

    /** A map, the block beside it, and what entries are encrypted with, open. */
    record Opened(
            VanillaChronicleMap<Object, Object, Object> map,
            StateBlock state,
            @Nullable EntryCipher cipher) {}

    /**
     * Knows the files; touches nothing.
     *
     * @param directory of this cache alone
     * @param identity what must be the same for those who open the files, see {@link ChronicleStores.Persistence}
     * @param masterKeys what entries are encrypted with, or null if they are not
     * @param preallocated whether the disk must have the room for all that the files may come to hold from the start
     */
    StoreFiles(
            Path directory,
            String cacheName,
            Geometry geometry,
            long maxEntries,
            Map<String, String> identity,
            PayloadCodec<?> keyCodec,
            @Nullable MasterKeys masterKeys,
            boolean preallocated,
            InstantSource clock) {
        this.directory = directory;
        this.cacheName = cacheName;
        this.geometry = geometry;
        this.maxEntries = maxEntries;
        this.keyCodec = keyCodec;
        this.masterKeys = masterKeys;
        this.preallocated = preallocated;
        this.clock = clock;
        facts = new HashMap<>(identity);
        facts.put(ENCRYPTED, String.valueOf(masterKeys != null));
        facts.put(About.FORMAT, FORMAT);
        facts.put(SEGMENTS, String.valueOf(geometry.segments()));
        facts.put(CHUNK_BYTES, String.valueOf(geometry.chunkBytes()));
        facts.put(CHUNKS_PER_SEGMENT, String.valueOf(geometry.chunksPerSegment()));
        facts.put(ENTRIES_PER_SEGMENT, String.valueOf(geometry.entriesPerSegment()));
        facts.put("max-entries", maxEntries == Long.MAX_VALUE ? "none" : String.valueOf(maxEntries));
    }

    /** Makes a directory and those above it, for the owner alone, unless they are there. */
    static void makeDirectory(Path directory) throws IOException {
        Path existing = directory;
        while (!Files.exists(existing)) {
            existing = requireNonNull(existing.getParent());
        }
        boolean isPosix = Files.getFileStore(existing).supportsFileAttributeView(PosixFileAttributeView.class);
        Files.createDirectories(
                directory,
                isPosix
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                        }
                        : new FileAttribute<?>[0]);
    }

    /**
     * Opens the files.
     *
     * @param alone whether nobody else has them open, so that they may be made, put aside and unlocked
     * @throws IllegalStateException if they are those of another cache, of other types, or of another version of Larder
     */
    Opened open(boolean alone) throws IOException {
        String damage = damage(directory, this::requireOurs);
        if (alone) {
            if (damage != null) {
                putAside(damage);
            }
            if (!Files.exists(file(ABOUT))) {
                create();
            }
        } else if (damage != null || !Files.exists(file(ABOUT))) {
            throw new IllegalStateException(
                    "the files in %s are open elsewhere, and cannot be used as they are now, for %s; close the cache there, and whoever opens it next will put them aside"
                            .formatted(directory, damage == null ? ABOUT + " is missing" : damage));
        }
        EntryCipher cipher = masterKeys == null ? null : EntryCipher.open(file(KEYS), masterKeys);
        VanillaChronicleMap<Object, Object, Object> map =
                ChronicleStores.openMap(cacheName, geometry, keyCodec, cipher, file(ENTRIES));
        try {
            StateBlock state = StateBlock.mapped(cacheName, geometry, file(STATE));
            if (alone) {
                unlock(map);
                new SegmentAccounts(state, maxEntries, new Counts())
                        .recount((segment, noted) -> SegmentCheck.entriesAtMost(map, segment, noted));
            }
            return new Opened(map, state, cipher);
        } catch (Throwable e) {
            map.close();
            throw e;
        }
    }

    /** Whoever had the map open before may have died with a lock in hand. */
    private void unlock(VanillaChronicleMap<Object, Object, Object> map) {
        for (int segment = 0; segment < geometry.segments(); segment++) {
            BigSegmentHeader.INSTANCE.resetLock(map.segmentHeaderAddress(segment));
        }
        long file = map.segmentHeaderAddress(0) - map.segmentHeadersOffset;
        OS.memory().writeLong(file + map.headerSize, 0); // the lock of the header
    }

    private Path file(String name) {
        return directory.resolve(name);
    }

    /** Fails if files are of a format that this version does not know. */
    static void requireKnownFormat(Path directory, About about) {
        String format = about.get(About.FORMAT);
        if (!FORMAT.equals(format)) {
            throw new IllegalStateException(
                    "the files in %s have format %s, and this version of Larder reads format %s; use the version that wrote them, or move them away"
                            .formatted(directory, format, FORMAT));
        }
    }

    private void requireOurs(About about) {
        requireKnownFormat(directory, about);
        About here = new About(facts);
        String differences = about.differences(here, IDENTITY);
        if (!differences.isEmpty()) {
            throw new IllegalStateException(
                    "the files in %s are those of another cache: %s; use another name or directory, or move the files away"
                            .formatted(directory, differences));
        }
        differences = about.differences(here, SHAPE);
        if (!differences.isEmpty()) {
            throw new IllegalStateException(
                    "the files in %s were made for other bounds: %s; set the bounds back, or move the files away"
                            .formatted(directory, differences));
        }
    }

    /**
     * What is wrong with files as a whole; null if nothing is, or there are none.
     *
     * @param check throws if they are not those that were to be opened
     */
    static @Nullable String damage(Path directory, Consumer<About> check) throws IOException {
        if (!Files.exists(directory.resolve(ABOUT))) {
            return Files.exists(directory.resolve(ENTRIES)) || Files.exists(directory.resolve(STATE))
                    ? ABOUT + " is missing"
                    : null;
        }
        About about = About.read(directory.resolve(ABOUT));
        if (about == null) {
            return ABOUT + " is damaged, or somebody else's";
        }
        check.accept(about);
        return damage(directory, about);
    }

    /** What is wrong with the files that belong to an {@value #ABOUT} of this format; null if nothing is. */
    private static @Nullable String damage(Path directory, About about) throws IOException {
        for (String name : List.of(ENTRIES, STATE)) {
            Path file = directory.resolve(name);
            if (!Files.exists(file)) {
                return name + " is missing";
            }
            String bytes = String.valueOf(Files.size(file));
            if (!bytes.equals(about.get(name + "-bytes"))) {
                return "%s has %s bytes and should have %s".formatted(name, bytes, about.get(name + "-bytes"));
            }
        }
        byte[] header = header(directory, about);
        if (!check(header).equals(about.get("header-check"))) {
            return "the header of %s is damaged".formatted(ENTRIES);
        }
        if (isEncrypted(about)) {
            String damage = EntryCipher.damage(directory.resolve(KEYS));
            if (damage != null) {
                return damage;
            }
        }
        Matcher names = NAME_IN_HEADER.matcher(new String(header, ISO_8859_1));
        while (names.find()) {
            if (!NAMES_IN_HEADER.contains(names.group(1))) {
                return "the header of %s names %s".formatted(ENTRIES, names.group(1));
            }
        }
        return null;
    }

    /** What comes before the segments in the file of the map: a text that says where all is, then zeros. */
    static byte[] header(Path directory, About about) throws IOException {
        return header(directory.resolve(ENTRIES), number(about, HEADER_BYTES));
    }

    private static boolean isEncrypted(About about) {
        return "true".equals(about.get(ENCRYPTED));
    }

    /** The shape that the files have. */
    static Geometry geometry(About about) {
        return new Geometry(
                number(about, SEGMENTS),
                number(about, CHUNK_BYTES),
                number(about, CHUNKS_PER_SEGMENT),
                number(about, ENTRIES_PER_SEGMENT));
    }

    private static int number(About about, String name) {
        return Integer.parseInt(requireNonNull(about.get(name), name));
    }

    /** Keeps damaged files where nobody opens them. */
    private void putAside(String damage) throws IOException {
        String name = DAMAGED + SUFFIX_OF_DAMAGED.format(clock.instant());
        Path aside = directory.resolve(name);
        for (int again = 2; Files.exists(aside); again++) { // a clock may jump back
            aside = directory.resolve(name + "-" + again);
        }
        Files.createDirectory(aside);
        for (String file : List.of(ABOUT, ENTRIES, STATE, KEYS)) {
            if (Files.exists(file(file))) {
                Files.move(file(file), aside.resolve(file));
            }
        }
        LOG.log(
                Level.WARNING,
                "cache '%s': its files cannot be used, for %s; they were moved to %s, and the cache starts empty"
                        .formatted(cacheName, damage, aside));
    }

    /** Makes files of an empty cache. Whatever happens, they are complete if {@value #ABOUT} is there. */
    private void create() throws IOException {
        long needed = geometry.totalBytes();
        long usable = Files.getFileStore(directory).getUsableSpace();
        if (preallocated && usable < needed) {
            throw new IOException(
                    "the cache may come to take %,d bytes, and %s has %,d left; make room, lower maxBytes, or set preallocate to false"
                            .formatted(needed, directory, usable));
        }
        Path entries = file(ENTRIES + NEW);
        Path state = file(STATE + NEW);
        Files.deleteIfExists(entries);
        Files.deleteIfExists(state);
        try {
            long headerBytes;
            try (VanillaChronicleMap<Object, Object, Object> map =
                    ChronicleStores.openMap(cacheName, geometry, keyCodec, null, entries)) {
                headerBytes = map.segmentHeadersOffset;
            }
            StateBlock.create(geometry, state);
            if (preallocated) {
                rewrite(entries);
                rewrite(state);
            }
            force(entries);
            force(state);
            Files.move(entries, file(ENTRIES));
            Files.move(state, file(STATE));
            if (masterKeys != null) {
                EntryCipher.create(file(KEYS), masterKeys);
            }
            Map<String, String> complete = new HashMap<>(facts);
            complete.put("created", clock.instant().toString());
            complete.put(HEADER_BYTES, String.valueOf(headerBytes));
            complete.put("header-check", check(header(file(ENTRIES), (int) headerBytes)));
            complete.put(ENTRIES + "-bytes", String.valueOf(Files.size(file(ENTRIES))));
            complete.put(STATE + "-bytes", String.valueOf(Files.size(file(STATE))));
            new About(complete).write(file(ABOUT));
        } catch (Throwable e) {
            Files.deleteIfExists(entries);
            Files.deleteIfExists(state);
            delete(); // otherwise they would be put aside as damaged, and take the room of those that are made next
            throw e;
        }
    }

    /**
     * Writes what is in a file over itself, so that it has its place on the disk. A file with holes would kill the JVM if
     * the disk is full when one of them is first written to through memory.
     */
    private static void rewrite(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer block = ByteBuffer.allocateDirect(BLOCK_BYTES);
            long size = channel.size();
            for (long position = 0; position < size; ) {
                block.clear();
                int read = channel.read(block, position);
                block.flip();
                while (block.hasRemaining()) {
                    channel.write(block, position + block.position());
                }
                position += read;
            }
        }
    }

    /** Brings what was written to the files, through memory too, to the disk. */
    void force() throws IOException {
        force(file(ENTRIES));
        force(file(STATE));
    }

    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** Deletes the files, the entries first: of files that nobody completes what is left is put aside, and kept. */
    void delete() throws IOException {
        for (String name : List.of(ENTRIES, STATE, KEYS, ABOUT)) {
            Files.deleteIfExists(file(name));
        }
    }

    /**
     * The header, with the lock in it given back. Chronicle takes it to ask for a further tier, which the geometry does not
     * allow; who dies with it in hand leaves the rest as it was.
     */
    private static byte[] header(Path entries, int bytes) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel channel = FileChannel.open(entries, StandardOpenOption.READ)) {
            while (header.hasRemaining() && channel.read(header) >= 0) {}
        }
        long text = SizePrefixedBlob.extractSize(header.getInt(SizePrefixedBlob.SIZE_WORD_OFFSET));
        long lock = (SizePrefixedBlob.SELF_BOOTSTRAPPING_HEADER_OFFSET + text + 63) & ~63L;
        if (lock <= bytes - Long.BYTES) { // else the size is damaged
            header.putLong((int) lock, 0);
        }
        return header.array();
    }

    private static String check(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return Long.toHexString(crc.getValue());
    }
}
