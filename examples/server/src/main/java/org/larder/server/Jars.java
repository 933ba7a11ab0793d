package org.larder.server;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.larder.annotation.CacheSettings;
import org.larder.annotation.LoadsCache;
import org.larder.quickstart.JarFingerprint;
import org.larder.quickstart.JarFingerprinter;

/** The jars of a folder, as they were when the server began, and what loads their fingerprints. */
@ApplicationScoped
class Jars {

    private final JarFingerprinter fingerprinter = new JarFingerprinter();
    private volatile List<Path> paths = List.of();

    /** Finds the jars of a folder and of all folders in it. */
    void find(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            paths = files.filter(file -> file.toString().endsWith(".jar")).toList();
        }
    }

    /** The paths of those whose file name contains a text: nobody can ask for other files. */
    Set<String> named(String part) {
        return paths.stream()
                .filter(jar -> jar.getFileName().toString().contains(part))
                .map(Path::toString)
                .collect(Collectors.toSet());
    }

    @LoadsCache("fingerprints")
    @CacheSettings(timeToLiveSeconds = 3600, maxEntries = 100_000)
    JarFingerprint load(String path) {
        return fingerprinter.load(path);
    }
}
