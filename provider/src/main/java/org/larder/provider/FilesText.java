package org.larder.provider;

import static java.util.Objects.requireNonNullElse;

import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.larder.provider.chronicle.CacheFiles.Inspection;
import org.larder.provider.chronicle.CacheFiles.Segment;
import org.larder.provider.files.About;
import org.larder.provider.files.Member;
import org.larder.provider.files.Occupancy;

/** What is known of files of caches, in lines for people to read. */
final class FilesText {

    private final PrintStream out;
    private final boolean withSegments;

    /**
     * Creates a text.
     *
     * @param withSegments whether each segment gets a line in the details
     */
    FilesText(PrintStream out, boolean withSegments) {
        this.out = out;
        this.withSegments = withSegments;
    }

    /** Everything about the files of a cache. */
    void details(Inspection inspection) {
        out.println(inspection.directory());
        About about = inspection.about();
        if (about != null) {
            line("cache", "'%s' of the manager %s".formatted(fact(about, "cache"), fact(about, "manager")));
            line("keys", "%s, codec %s".formatted(fact(about, "keys"), fact(about, "key-codec")));
            line("values", "%s, codec %s".formatted(fact(about, "values"), fact(about, "value-codec")));
            line("codecs", fact(about, "codecs"));
            line(
                    "format",
                    "%s, made %s, %s"
                            .formatted(
                                    fact(about, About.FORMAT),
                                    fact(about, "created"),
                                    fact(about, "encrypted").equals("true") ? "encrypted" : "not encrypted"));
            line("max-entries", fact(about, "max-entries"));
        }
        line("open", users(inspection.occupancy()));
        line("bytes", number(inspection.bytes()) + " in files");
        if (!inspection.segments().isEmpty()) {
            fill(inspection);
        } else if (inspection.problem() == null) {
            line("entries", "none: the cache was destroyed, or is just being made");
        }
        inspection.aside().forEach(aside -> line("put aside", String.valueOf(aside.getFileName())));
        out.println();
    }

    private void fill(Inspection inspection) {
        List<Segment> segments = inspection.segments();
        long usable = inspection.usableBytes();
        line("entries", number(entries(inspection)));
        line("used", "%s of %s bytes".formatted(number(used(inspection)), number(usable * segments.size())));
        double[] fills = segments.stream()
                .mapToDouble(segment -> (double) segment.usedBytes() / usable)
                .sorted()
                .toArray();
        line(
                "fill",
                "%s to %s, median %s, of %s segments of %s bytes"
                        .formatted(
                                percent(fills[0]),
                                percent(fills[fills.length - 1]),
                                percent(fills[fills.length / 2]),
                                number(fills.length),
                                number(usable)));
        for (int segment = 0; withSegments && segment < segments.size(); segment++) {
            Segment one = segments.get(segment);
            line(
                    "segment " + segment,
                    "%s entries, %s bytes, %s"
                            .formatted(
                                    number(one.entries()),
                                    number(one.usedBytes()),
                                    percent((double) one.usedBytes() / usable)));
        }
    }

    private static String fact(About about, String name) {
        return requireNonNullElse(about.get(name), "?");
    }

    private static String users(@Nullable Occupancy occupancy) {
        if (occupancy == null) {
            return "nobody; there is no lock file";
        }
        String alive =
                occupancy.alive().stream().map(FilesText::user).distinct().collect(Collectors.joining("; "));
        if (occupancy.recovering()) {
            return "closed for a recovery, for somebody died; " + (alive.isEmpty() ? "nobody is left" : alive);
        }
        String dead = occupancy.dead().stream()
                .map(member -> "; process %d died without closing them".formatted(member.pid()))
                .distinct()
                .collect(Collectors.joining());
        if (alive.isEmpty()) {
            return occupancy.clean()
                    ? "nobody; closed as they should be"
                    : "nobody; not closed as they should be, so each part is checked when it is next used" + dead;
        }
        return alive + dead;
    }

    private static String user(Member member) {
        return "process %d, started %s%s"
                .formatted(
                        member.pid(),
                        Instant.ofEpochMilli(member.processStartMillis()),
                        member.exclusive() ? ", which does not share them" : "");
    }

    /** A table of bytes and entries, with a sum. */
    void sizes(List<Inspection> inspections) {
        out.printf(Locale.ROOT, "%18s %18s %18s %14s  %s%n", "bytes in files", "usable", "used", "entries", "cache");
        inspections.forEach(each -> row(
                each.bytes(),
                each.usableBytes() * each.segments().size(),
                used(each),
                entries(each),
                each.directory().toString()));
        if (inspections.size() > 1) {
            row(
                    inspections.stream().mapToLong(Inspection::bytes).sum(),
                    inspections.stream()
                            .mapToLong(
                                    each -> each.usableBytes() * each.segments().size())
                            .sum(),
                    inspections.stream().mapToLong(FilesText::used).sum(),
                    inspections.stream().mapToLong(FilesText::entries).sum(),
                    "all");
        }
    }

    private void row(long bytes, long usable, long used, long entries, String name) {
        out.printf(Locale.ROOT, "%,18d %,18d %,18d %,14d  %s%n", bytes, usable, used, entries, name);
    }

    private static long used(Inspection inspection) {
        return longs(inspection, Segment::usedBytes);
    }

    private static long entries(Inspection inspection) {
        return longs(inspection, Segment::entries);
    }

    private static long longs(Inspection inspection, ToLongFunction<Segment> number) {
        return inspection.segments().stream().mapToLong(number).sum();
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String percent(double part) {
        return Math.round(100 * part) + " %";
    }

    private void line(String name, String value) {
        out.printf(Locale.ROOT, "  %-12s %s%n", name, value);
    }
}
