package org.larder.provider.chronicle;

import java.io.IOException;
import java.util.List;
import net.openhft.chronicle.core.Jvm;
import net.openhft.chronicle.map.ChronicleMap;

/**
 * The one place where Chronicle is brought up: quiet, without its usage reports, of the right version, with the access
 * to the JDK that it needs, and without a compiler.
 *
 * <p>Thread-safe. Whatever opens a map does so inside {@link #open}.
 */
final class ChronicleRuntime {

    // Once per class loader, as the class initialisers of Chronicle are: the only static state there is.
    private static boolean started;

    private ChronicleRuntime() {}

    /**
     * Starts Chronicle if it was not started yet. After a failure the next call tries again.
     *
     * @throws IllegalStateException if Chronicle Map cannot run here; the message says why and what to do
     */
    static synchronized void start() {
        if (started) {
            return;
        }
        // Before anything of Chronicle is initialised, for it reads them once. What a user set stands.
        List.of("chronicle.analytics.disable", "chronicle.announcer.disable")
                .forEach(name -> System.getProperties().putIfAbsent(name, "true"));
        ChronicleVersion.check();
        JdkAccess.ensure(ChronicleMap.class.getModule());
        started = withOwnContextClassLoader(ChronicleRuntime::initialise);
    }

    /**
     * Starts Chronicle if need be and opens a map with it. Meanwhile the thread's context class loader is Larder's own:
     * Chronicle fails without one, finds services and marshallers through it, and its threads inherit it.
     *
     * @throws IllegalStateException as {@link #start}
     */
    static <T, X extends Exception> T open(Opening<T, X> opening) throws X {
        start();
        return withOwnContextClassLoader(opening);
    }

    private static <T, X extends Exception> T withOwnContextClassLoader(Opening<T, X> opening) throws X {
        Thread thread = Thread.currentThread();
        ClassLoader callers = thread.getContextClassLoader();
        thread.setContextClassLoader(ChronicleRuntime.class.getClassLoader());
        try {
            return opening.open();
        } finally {
            thread.setContextClassLoader(callers);
        }
    }

    private static boolean initialise() {
        // Chronicle logs to SLF4J, which prints three lines to stderr when first used without a logger behind it.
        String verbosity = "slf4j.internal.verbosity";
        boolean ours = System.getProperties().putIfAbsent(verbosity, "ERROR") == null;
        try {
            Jvm.init();
        } finally {
            if (ours) {
                System.clearProperty(verbosity);
            }
        }
        PrecompiledClasses.define();
        return true;
    }

    /** The opening of a map, done while Chronicle is ready for it; typically throws {@link IOException} or nothing. */
    @FunctionalInterface
    interface Opening<T, X extends Exception> {
        T open() throws X;
    }
}
