package org.larder.provider.chronicle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import net.openhft.chronicle.hash.impl.HashSplitting;
import net.openhft.chronicle.hash.impl.SizePrefixedBlob;
import net.openhft.chronicle.hash.serialization.impl.StopBitSizeMarshaller;
import net.openhft.chronicle.map.VanillaChronicleMap;
import org.jspecify.annotations.Nullable;
import org.larder.provider.encryption.EntryCipher;
import org.larder.provider.files.About;

/**
 * What the {@value StoreFiles#ABOUT} of a store says of its files: whose they are, their shape, and what they are like as
 * a whole, by which damage shows. Reads files and changes none.
 */
final class StoreAbout {

    /** The version of all that is in the files; see {@code docs/format.md}. */
    private static final String FORMAT = "1";

    // The facts beside those that their own class knows.
    private static final String ENCRYPTED = "encrypted";
    private static final String SEGMENTS = "segments";
    private static final String CHUNK_BYTES = "chunk-bytes";
    private static final String CHUNKS_PER_SEGMENT = "chunks-per-segment";
    private static final String ENTRIES_PER_SEGMENT = "entries-per-segment";
    private static final String MAX_ENTRIES = "max-entries";
    private static final String CREATED = "created";
    private static final String HEADER_BYTES = "header-bytes";
    private static final String HEADER_CHECK = "header-check";

    /** What is left of an {@value StoreFiles#ABOUT} that can be read when the numbers in it, and the check, have theirs. */
    private static final int MAX_BYTES_OF_NAMES = About.MAX_BYTES - 4096;

    /** What must be the same for those who open the files. */
    private static final List<String> IDENTITY =
            List.of("manager", "cache", "keys", "values", "key-codec", "value-codec", "codecs", ENCRYPTED);

    private static final List<String> SHAPE =
            List.of(SEGMENTS, CHUNK_BYTES, CHUNKS_PER_SEGMENT, ENTRIES_PER_SEGMENT, MAX_ENTRIES);

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

    private final Path directory;
    private final Map<String, String> facts;

    /**
     * Knows what is to be said of files that may not be there yet.
     *
     * @param identity what must be the same for those who open the files, see {@link ChronicleStores.Persistence}
     * @throws IllegalStateException if there is too much to be said
     */
    StoreAbout(Path directory, Map<String, String> identity, Geometry geometry, long maxEntries, boolean encrypted) {
        this.directory = directory;
        facts = new HashMap<>(identity);
        facts.put(About.FORMAT, FORMAT);
        facts.put(ENCRYPTED, String.valueOf(encrypted));
        facts.put(SEGMENTS, String.valueOf(geometry.segments()));
        facts.put(CHUNK_BYTES, String.valueOf(geometry.chunkBytes()));
        facts.put(CHUNKS_PER_SEGMENT, String.valueOf(geometry.chunksPerSegment()));
        facts.put(ENTRIES_PER_SEGMENT, String.valueOf(geometry.entriesPerSegment()));
        facts.put(MAX_ENTRIES, maxEntries == Long.MAX_VALUE ? "none" : String.valueOf(maxEntries));
        requireReadable();
    }

    private void requireReadable() {
        int bytes = new About(facts).bytes();
        if (bytes > MAX_BYTES_OF_NAMES) {
            throw new IllegalStateException(
                    "the names of the cache, its manager, types and codecs take %,d bytes together where they are written down, and may take %,d; shorten them"
                            .formatted(bytes, MAX_BYTES_OF_NAMES));
        }
    }

    /**
     * All that is to be said of files that were just made.
     *
     * @param headerBytes how many bytes of the entries come before the segments
     */
    About of(Path entries, Path state, long headerBytes, Instant created) throws IOException {
        Map<String, String> complete = new HashMap<>(facts);
        complete.put(CREATED, created.toString());
        complete.put(HEADER_BYTES, String.valueOf(headerBytes));
        complete.put(HEADER_CHECK, check(header(entries, (int) headerBytes)));
        complete.put(bytesOf(StoreFiles.ENTRIES), String.valueOf(Files.size(entries)));
        complete.put(bytesOf(StoreFiles.STATE), String.valueOf(Files.size(state)));
        return new About(complete);
    }

    private static String bytesOf(String file) {
        return file + "-bytes";
    }

    /**
     * What is wrong with the files as a whole; null if nothing is, or if they hold nothing.
     *
     * @throws IllegalStateException if they are those of another cache, of other types or bounds, or of another version
     */
    @Nullable
    String damage() throws IOException {
        return damage(directory, this::requireOurs);
    }

    private void requireOurs(About about) {
        requireKnownFormat(directory, about);
        About here = new About(facts);
        requireSame(directory, about, here, IDENTITY);
        String differences = about.differences(here, SHAPE);
        if (!differences.isEmpty()) {
            throw new IllegalStateException(
                    "the files in %s were made for other bounds: %s; set the bounds back, or move the files away"
                            .formatted(directory, differences));
        }
    }

    private static void requireSame(Path directory, About about, About here, Collection<String> facts) {
        String differences = about.differences(here, facts);
        if (!differences.isEmpty()) {
            throw new IllegalStateException(
                    "the files in %s are those of another cache: %s; use another name or directory, or move the files away"
                            .formatted(directory, differences));
        }
    }

    /**
     * Fails if files say that they are those of another cache, or of a format that this version does not know.
     *
     * @param names what they have to say, by fact
     */
    static void requireNames(Path directory, Map<String, String> names) throws IOException {
        Path file = directory.resolve(StoreFiles.ABOUT);
        About about = Files.isRegularFile(file) ? About.read(file) : null;
        if (about != null) {
            requireKnownFormat(directory, about);
            requireSame(directory, about, new About(names), names.keySet());
        }
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

    /**
     * What is wrong with files as a whole; null if nothing is, or if they hold nothing.
     *
     * @param check throws if they are not those that were to be opened
     */
    static @Nullable String damage(Path directory, Consumer<About> check) throws IOException {
        if (StoreFiles.areUnfinished(directory)) {
            return null;
        }
        if (!Files.exists(directory.resolve(StoreFiles.ABOUT))) {
            return Files.exists(directory.resolve(StoreFiles.ENTRIES))
                            || Files.exists(directory.resolve(StoreFiles.STATE))
                    ? StoreFiles.ABOUT + " is missing"
                    : null;
        }
        About about = About.read(directory.resolve(StoreFiles.ABOUT));
        if (about == null) {
            return StoreFiles.ABOUT + " is damaged, or somebody else's";
        }
        check.accept(about);
        return damage(directory, about);
    }

    /** What is wrong with the files that belong to an {@value StoreFiles#ABOUT} of this format; null if nothing is. */
    private static @Nullable String damage(Path directory, About about) throws IOException {
        for (String name : List.of(StoreFiles.ENTRIES, StoreFiles.STATE)) {
            Path file = directory.resolve(name);
            if (!Files.exists(file)) {
                return name + " is missing";
            }
            String bytes = String.valueOf(Files.size(file));
            String expected = about.get(bytesOf(name));
            if (!bytes.equals(expected)) {
                return "%s has %s bytes and should have %s".formatted(name, bytes, expected);
            }
        }
        byte[] header = header(directory, about);
        if (!check(header).equals(about.get(HEADER_CHECK))) {
            return "the header of %s is damaged".formatted(StoreFiles.ENTRIES);
        }
        if ("true".equals(about.get(ENCRYPTED))) {
            String damage = EntryCipher.damage(directory.resolve(StoreFiles.KEYS));
            if (damage != null) {
                return damage;
            }
        }
        Matcher names = NAME_IN_HEADER.matcher(new String(header, ISO_8859_1));
        while (names.find()) {
            if (!NAMES_IN_HEADER.contains(names.group(1))) {
                return "the header of %s names %s".formatted(StoreFiles.ENTRIES, names.group(1));
            }
        }
        return null;
    }

    /** The shape that the files have. */
    static Geometry geometry(About about) {
        return new Geometry(
                number(about, SEGMENTS),
                number(about, CHUNK_BYTES),
                number(about, CHUNKS_PER_SEGMENT),
                number(about, ENTRIES_PER_SEGMENT));
    }

    /** What comes before the segments in the file of the map: a text that says where all is, then zeros. */
    static byte[] header(Path directory, About about) throws IOException {
        return header(directory.resolve(StoreFiles.ENTRIES), number(about, HEADER_BYTES));
    }

    private static int number(About about, String name) {
        return Integer.parseInt(requireNonNull(about.get(name), name));
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
