package org.larder.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A disk that is full, or gets full, costs an error at creation and never the JVM. The disk is a file system in memory,
 * which a JVM of its own sees alone; where the system does not let a user mount one, the test is skipped.
 */
@EnabledOnOs(OS.LINUX)
class FullDiskTest {

    private static final String[] NAMESPACE = {"unshare", "--map-root-user", "--mount", "sh", "-c"};

    @TempDir
    Path directory;

    private Process inNamespace(String script) throws IOException {
        return new ProcessBuilder(NAMESPACE[0], NAMESPACE[1], NAMESPACE[2], NAMESPACE[3], NAMESPACE[4], script)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output.txt").toFile())
                .start();
    }

    @Test
    void jvmLivesOnWithADiskThatIsFull() throws IOException, InterruptedException {
        assumeTrue(canMount(), "no file system can be mounted here");
        Path disk = Files.createDirectory(directory.resolve("disk"));
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process process = inNamespace("mount -t tmpfs -o size=8m tmpfs '%s' && exec '%s' -cp '%s' %s '%s'"
                .formatted(disk, java, System.getProperty("java.class.path"), FullDiskProgram.class.getName(), disk));
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        List<String> output = Files.readAllLines(directory.resolve("output.txt")).stream()
                .filter(line -> !line.startsWith("WARNING: "))
                .toList();
        assertThat(output).hasSize(7);
        assertThat(output.get(0))
                .startsWith("too large: cache 'large' cannot be created: ")
                .contains("the cache may come to take 67,", "make room, lower maxBytes, or set preallocate to false");
        assertThat(output.get(1)).isEqualTo("full disk: both work");
        assertThat(output.get(2)).startsWith("no room: cache 'late' cannot be created: ");
        assertThat(output.get(3)).isEqualTo("reopened: true");
        assertThat(output.get(4))
                .startsWith("no room for keys: cache 'encrypted' cannot be created: its files in " + disk)
                .endsWith("No space left on device");
        assertThat(output.get(5)).isEqualTo("reopened: true");
        assertThat(output.get(6)).isEqualTo("still here");
    }

    private boolean canMount() throws InterruptedException {
        try {
            Process process = inNamespace("mount -t tmpfs tmpfs .");
            return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false; // no such command
        }
    }
}
