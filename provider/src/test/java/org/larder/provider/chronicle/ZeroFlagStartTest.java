package org.larder.provider.chronicle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts of Chronicle Map in JVMs that were given no flags, and the messages of those that cannot be. */
class ZeroFlagStartTest {

    private static final String FLAGS = "--add-opens java.base/java.lang=ALL-UNNAMED"
            + " --add-opens java.base/java.lang.reflect=ALL-UNNAMED"
            + " --add-exports java.base/sun.nio.ch=ALL-UNNAMED"
            + " --add-exports java.base/jdk.internal.ref=ALL-UNNAMED";

    private final Path directory;

    ZeroFlagStartTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void flatClassPathNeedsNoFlagAndPrintsNothing() {
        assertSilentSuccess(ForkedJvm.in(directory).run(MapProgram.class));
    }

    @Test
    void childClassLoaderNeedsNoFlagAndPrintsNothing() {
        assertSilentSuccess(ForkedJvm.in(directory).withChildLoader().run(MapProgram.class));
    }

    @Test
    void javaRuntimeWithoutCompilerIsEnough() {
        ForkedJvm runtime = ForkedJvm.in(directory).with("--limit-modules", "java.se,jdk.unsupported");

        assertSilentSuccess(runtime.run(MapProgram.class));
        assertSilentSuccess(runtime.withChildLoader().run(MapProgram.class));
    }

    @Test
    void nothingIsCompiledAndNothingIsReportedToTheVendor() throws IOException {
        ForkedJvm.Result result = ForkedJvm.in(directory).withChildLoader().run(MapProgram.class, "report");

        assertThat(result.output())
                .contains("done", "class net.openhft.chronicle.hash.VanillaGlobalMutableState$$Native")
                // the tool is looked up, but no compiler ever made
                .noneMatch(line -> line.startsWith("class com.sun.tools.javac.main."))
                // chronicle-core's facade in front of the library loads; the library itself must not
                .noneMatch(line -> line.startsWith("class net.openhft.chronicle.analytics."))
                .noneMatch(line -> line.matches("(?i)thread .*analytics.*"));
        assertThat(result.home()).isEmptyDirectory();
        assertThat(directory.resolve("work")).isEmptyDirectory();
    }

    @Test
    void reportingLibraryOfAnApplicationIsNotUsed() throws IOException {
        Path tattler = compile("net.openhft.chronicle.analytics.Analytics", """
                package net.openhft.chronicle.analytics;
                public interface Analytics {
                    static Object builder(String measurement, String secret) {
                        throw new IllegalStateException("phoned home");
                    }
                }
                """);

        assertSilentSuccess(
                ForkedJvm.in(directory).withFirstOnClassPath(tattler).run(MapProgram.class));
    }

    @Test
    void forbiddenOpeningNamesFlagsThatWork() {
        ForkedJvm forbidding = ForkedJvm.in(directory).with("-Dlarder.jdk-access=flags");

        ForkedJvm.Result refused = forbidding.run(MapProgram.class);

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.text())
                .contains("java.lang.IllegalStateException")
                .contains("(java.lang, java.lang.reflect, sun.nio.ch, jdk.internal.ref)")
                .contains("start the JVM with: " + FLAGS + "\n");
        assertSilentSuccess(forbidding.with(FLAGS.split(" ", -1)).run(MapProgram.class));
        assertSilentSuccess(
                forbidding.with(FLAGS.split(" ", -1)).withChildLoader().run(MapProgram.class));
    }

    @Test
    void misspeltPropertyNamesTheChoices() {
        ForkedJvm.Result result =
                ForkedJvm.in(directory).with("-Dlarder.jdk-access=no").run(MapProgram.class);

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.text()).contains("larder.jdk-access is 'no'; set it to 'open'", "or 'flags'", FLAGS);
    }

    @Test
    void runtimeWithoutUnsafeIsToldSo() {
        ForkedJvm.Result result =
                ForkedJvm.in(directory).with("--limit-modules", "java.se").run(MapProgram.class);

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.text())
                .contains(
                        "the JVM refuses sun.misc.Unsafe (java.lang.ClassNotFoundException", "module jdk.unsupported");
    }

    @Test
    void jvmThatDeniesUnsafeIsToldSo() {
        assumeThat(Runtime.version().feature())
                .as("the option came with JDK 23")
                .isGreaterThanOrEqualTo(23);

        ForkedJvm.Result result = ForkedJvm.in(directory)
                .with("--sun-misc-unsafe-memory-access=deny")
                .run(MapProgram.class);

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.text())
                .contains("the JVM refuses sun.misc.Unsafe", "remove --sun-misc-unsafe-memory-access=deny", FLAGS);
    }

    @Test
    void otherChronicleVersionIsRefusedByName() throws IOException {
        Path other = directory.resolve("other");
        Path properties = other.resolve("META-INF/maven/net.openhft/chronicle-map/pom.properties");
        Files.createDirectories(properties.getParent());
        Files.writeString(properties, "version=2024.9\n");

        ForkedJvm.Result result = ForkedJvm.in(directory)
                .withChildLoader()
                .withFirstOnClassPath(other)
                .run(MapProgram.class);

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.text())
                .containsPattern(
                        "Larder needs Chronicle Map 2026\\.1 but found 2024\\.9 in file:.*chronicle-map-.*\\.jar;"
                                + " make net\\.openhft:chronicle-map:2026\\.1 the only one");
    }

    private static void assertSilentSuccess(ForkedJvm.Result result) {
        assertThat(result.outputButForUnsafe()).containsExactly("done");
        assertThat(result.exitCode()).isZero();
        assertThat(result.home()).isEmptyDirectory();
    }

    private Path compile(String className, String source) throws IOException {
        Path file = directory.resolve("source").resolve(className.replace('.', '/') + ".java");
        Files.createDirectories(file.getParent());
        Files.writeString(file, source);
        Path classes = directory.resolve("classes");
        int problems =
                ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", classes.toString(), file.toString());
        assertThat(problems).isZero();
        return classes;
    }
}
