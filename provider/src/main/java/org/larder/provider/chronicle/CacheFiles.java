package org.larder.provider.chronicle;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.larder.provider.files.About;
import org.larder.provider.files.Membership;
import org.larder.provider.files.Occupancy;

/**
 * The files of a cache as they look from outside, to whoever only wants to know. Nothing is opened for writing, no entry is
 * decoded or decrypted, and nobody who uses them is disturbed.
 */
public final class CacheFiles {

    static final String LOCKS = "locks";

    /** The directory of all caches holds those of managers, and these hold those of caches. */
    private static final int DEPTH = 2;

    private CacheFiles() {}

    /**
     * What can be told without looking at entries. The numbers of files in use may be a moment old.
     *
     * @param about what the files say of themselves; null if they do not
     * @param occupancy who has them open; null if there is no lock file
     * @param problem why they cannot be read; null if they can, or if there are none
     * @param bytes of all files, without those put aside
     * @param segments in order; empty if they cannot be read, or if there are none
     * @param usableBytes what the entries of a segment may take
     * @param aside directories to which damaged files were moved
     */
    public record Inspection(
            Path directory,
            @Nullable About about,
            @Nullable Occupancy occupancy,
            @Nullable Problem problem,
            long bytes,
            List<Segment> segments,
            long usableBytes,
            List<Path> aside) {}

    /**
     * Why files cannot be read.
     *
     * @param isDamage whether who opens them puts them aside; otherwise they are of another version, or somebody else's
     */
    public record Problem(boolean isDamage, String message) {}

    /**
     * What a segment says it has.
     *
     * @param entries how many
     * @param usedBytes what they take
     */
    public record Segment(long entries, long usedBytes) {}

    /**
     * What a look at each entry found.
     *
     * @param entries that are as they were written
     * @param lost places where an entry should be, and none as it was written is
     * @param unsound segments of which something does not fit: look-up table, free list, numbers, or an entry
     */
    public record Verification(long entries, long lost, List<Integer> unsound) {}

    /**
     * The directories of caches.
     *
     * @param directory that of one cache, of a manager, or of all
     * @return in order; empty if there are none
     */
    public static List<Path> find(Path directory) throws IOException {
        List<Path> found = new ArrayList<>();
        find(directory, DEPTH, found);
        return found;
    }

    private static void find(Path directory, int depth, List<Path> found) throws IOException {
        if (isCaches(directory)) {
            found.add(directory);
        } else if (depth > 0) {
            for (Path below : list(directory)) {
                if (Files.isDirectory(below)) {
                    find(below, depth - 1, found);
                }
            }
        }
    }

    private static boolean isCaches(Path directory) {
        return Stream.of(StoreFiles.ABOUT, StoreFiles.ENTRIES, StoreFiles.STATE, LOCKS)
                .anyMatch(name -> Files.isRegularFile(directory.resolve(name)));
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.sorted().toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /**
     * Looks at the files of a cache.
     *
     * @throws IOException if they cannot be read
     * @throws IllegalStateException if Chronicle Map cannot run here; the message says why and what to do
     */
    public static Inspection inspect(Path directory) throws IOException {
        Occupancy occupancy = null;
        Problem problem = problem(directory);
        try {
            occupancy = occupancy(directory);
        } catch (IOException e) {
            problem = new Problem(false, requireNonNullElse(e.getMessage(), e.toString()));
        }
        About about = problem == null && Files.exists(directory.resolve(StoreFiles.ABOUT))
                ? About.read(directory.resolve(StoreFiles.ABOUT))
                : null;
        if (about == null) {
            return inspection(directory, null, occupancy, problem, List.of(), 0);
        }
        try (ReadOnlyFiles files = ReadOnlyFiles.open(directory, about)) {
            Geometry geometry = files.geometry();
            List<Segment> segments = IntStream.range(0, geometry.segments())
                    .mapToObj(segment ->
                            new Segment(files.entries(segment), (long) files.chunks(segment) * geometry.chunkBytes()))
                    .toList();
            return inspection(
                    directory,
                    about,
                    occupancy,
                    null,
                    segments,
                    (long) geometry.usableChunks() * geometry.chunkBytes());
        }
    }

    private static Inspection inspection(
            Path directory,
            @Nullable About about,
            @Nullable Occupancy occupancy,
            @Nullable Problem problem,
            List<Segment> segments,
            long usableBytes)
            throws IOException {
        long bytes = 0;
        List<Path> aside = new ArrayList<>();
        for (Path file : list(directory)) {
            if (Files.isRegularFile(file)) {
                bytes += Files.size(file);
            } else if (file.getFileName().toString().startsWith(StoreFiles.DAMAGED)) {
                aside.add(file);
            }
        }
        return new Inspection(directory, about, occupancy, problem, bytes, segments, usableBytes, List.copyOf(aside));
    }

    private static @Nullable Problem problem(Path directory) throws IOException {
        try {
            String damage = StoreAbout.damage(directory, about -> StoreAbout.requireKnownFormat(directory, about));
            return damage == null ? null : new Problem(true, damage);
        } catch (IllegalStateException e) {
            return new Problem(false, requireNonNull(e.getMessage()));
        }
    }

    private static @Nullable Occupancy occupancy(Path directory) throws IOException {
        try {
            return Membership.inspect(directory.resolve(LOCKS));
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /**
     * Looks at every entry of the files of a cache that nobody has open.
     *
     * @param inspected what {@link #inspect} found; without a problem, and not without files
     * @throws IOException if the files cannot be read
     * @throws IllegalStateException if somebody has them open, or opened them meanwhile; the message says what to do
     */
    public static Verification verify(Inspection inspected) throws IOException {
        requireUnused(inspected, inspected.occupancy());
        long entries = 0;
        long lost = 0;
        List<Integer> unsound = new ArrayList<>();
        try (ReadOnlyFiles files = ReadOnlyFiles.open(inspected.directory(), requireNonNull(inspected.about()))) {
            for (int segment = 0; segment < files.geometry().segments(); segment++) {
                SegmentWalk walk = files.walk(segment);
                entries += walk.entries();
                lost += walk.lost();
                if (!walk.isSound()) {
                    unsound.add(segment);
                }
            }
        }
        requireUnused(inspected, occupancy(inspected.directory()));
        return new Verification(entries, lost, List.copyOf(unsound));
    }

    private static void requireUnused(Inspection inspected, @Nullable Occupancy now) {
        if (now != null && !now.alive().isEmpty()) {
            throw new IllegalStateException(
                    "%s has the files open, and changes them while they are looked at; close the cache there, or verify a copy of the directory that was made while nobody had them open"
                            .formatted(now.users()));
        }
        if (!Objects.equals(generation(now), generation(inspected.occupancy()))) {
            throw new IllegalStateException("somebody opened the files while they were looked at; verify them again");
        }
    }

    private static @Nullable Long generation(@Nullable Occupancy occupancy) {
        return occupancy == null ? null : occupancy.generation();
    }
}
