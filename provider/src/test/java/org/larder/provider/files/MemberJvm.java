package org.larder.provider.files;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A JVM that runs {@link MemberProgram}, and can be stopped and killed. */
final class MemberJvm implements AutoCloseable {

    private static final Duration TIME_OUT = Duration.ofSeconds(60);

    private final Process process;
    private final PrintStream commands;
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    /** Starts one; {@link #expect} "ready" before it is used. */
    MemberJvm(Path directory, Duration patience) throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        classesOf(MemberProgram.class)
                                + java.io.File.pathSeparator
                                + classesOf(Membership.class)
                                + java.io.File.pathSeparator
                                + classesOf(org.jspecify.annotations.Nullable.class),
                        MemberProgram.class.getName(),
                        directory.toString(),
                        Long.toString(patience.toMillis()))
                .redirectErrorStream(true)
                .start();
        commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        Thread reader = new Thread(this::read, "output of " + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    static Path classesOf(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private void read() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            reader.lines().forEach(lines::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (UncheckedIOException e) {
            lines.add("(ended)"); // its output breaks off when it is killed
        }
    }

    long pid() {
        return process.pid();
    }

    MemberJvm tell(String command) {
        commands.println(command);
        return this;
    }

    /** Waits for a line that begins with a text, and returns it; what came before it is forgotten. */
    String expect(String beginning) {
        StringBuilder before = new StringBuilder();
        return await("output '" + beginning + "'")
                .atMost(TIME_OUT)
                .pollInterval(Duration.ofMillis(2))
                .until(
                        () -> {
                            for (String line = lines.poll(); line != null; line = lines.poll()) {
                                before.append(line).append('\n');
                                if (line.startsWith(beginning)) {
                                    return line;
                                }
                            }
                            if (!process.isAlive()) {
                                throw new AssertionError("ended before it said " + beginning + ":\n" + before);
                            }
                            return "";
                        },
                        line -> !line.isEmpty());
    }

    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Stops it, as a debugger or a full machine would: it holds what it holds. */
    void stop() throws IOException {
        signal("-STOP");
    }

    void goOn() throws IOException {
        signal("-CONT");
    }

    private void signal(String signal) throws IOException {
        int exit = new ProcessBuilder("kill", signal, Long.toString(pid()))
                .start()
                .onExit()
                .join()
                .exitValue();
        if (exit != 0) {
            throw new IOException("kill " + signal + " " + pid() + " ended with " + exit);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
