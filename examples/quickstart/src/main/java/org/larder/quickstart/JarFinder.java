package org.larder.quickstart;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A walk over a folder that collects its jars and steps over what it may not enter. */
final class JarFinder extends SimpleFileVisitor<Path> {
    private final List<String> jars = new ArrayList<>();
    private final Map<String, String> unreadable;

    private JarFinder(Map<String, String> unreadable) {
        this.unreadable = unreadable;
    }

    /**
     * The paths of all jars below {@code folder}, in alphabetical order.
     *
     * @param unreadable takes each folder or file that cannot be visited, with the reason
     */
    static List<String> find(Path folder, Map<String, String> unreadable) throws IOException {
        JarFinder finder = new JarFinder(unreadable);
        Files.walkFileTree(folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, finder);
        Collections.sort(finder.jars);
        return finder.jars;
    }

    // A link that leads nowhere is listed too: reading it tells what is wrong with it.
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (!attributes.isOther()
                && file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".jar")) {
            jars.add(file.toString());
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException reason) {
        unreadable.put(file.toString(), Reasons.of(reason));
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException reason) {
        if (reason != null) {
            unreadable.put(folder.toString(), Reasons.of(reason));
        }
        return FileVisitResult.CONTINUE;
    }
}
