package org.larder.provider.chronicle;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import net.openhft.chronicle.core.Jvm;
import net.openhft.chronicle.core.io.BackgroundResourceReleaser;
import net.openhft.chronicle.core.shutdown.PriorityHook;
import net.openhft.chronicle.hash.impl.BigSegmentHeader;
import net.openhft.chronicle.hash.impl.util.CanonicalRandomAccessFiles;
import net.openhft.chronicle.map.ChronicleMap;
import org.jspecify.annotations.Nullable;

/**
 * The one place where Chronicle is brought up: quiet, without its usage reports, of the right version, with the access
 * to the JDK that it needs, and without a compiler.
 *
 * <p>Thread-safe. Whatever opens a map does so inside {@link #open}.
 */
final class ChronicleRuntime {

    // Chronicle logs to SLF4J, which prints three lines to stderr when first used without a logger behind it. It locks
    // a
    // file against its own recovery, which is not used here, so that no two class loaders of a JVM could open it.
    private static final Map<String, String> FOR_THE_START = Map.of(
            "slf4j.internal.verbosity", "ERROR",
            "background.releaser", "false",
            "chronicle.map.disable.locking", "shared");

    /** How long to wait for the lock of a shared segment until somebody looks whether its holder is alive. */
    private static final int LOCK_TIMEOUT_SECONDS = 3;

    // Once per class loader, as the class initialisers of Chronicle are: the only static state that changes.
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
        started = onThreadOfItsOwn(ChronicleRuntime::initialise);
    }

    /**
     * Starts Chronicle if need be and opens a map with it, on a thread of its own: Chronicle leaves values in
     * thread-locals, through which a thread that lives on would keep our class loader.
     *
     * @throws IllegalStateException as {@link #start}
     */
    static <T, X extends Exception> T open(Opening<T, X> opening) throws X {
        start();
        return onThreadOfItsOwn(opening);
    }

    /**
     * Lets operations wait for a lock no longer than it makes sense where processes share a file, and the holder may be
     * dead; for the maps of a process alone there is nothing to fear from a long wait, nor from a short one.
     */
    static synchronized void waitShortlyForLocks() {
        start();
        BigSegmentHeader.LOCK_TIMEOUT_SECONDS = Math.min(BigSegmentHeader.LOCK_TIMEOUT_SECONDS, LOCK_TIMEOUT_SECONDS);
    }

    /**
     * Does something on a thread of its own, which ends with that. The thread's context class loader is Larder's own:
     * Chronicle fails without one, and finds services and marshallers through it. An interrupt of the caller is left for
     * later, and disturbs nothing: it would close the channels to files that are used on an interrupted thread.
     */
    static <T, X extends Exception> T onThreadOfItsOwn(Opening<T, X> opening) throws X {
        FutureTask<T> task = new FutureTask<>(opening::open);
        Thread thread = new Thread(null, task, "larder-storage", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(ChronicleRuntime.class.getClassLoader());
        thread.start();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            throwUnchecked(e.getCause());
            @SuppressWarnings("unchecked") // what an opening throws is unchecked or of its type
            X checked = (X) requireNonNull(e.getCause());
            throw checked;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void throwUnchecked(@Nullable Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown instanceof RuntimeException exception) {
            throw exception;
        }
    }

    private static boolean initialise() {
        // The properties are those of the JVM, and a Larder of another class loader may start at this moment.
        synchronized (System.getProperties()) {
            initialiseWithProperties();
        }
        PrecompiledClasses.define();
        return true;
    }

    private static void initialiseWithProperties() {
        List<String> ours = FOR_THE_START.entrySet().stream()
                .filter(set -> System.getProperties().putIfAbsent(set.getKey(), set.getValue()) == null)
                .map(Map.Entry::getKey)
                .toList();
        try {
            boolean inUse = PriorityHook.getRegisteredHook() != null;
            Jvm.init();
            leaveFilesUnlocked();
            if (!inUse) {
                releaseWithoutThread();
            }
        } finally {
            ours.forEach(System::clearProperty);
        }
    }

    /** Initialises what locks files, and has it not warn that it does not. */
    private static void leaveFilesUnlocked() {
        try {
            Field warned = CanonicalRandomAccessFiles.class.getDeclaredField("LOCK_WARNING_PRINTED");
            warned.setAccessible(true);
            ((AtomicBoolean) requireNonNull(warned.get(null))).set(true);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this is not the Chronicle Map that Larder was made with", e);
        }
    }

    /**
     * Has Chronicle release what is closed on the thread that closes it. By itself it starts a thread for that, and a
     * shutdown hook that waits for the thread. Both hold our class loader, so a server that stops an application would
     * never be rid of it. Not to be called where Chronicle was in use before: there they serve its user.
     */
    private static void releaseWithoutThread() {
        BackgroundResourceReleaser
                .stop(); // if there is a thread, because the user asked for it or by a race of two starts
        PriorityHook.clear(); // holds nothing but the waiting yet; whoever adds to it from now on brings it back
    }

    /** The opening of a map, or other work on files; typically throws {@link IOException} or nothing. */
    @FunctionalInterface
    interface Opening<T, X extends Exception> {
        T open() throws X;
    }
}
