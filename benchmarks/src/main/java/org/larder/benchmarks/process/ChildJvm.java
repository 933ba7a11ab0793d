package org.larder.benchmarks.process;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A JVM of its own for one measurement: the same JDK and class path, and nothing left over from another measurement. What
 * it has to say are lines on its standard output.
 */
public final class ChildJvm implements AutoCloseable {

    private static final String SEPARATOR = "\t";

    private final String command;
    private final Process process;
    private final BufferedReader output;

    private ChildJvm(String command, Process process) {
        this.command = command;
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    /**
     * Starts one.
     *
     * @param main whose {@code main} method it runs
     * @param flags of the JVM
     */
    public static ChildJvm start(Class<?> main, List<String> flags, Object... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .start();
        return new ChildJvm(String.join(" ", command), process);
    }

    /**
     * Runs one to its end and returns the figures that it {@linkplain #say said}, by name.
     *
     * @throws IOException if it fails
     */
    public static Map<String, Double> figures(Class<?> main, List<String> flags, Object... arguments)
            throws IOException {
        Map<String, Double> figures = new LinkedHashMap<>();
        try (ChildJvm child = start(main, flags, arguments)) {
            for (String line = child.output.readLine(); line != null; line = child.output.readLine()) {
                String[] parts = line.split(SEPARATOR, -1);
                if (parts.length == 2) {
                    figures.put(parts[0], Double.valueOf(parts[1]));
                }
            }
            int status = child.process.onExit().join().exitValue();
            if (status != 0) {
                throw new IOException("a JVM ended with status " + status + "; its command was: " + child.command);
            }
        }
        return figures;
    }

    /** Says a figure to the parent; for the child. */
    public static void say(String name, double value) {
        System.out.println(name + SEPARATOR + value);
    }

    /**
     * Waits until the child has said a line.
     *
     * @throws IOException if it ends without
     */
    public void await(String expected) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.equals(expected)) {
                return;
            }
        }
        throw new IOException("a JVM ended before it said '" + expected + "'; its command was: " + command);
    }

    /** Kills it, as {@code kill -9} does, if it is still there, and waits until it is gone. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
