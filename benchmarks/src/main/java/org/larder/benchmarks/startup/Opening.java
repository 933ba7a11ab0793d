package org.larder.benchmarks.startup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.larder.benchmarks.peer.RawMap;
import org.larder.benchmarks.process.ChildJvm;
import org.larder.benchmarks.process.Directories;
import org.larder.benchmarks.process.Rounds;
import org.larder.benchmarks.report.Environment;
import org.larder.benchmarks.report.Figure;
import org.larder.benchmarks.report.Report;
import org.larder.benchmarks.report.Results;

/**
 * How long a cache in files takes to open, after its last user closed it and after he was killed. Arguments are the
 * numbers of entries. The files are in the directory for temporary files and take some 250 bytes an entry.
 */
public final class Opening {

    private static final String CONTESTANTS = "raw,larder";
    private static final List<String> SIZES = List.of("1000000", "10000000");

    private static final String TEXT = """
            Time to open a cache of files in a new JVM after a clean close and after kill -9, the first get after it,
            and reading all entries once. The raw map needs to be told that it was not closed, and checks no
            entry when it is read; Larder finds out, and does.\
            """;

    /** How the last user ended. */
    enum End {
        CLOSED,
        KILLED
    }

    private Opening() {}

    /** Measures all sizes. */
    public static void run(List<String> arguments, Environment environment) throws IOException {
        List<Figure> figures = new ArrayList<>();
        for (String size : arguments.isEmpty() ? SIZES : arguments) {
            for (End end : End.values()) {
                System.out.printf("%s entries, %s%n", size, end);
                Rounds.run(CONTESTANTS, (round, contestant) -> figures.addAll(figures(round, end, contestant, size)));
            }
        }
        Report.publish(new Results(
                "opening", "Opening files", TEXT, "after", "entries", Rounds.yardstick(), false, environment, figures));
    }

    private static List<Figure> figures(int round, End end, String contestant, String size) throws IOException {
        Path directory = Files.createTempDirectory("larder-opening");
        try {
            try (ChildJvm writer =
                    ChildJvm.start(FileUser.class, RawMap.FLAGS, "write", contestant, end, size, directory)) {
                writer.await(FileUser.DONE);
            }
            Map<String, Double> said =
                    ChildJvm.figures(FileUser.class, RawMap.FLAGS, "read", contestant, end, size, directory);
            String after = end == End.CLOSED ? "close" : "kill -9";
            return said.entrySet().stream()
                    .map(figure -> new Figure(
                            round, after, Long.parseLong(size), contestant, figure.getKey(), figure.getValue()))
                    .toList();
        } finally {
            Directories.delete(directory);
        }
    }
}
