package org.larder.provider.chronicle;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A second JVM of the running Java version that runs a program of the tests, with a user home and a working directory of
 * its own, and no flag but those a test gives. Immutable: each {@code with} returns a changed copy.
 *
 * @param directory where home, working directory and output go; one per fork
 * @param classPath what the program sees
 * @param inChildLoader whether the class path is given to a child class loader, as a web application's is
 * @param jvmArguments flags and system properties
 */
public record ForkedJvm(Path directory, String classPath, boolean inChildLoader, List<String> jvmArguments) {

    private static final Duration TIME_OUT = Duration.ofSeconds(60);

    /** What came of a run: the exit code, the lines of stdout and stderr together, and the user home. */
    public record Result(int exitCode, List<String> output, Path home) {

        /** The output as one string. */
        public String text() {
            return String.join("\n", output);
        }

        /** The output but for the warning of Unsafe that JDK 24 and later print once, four lines, whoever uses it. */
        public List<String> outputButForUnsafe() {
            return output.stream()
                    .filter(line -> !line.startsWith("WARNING: ")
                            || !(line.contains("sun.misc.Unsafe") || line.contains("Please consider reporting this")))
                    .toList();
        }
    }

    /** A JVM with the class path of the tests, all in the application's class loader, and no flags. */
    public static ForkedJvm in(Path directory) {
        return new ForkedJvm(directory, System.getProperty("java.class.path"), false, List.of());
    }

    /** With a child class loader that alone has the class path; its parent knows the JDK only. */
    public ForkedJvm withChildLoader() {
        return new ForkedJvm(directory, classPath, true, jvmArguments);
    }

    /** With flags and system properties added. */
    public ForkedJvm with(String... arguments) {
        return new ForkedJvm(
                directory,
                classPath,
                inChildLoader,
                Stream.concat(jvmArguments.stream(), Stream.of(arguments)).toList());
    }

    /** With a directory or jar that comes before the others on the class path. */
    public ForkedJvm withFirstOnClassPath(Path entry) {
        return new ForkedJvm(directory, entry + File.pathSeparator + classPath, inChildLoader, jvmArguments);
    }

    /**
     * Runs a program to its end.
     *
     * @throws AssertionError if it takes more than a minute; it is killed then
     */
    public Result run(Class<?> program, String... arguments) {
        try {
            Process process = start(program, arguments);
            try {
                if (!process.waitFor(TIME_OUT.toSeconds(), TimeUnit.SECONDS)) {
                    throw new AssertionError(
                            program + " did not end within " + TIME_OUT + ":\n" + Files.readString(output()));
                }
            } finally {
                process.destroyForcibly();
            }
            return new Result(process.exitValue(), Files.readAllLines(output()), directory.resolve("home"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + program, e);
        }
    }

    /** Starts a program; whoever calls ends it. */
    public Process start(Class<?> program, String... arguments) throws IOException {
        Path home = Files.createDirectories(directory.resolve("home"));
        Path work = Files.createDirectories(directory.resolve("work"));
        ProcessBuilder builder = new ProcessBuilder(command(home, program, arguments))
                .directory(work.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output().toFile());
        // These would give the fork flags through the back door.
        List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "CLASSPATH")
                .forEach(builder.environment()::remove);
        return builder.start();
    }

    /** Where a program writes. */
    public Path output() {
        return directory.resolve("output.txt");
    }

    private List<String> command(Path home, Class<?> program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Duser.home=" + home);
        command.addAll(jvmArguments);
        if (inChildLoader) {
            command.addAll(List.of("-cp", launcherAlone().toString(), ChildLoaderLauncher.class.getName(), classPath));
        } else {
            command.addAll(List.of("-cp", classPath));
        }
        command.add(program.getName());
        command.addAll(List.of(arguments));
        return command;
    }

    /** A directory with the launcher's class file and nothing else. */
    private Path launcherAlone() throws IOException {
        String file = ChildLoaderLauncher.class.getName().replace('.', '/') + ".class";
        try {
            Path classes = Path.of(ChildLoaderLauncher.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Path copy = directory.resolve("launcher").resolve(file);
            Files.createDirectories(copy.getParent());
            Files.copy(classes.resolve(file), copy, StandardCopyOption.REPLACE_EXISTING);
            return directory.resolve("launcher");
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the test classes lie at no usable place", e);
        }
    }
}
