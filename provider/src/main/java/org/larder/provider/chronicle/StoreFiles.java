package org.larder.provider.chronicle;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import net.openhft.chronicle.core.OS;
import net.openhft.chronicle.hash.impl.BigSegmentHeader;
import net.openhft.chronicle.map.VanillaChronicleMap;
import org.jspecify.annotations.Nullable;
import org.larder.provider.codec.PayloadCodec;
import org.larder.provider.encryption.EntryCipher;
import org.larder.provider.encryption.MasterKeys;

/**
 * The files of one cache in its directory: {@value #ENTRIES}, the map; {@value #STATE}, the block beside it; {@value
 * #KEYS}, if they are encrypted; and {@value #ABOUT}, what they are ({@link StoreAbout}). Makes them, opens them, deletes
 * them, and puts them aside where they are damaged. Which of several openers may do what is decided elsewhere.
 */
final class StoreFiles {

    private static final Logger LOG = System.getLogger(StoreFiles.class.getName());

    static final String ENTRIES = "entries";
    static final String STATE = "state";
    static final String KEYS = "keys";
    static final String ABOUT = "about";

    /** Prefix of directories to which damaged files are moved. */
    static final String DAMAGED = "damaged-";

    /** Suffix of files that are being made. */
    private static final String NEW = ".new";

    /** All files, in the order in which they are deleted: the mark of the unfinished goes last. */
    private static final List<String> ALL =
            List.of(ENTRIES, ENTRIES + NEW, STATE, STATE + NEW, KEYS, KEYS + NEW, ABOUT, ABOUT + NEW);

    private static final int BLOCK_BYTES = 1 << 20;

    private static final DateTimeFormatter SUFFIX_OF_DAMAGED =
            DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

    private final Path directory;
    private final String cacheName;
    private final Geometry geometry;
    private final long maxEntries;
    private final StoreAbout about;
    private final PayloadCodec<?> keyCodec;
    private final @Nullable MasterKeys masterKeys;
    private final boolean preallocated;
    private final InstantSource clock;

    /** A map, the block beside it, and what entries are encrypted with, open. */
    record Opened(
            VanillaChronicleMap<Object, Object, Object> map,
            StateBlock state,
            @Nullable EntryCipher cipher) implements AutoCloseable {

        @Override
        public void close() {
            try (state) { // closed after the map, whatever becomes of that
                map.close();
            }
        }
    }

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
        about = new StoreAbout(directory, identity, geometry, maxEntries, masterKeys != null);
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
        String damage = about.damage();
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
        return map(alone);
    }

    private Opened map(boolean alone) throws IOException {
        EntryCipher cipher = masterKeys == null ? null : EntryCipher.open(file(KEYS), masterKeys);
        VanillaChronicleMap<Object, Object, Object> map =
                ChronicleStores.openMap(cacheName, geometry, keyCodec, cipher, file(ENTRIES));
        Opened opened;
        try {
            opened = new Opened(map, StateBlock.mapped(cacheName, geometry, file(STATE)), cipher);
        } catch (Throwable e) {
            map.close();
            throw e;
        }
        try {
            if (alone) {
                unlock(map);
                new SegmentAccounts(opened.state, maxEntries, new Counts())
                        .recount((segment, noted) -> SegmentCheck.entriesAtMost(map, segment, noted));
            }
            return opened;
        } catch (Throwable e) {
            opened.close();
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

    /**
     * Makes files of an empty cache. Whatever happens, they are complete if {@value #ABOUT} is there, and {@linkplain
     * #areUnfinished unfinished} before.
     */
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
        Path unfinished = file(ABOUT + NEW);
        delete(); // what was left by a maker who died
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
            about.of(entries, state, headerBytes, clock.instant()).write(unfinished);
            Files.move(entries, file(ENTRIES));
            Files.move(state, file(STATE));
            if (masterKeys != null) {
                EntryCipher.create(file(KEYS), masterKeys);
            }
            Files.move(unfinished, file(ABOUT), StandardCopyOption.ATOMIC_MOVE);
        } catch (Throwable e) {
            deleteAfter(e); // files without an about take the room of those that are made next
            throw e;
        }
    }

    private void deleteAfter(Throwable failure) {
        try {
            delete();
        } catch (IOException e) {
            failure.addSuppressed(e);
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

    /** Whether there is anything to be deleted, or nobody can tell. */
    static boolean exist(Path directory) {
        if (Files.exists(directory) && !Files.isDirectory(directory)) {
            return true; // what lies within a file some versions of Java cannot tell, and others say that there is
            // nothing
        }
        return !ALL.stream().allMatch(name -> Files.notExists(directory.resolve(name)));
    }

    /** As {@link #delete(Path)}. */
    void delete() throws IOException {
        delete(directory);
    }

    /** Deletes the files; those of whoever dies meanwhile count as unfinished. Nobody may have them open. */
    static void delete(Path directory) throws IOException {
        Path about = directory.resolve(ABOUT);
        if (Files.exists(about)) {
            Files.move(about, directory.resolve(ABOUT + NEW), StandardCopyOption.ATOMIC_MOVE);
        }
        for (String name : ALL) {
            Files.deleteIfExists(directory.resolve(name));
        }
    }

    /**
     * Whether files hold nothing, because nobody has completed them yet, or somebody has begun to delete them: there is no
     * {@value #ABOUT} but one that is being made.
     */
    static boolean areUnfinished(Path directory) {
        return !Files.exists(directory.resolve(ABOUT)) && Files.exists(directory.resolve(ABOUT + NEW));
    }
}
