package org.larder.provider;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.larder.provider.chronicle.CacheFiles;
import org.larder.provider.chronicle.CacheFiles.Inspection;
import org.larder.provider.chronicle.CacheFiles.Verification;

/**
 * The command line that looks at the files of persistent caches: what is in them, who has them open, whether they are
 * sound. It changes nothing and may run beside those who use the files. {@code docs/guide/files.md} shows it.
 *
 * @since 0.1
 */
public final class LarderFiles {

    /** All is well. */
    static final int FINE = 0;

    /** Something is wrong with the files. */
    static final int DAMAGED = 1;

    /** What was asked cannot be told. */
    static final int UNANSWERED = 2;

    private static final String USAGE = """
            usage: LarderFiles inspect [--segments] <directory>
                   LarderFiles verify <directory>
                   LarderFiles size <directory>

            The directory is that of one cache, or larder.directory with all of them. No file is changed.
              inspect   what the files say of themselves, who has them open, how full they are
              verify    looks at each entry; only while nobody has the files open
              size      bytes and entries of each cache
            exit code: 0 all is well, 1 files are damaged, 2 it cannot be told
            """;

    private static final String SEGMENTS = "--segments";

    private final PrintStream out;
    private final PrintStream err;
    private final FilesText text;
    private int exitCode = FINE;

    private LarderFiles(PrintStream out, PrintStream err, boolean withSegments) {
        this.out = out;
        this.err = err;
        this.text = new FilesText(out, withSegments);
    }

    /** Runs the command line and ends the JVM. */
    public static void main(String[] arguments) {
        System.exit(run(System.out, System.err, arguments));
    }

    /**
     * Runs the command line.
     *
     * @return the exit code
     */
    static int run(PrintStream out, PrintStream err, String... arguments) {
        List<String> words = new ArrayList<>(List.of(arguments));
        boolean withSegments = words.remove(SEGMENTS);
        boolean isKnown = words.size() == 2
                && (withSegments
                        ? words.get(0).equals("inspect")
                        : List.of("inspect", "verify", "size").contains(words.get(0)));
        if (!isKnown) {
            err.print(USAGE);
            return UNANSWERED;
        }
        LarderFiles tool = new LarderFiles(out, err, withSegments);
        try {
            tool.run(words.get(0), Path.of(words.get(1)));
        } catch (IOException | InvalidPathException e) {
            tool.unanswered(e.toString());
        } catch (IllegalStateException e) {
            tool.unanswered(String.valueOf(e.getMessage()));
        }
        return tool.exitCode;
    }

    private void run(String command, Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            unanswered("'%s' is not a directory".formatted(directory));
            return;
        }
        List<Path> caches = CacheFiles.find(directory);
        if (caches.isEmpty()) {
            unanswered("there are no files of caches in '%s', nor in the two levels of directories below it"
                    .formatted(directory));
            return;
        }
        List<Inspection> inspections = new ArrayList<>();
        for (Path cache : caches) {
            inspections.add(inspect(cache, command));
        }
        if (command.equals("size")) {
            text.sizes(inspections);
        }
    }

    private Inspection inspect(Path cache, String command) throws IOException {
        Inspection inspection = CacheFiles.inspect(cache);
        if (command.equals("inspect")) {
            text.details(inspection);
        }
        CacheFiles.Problem problem = inspection.problem();
        if (problem != null) {
            tell(problem.isDamage() ? DAMAGED : UNANSWERED, cache, problem.message());
        } else if (command.equals("verify")) {
            verify(inspection);
        }
        return inspection;
    }

    private void verify(Inspection inspection) throws IOException {
        Path cache = inspection.directory();
        if (inspection.about() == null) {
            out.println(cache + ": there is nothing in it");
            return;
        }
        Verification found;
        try {
            found = CacheFiles.verify(inspection);
        } catch (IllegalStateException e) {
            tell(UNANSWERED, cache, String.valueOf(e.getMessage()));
            return;
        }
        if (found.unsound().isEmpty()) {
            out.printf(Locale.ROOT, "%s: %,d entries, all as they were written%n", cache, found.entries());
        } else {
            tell(
                    DAMAGED,
                    cache,
                    String.format(
                            Locale.ROOT,
                            "%,d entries are as they were written, %,d are not; of the segments, %s need mending, which is done when the cache is next used",
                            found.entries(),
                            found.lost(),
                            found.unsound()));
        }
    }

    private void tell(int code, Path cache, String message) {
        exitCode = Math.max(exitCode, code);
        err.println(cache + ": " + message);
    }

    private void unanswered(String message) {
        exitCode = UNANSWERED;
        err.println(message);
    }
}
