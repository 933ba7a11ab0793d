package org.larder.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.CacheManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.larder.LarderConfiguration;
import org.larder.provider.files.About;
import org.larder.provider.log.LogCapture;

/** The command line for files: what it says, that it changes nothing, and what it makes of files that are not sound. */
class LarderFilesTest {

    private static final int ENTRIES = 1_000;

    @TempDir
    Path temporary;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private LarderCachingProvider provider = new LarderCachingProvider();

    @AfterEach
    void close() {
        provider.close();
    }

    private Path directory() {
        return temporary.resolve("caches");
    }

    /** The directory of the cache 'orders'. */
    private Path orders() {
        return directory().resolve("larder%3ashop").resolve("orders");
    }

    private Cache<Integer, String> cache(String name, boolean encrypted) {
        Properties properties = new Properties();
        properties.setProperty("larder.directory", directory().toString());
        CacheManager manager = provider.getCacheManager(URI.create("larder:shop"), null, properties);
        LarderConfiguration<Integer, String> configuration = new LarderConfiguration<Integer, String>()
                .setTypes(Integer.class, String.class)
                .setMaxBytes(1L << 20)
                .setTypicalEntryBytes(40)
                .setPersistent(true);
        if (encrypted) {
            configuration.setEncrypted(true).setKeySourceFactory(() -> () -> List.of(new byte[32]));
        }
        return manager.createCache(name, configuration);
    }

    private void fill(String name, boolean encrypted) {
        Cache<Integer, String> cache = cache(name, encrypted);
        IntStream.range(0, ENTRIES).forEach(key -> cache.put(key, "value of " + key));
    }

    private void filled() {
        fill("orders", false);
        restart();
    }

    private void restart() {
        provider.close();
        provider = new LarderCachingProvider();
    }

    /** Runs the tool and returns its exit code; checks that it has changed nothing. */
    private int run(String... arguments) throws IOException {
        out.reset();
        err.reset();
        SortedMap<Path, String> before = files();
        int code = LarderFiles.run(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), arguments);
        assertThat(files()).isEqualTo(before);
        return code;
    }

    /**
     * All files with their times and, but for lock files, which must not be closed in a process that uses them,
     * contents.
     */
    private SortedMap<Path, String> files() throws IOException {
        SortedMap<Path, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(temporary)) {
            for (Path file : all.toList()) {
                boolean isRead = Files.isRegularFile(file) && !file.endsWith("locks");
                files.put(
                        file,
                        Files.getLastModifiedTime(file)
                                + (isRead ? " " + Arrays.hashCode(Files.readAllBytes(file)) : ""));
            }
        }
        return files;
    }

    private String out() {
        return out.toString(UTF_8);
    }

    private String err() {
        return err.toString(UTF_8);
    }

    @Test
    void inspectShowsWhatTheFilesSay() throws IOException {
        filled();
        assertThat(run("inspect", directory().toString())).isZero();
        assertThat(err()).isEmpty();
        assertThat(out())
                .startsWith(orders() + System.lineSeparator())
                .containsSubsequence(
                        "cache        'orders' of the manager larder:shop",
                        "keys         java.lang.Integer, codec built in",
                        "values       java.lang.String, codec built in",
                        "format       1, made ",
                        "not encrypted",
                        "open         nobody; closed as they should be",
                        "entries      1,000",
                        "fill         ",
                        " %, of 4 segments of ");
    }

    @Test
    void segmentsAddUpToTheWhole() throws IOException {
        filled();
        assertThat(run("inspect", "--segments", orders().toString())).isZero();
        assertThat(out().lines()
                        .filter(line -> line.startsWith("  segment "))
                        .mapToInt(line -> Integer.parseInt(line.replaceAll(".* (\\d+) entries.*", "$1")))
                        .sum())
                .isEqualTo(ENTRIES);
    }

    @Test
    void inspectTellsWhoHasTheFilesOpenAndDisturbsNobody() throws IOException {
        fill("orders", false);
        assertThat(run("inspect", orders().toString())).isZero();
        assertThat(out())
                .contains("open         process " + ProcessHandle.current().pid())
                .contains("entries      1,000");
        cache("others", false).put(1, "still works");
        assertThat(run("size", directory().toString())).isZero();
    }

    @Test
    void sizesAreListedAndAddedUp() throws IOException {
        fill("orders", false);
        fill("others", true);
        assertThat(run("size", directory().toString())).isZero();
        List<String> lines = out().lines().toList();
        assertThat(lines).hasSize(4);
        assertThat(lines.get(1)).contains(" 1,000  " + orders());
        assertThat(lines.get(3)).endsWith(" 2,000  all");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void verifyLooksAtEachEntryWithoutTheKeys(boolean encrypted) throws IOException {
        fill("orders", encrypted);
        restart();
        assertThat(run("verify", directory().toString())).isZero();
        assertThat(out()).isEqualTo(orders() + ": 1,000 entries, all as they were written" + System.lineSeparator());
    }

    @Test
    void verifyRefusesWhileSomebodyHasTheFilesOpen() throws IOException {
        fill("orders", false);
        assertThat(run("verify", orders().toString())).isEqualTo(2);
        assertThat(err())
                .startsWith(orders() + ": this process (")
                .contains("has the files open, and changes them while they are looked at; close the cache there");
    }

    @Test
    void verifyFindsEntriesThatAreNotAsTheyWereWritten() throws IOException {
        filled();
        Path entries = orders().resolve("entries");
        byte[] bytes = Files.readAllBytes(entries);
        Random random = new Random(1);
        for (int flips = 0; flips < 500; flips++) {
            int at = 16_384 + random.nextInt(bytes.length - 16_384);
            bytes[at] ^= 4;
        }
        Files.write(entries, bytes);
        assertThat(run("verify", orders().toString())).isEqualTo(1);
        assertThat(err())
                .matches("(?s).*: \\d+ entries are as they were written, [1-9]\\d* are not; of the segments, \\[.*");
        int sound = Integer.parseInt(err().replaceAll("(?s).*: (\\d+) entries.*", "$1"));
        try (LogCapture mended = new LogCapture("org.larder.provider.chronicle.SegmentChecks")) {
            assertThat(cache("orders", false)).hasSize(sound);
            assertThat(mended.messages()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"entries", "state", "about"})
    void cutFileIsDamage(String name) throws IOException {
        filled();
        try (RandomAccessFile file = new RandomAccessFile(orders().resolve(name).toFile(), "rw")) {
            file.setLength(file.length() / 2);
        }
        for (String command : List.of("inspect", "verify", "size")) {
            assertThat(run(command, directory().toString())).isEqualTo(1);
            assertThat(err()).startsWith(orders() + ": " + name);
        }
    }

    @Test
    void filesOfOtherProgramsAreNamed() throws IOException {
        filled();
        Files.writeString(orders().resolve("locks"), "the locks of another program");
        assertThat(run("inspect", directory().toString())).isEqualTo(2);
        assertThat(err()).contains("locks' is not a lock file of Larder");
        Files.delete(orders().resolve("about"));
        Files.delete(orders().resolve("locks"));
        assertThat(run("verify", directory().toString())).isEqualTo(1);
        assertThat(err()).contains("about is missing");
    }

    @Test
    void formatOfTheFutureIsRefused() throws IOException {
        filled();
        Path about = orders().resolve("about");
        Map<String, String> facts = new HashMap<>();
        About written = About.read(about);
        assertThat(written).isNotNull();
        facts.putAll(written.facts());
        facts.put(About.FORMAT, "2");
        new About(facts).write(about);
        assertThat(run("inspect", directory().toString())).isEqualTo(2);
        assertThat(err()).contains("have format 2, and this version of Larder reads format 1");
    }

    @Test
    void whatWasPutAsideIsListed() throws IOException {
        filled();
        Files.writeString(orders().resolve("about"), "something else");
        try (LogCapture aside = new LogCapture("org.larder.provider.chronicle.StoreFiles")) {
            fill("orders", false);
            assertThat(aside.messages()).hasSize(1);
        }
        assertThat(run("inspect", directory().toString())).isZero();
        assertThat(out()).contains("put aside    damaged-");
    }

    @Test
    void destroyedCacheHasNothing() throws IOException {
        fill("orders", false);
        provider.getCacheManager(URI.create("larder:shop"), null).destroyCache("orders");
        assertThat(run("inspect", directory().toString())).isZero();
        assertThat(out()).contains("entries      none: the cache was destroyed");
        assertThat(run("verify", directory().toString())).isZero();
    }

    @Test
    void whatIsNoDirectoryOfCachesIsNamed() throws IOException {
        Path file = Files.writeString(temporary.resolve("file"), "text");
        assertThat(run("inspect", file.toString())).isEqualTo(2);
        assertThat(err()).isEqualTo("'%s' is not a directory%n".formatted(file));
        Path missing = temporary.resolve("missing");
        assertThat(run("size", missing.toString())).isEqualTo(2);
        assertThat(err()).isEqualTo("'%s' is not a directory%n".formatted(missing));
        Files.createDirectories(directory());
        assertThat(run("verify", directory().toString())).isEqualTo(2);
        assertThat(err()).startsWith("there are no files of caches in '" + directory());
        assertThat(run("inspect", "\0")).isEqualTo(2);
        assertThat(err()).contains("Nul character");
    }

    @Test
    void whatCannotBeUnderstoodIsAnsweredWithTheUsage() throws IOException {
        for (String[] wrong :
                new String[][] {{}, {"inspect"}, {"mend", "x"}, {"verify", "--segments", "x"}, {"inspect", "x", "y"}}) {
            assertThat(run(wrong)).isEqualTo(2);
            assertThat(err()).startsWith("usage: ").contains("exit code");
        }
    }
}
