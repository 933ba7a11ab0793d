package org.larder.quickstart;

import java.io.Console;
import java.io.PrintStream;
import java.util.Locale;

/** One line on the terminal that overwrites itself; silent when the output goes to a file or a pipe. */
final class Progress {
    private static final long MILLIS_BETWEEN_UPDATES = 50;

    private final PrintStream out;
    private final boolean terminal;
    private long shownMillis;
    private int shownLength;

    Progress(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** Whether the program's input and output are a terminal. */
    // The check knows that a console may exist without a terminal; before JDK 22 null is still the answer.
    @SuppressWarnings("SystemConsoleNull")
    static boolean onTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            // Since JDK 22, and needed since then.
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    /** Shows that {@code done} of {@code total} jars are through. */
    void show(String pass, int done, int total) {
        long nowMillis = System.nanoTime() / 1_000_000;
        if (!terminal || (done < total && nowMillis - shownMillis < MILLIS_BETWEEN_UPDATES)) {
            return;
        }
        shownMillis = nowMillis;
        String line = String.format(Locale.ROOT, "%s: %,d of %,d jars", pass, done, total);
        shownLength = Math.max(shownLength, line.length());
        out.print("\r" + line);
        out.flush();
    }

    /** Wipes the line, so that what follows starts on a clean one. */
    void clear() {
        if (shownLength > 0) {
            out.print("\r" + " ".repeat(shownLength) + "\r");
            out.flush();
            shownLength = 0;
        }
    }
}
