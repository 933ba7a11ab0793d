package org.larder.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickstartTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Quickstart quickstart =
            new Quickstart(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), false);

    @Test
    void secondPassIsServedFromTheCache(@TempDir Path repository) throws Exception {
        Jars.write(repository.resolve("a/a.jar"), "A.class");
        Jars.write(repository.resolve("b/c/B.JAR"), "B.class");
        Files.writeString(repository.resolve("b/c/b.pom"), "<project/>");

        assertThat(quickstart.run(repository.toString())).isEqualTo(Quickstart.DONE);

        assertThat(out.toString(UTF_8))
                .containsPattern("Entries +2 ")
                .containsPattern("Hit rate +50.0 % +2 of 4 lookups")
                .doesNotContain("Could not be read", "\r");
        assertThat(err.size()).isZero();
    }

    @Test
    void badJarsAreNamedAtTheEndAndStopNothing(@TempDir Path repository) throws Exception {
        Jars.write(repository.resolve("good.jar"), "A.class");
        Path empty = Files.createFile(repository.resolve("empty.jar"));
        Path page = Files.writeString(repository.resolve("page.jar"), "<html>not found</html>");
        Path dangling = Files.createSymbolicLink(repository.resolve("dangling.jar"), repository.resolve("absent"));

        assertThat(quickstart.run(repository.toString())).isEqualTo(Quickstart.DONE);

        assertThat(out.toString(UTF_8))
                .containsPattern("Entries +1 ")
                .containsSubsequence("Could not be read: 3", dangling + ": ", empty + ": ", page + ": ");
    }

    @Test
    void repositoryWithoutJarsIsToldClearly(@TempDir Path repository) throws Exception {
        assertThat(quickstart.run(repository.toString())).isEqualTo(Quickstart.NOTHING_TO_DO);

        assertThat(err.toString(UTF_8)).contains("no jars in " + repository);
        assertThat(out.size()).isZero();
    }

    @Test
    void missingRepositoryIsToldClearly(@TempDir Path folder) throws Exception {
        Path absent = folder.resolve("absent");

        assertThat(quickstart.run(absent.toString())).isEqualTo(Quickstart.NOTHING_TO_DO);

        assertThat(err.toString(UTF_8)).contains("no folder " + absent);
    }

    @Test
    void secondArgumentIsRefused() throws Exception {
        assertThat(quickstart.run("one", "two")).isEqualTo(Quickstart.WRONG_ARGUMENTS);

        assertThat(err.toString(UTF_8)).contains("got 2");
    }
}
