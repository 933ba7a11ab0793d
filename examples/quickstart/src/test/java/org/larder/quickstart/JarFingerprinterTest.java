package org.larder.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.zip.ZipException;
import javax.cache.integration.CacheLoaderException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JarFingerprinterTest {
    /** An archive without entries: its end record is all there is. */
    private static final byte[] EMPTY_JAR = Base64.getDecoder().decode("UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==");

    private final JarFingerprinter fingerprinter = new JarFingerprinter();

    @Test
    void hashIsThatOfTheFile(@TempDir Path folder) throws Exception {
        Path jar = Files.write(folder.resolve("empty.jar"), EMPTY_JAR);

        assertThat(fingerprinter.load(jar.toString()))
                .isEqualTo(new JarFingerprint("8739c76e681f900923b900c9df0ef75cf421d39cabb54650c4b9ad19b6a76d85", 0));
    }

    @Test
    void onlyClassesAreCounted(@TempDir Path folder) throws Exception {
        Path jar = Jars.write(folder.resolve("a.jar"), "a/A.class", "a/B.class", "a/readme.txt", "a/class");

        assertThat(fingerprinter.load(jar.toString()).classCount()).isEqualTo(2);
    }

    @Test
    void severalJarsAreLoadedAtOnce(@TempDir Path folder) throws Exception {
        String one = Jars.write(folder.resolve("one.jar"), "A.class").toString();
        String two = Jars.write(folder.resolve("two.jar"), "A.class", "B.class").toString();

        assertThat(fingerprinter.loadAll(List.of(one, two)))
                .containsOnlyKeys(one, two)
                .containsEntry(two, fingerprinter.load(two));
    }

    @Test
    void fileThatIsNoJarIsRefused(@TempDir Path folder) throws Exception {
        Path jar = Files.writeString(folder.resolve("page.jar"), "<html>not found</html>");

        assertThatExceptionOfType(CacheLoaderException.class)
                .isThrownBy(() -> fingerprinter.load(jar.toString()))
                .withMessageContaining(jar.toString())
                .withCauseInstanceOf(ZipException.class);
    }

    @Test
    void missingFileIsRefused(@TempDir Path folder) {
        assertThatExceptionOfType(CacheLoaderException.class)
                .isThrownBy(
                        () -> fingerprinter.load(folder.resolve("absent.jar").toString()))
                .withCauseInstanceOf(NoSuchFileException.class);
    }
}
