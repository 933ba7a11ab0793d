package org.larder.provider;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;

/** Runs pieces of a test on other threads, never for longer than two minutes. */
final class Threads {

    private static final long PATIENCE_SECONDS = 120;

    private Threads() {}

    /** The kinds of thread. */
    enum Kind {
        PLATFORM,
        VIRTUAL;

        /** Those that the running JDK has. */
        static List<Kind> here() {
            return Runtime.version().feature() >= 21 ? List.of(values()) : List.of(PLATFORM);
        }

        Thread start(Runnable what) {
            if (this == VIRTUAL) {
                return startVirtual(what);
            }
            Thread thread = new Thread(what, "test");
            thread.setDaemon(true);
            thread.start();
            return thread;
        }

        /** By reflection: what is compiled for Java 17 knows no virtual threads. */
        private static Thread startVirtual(Runnable what) {
            try {
                return (Thread) Thread.class
                        .getMethod("startVirtualThread", Runnable.class)
                        .invoke(null, what);
            } catch (ReflectiveOperationException e) {
                throw new LinkageError("this JDK has no virtual threads", e);
            }
        }
    }

    /** Whether a thread waits for as long as need be, as for the lock of a key, or has ended. */
    static boolean isWaitingOrDone(Thread thread) {
        return thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TERMINATED;
    }

    /**
     * Whether a thread waits, for a limited time perhaps, or has ended. One that is blocked for a moment, by a class that is
     * being loaded for instance, does not.
     */
    static boolean isAtRest(Thread thread) {
        return isWaitingOrDone(thread) || thread.getState() == Thread.State.TIMED_WAITING;
    }

    /** Runs something on another thread and waits for it: what it locks, it must not find locked. */
    static <T> T elsewhere(Callable<T> what) throws Exception {
        return start(what).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Starts something on another thread. */
    static <T> FutureTask<T> start(Callable<T> what) {
        FutureTask<T> task = new FutureTask<>(what);
        Kind.PLATFORM.start(task);
        return task;
    }

    /** Waits for the others. */
    static void await(CyclicBarrier barrier) {
        try {
            barrier.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new AssertionError("the others did not come", e);
        }
    }

    /** Runs something on several threads at the same time and returns what each returned. */
    static <T> List<T> together(int count, IntFunction<Callable<T>> what) throws Exception {
        return together(Kind.PLATFORM, count, what);
    }

    /** Runs something on several threads of a kind at the same time and returns what each returned. */
    static <T> List<T> together(Kind kind, int count, IntFunction<Callable<T>> what) throws Exception {
        CyclicBarrier start = new CyclicBarrier(count);
        List<FutureTask<T>> tasks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Callable<T> mine = what.apply(i);
            FutureTask<T> task = new FutureTask<>(() -> {
                await(start);
                return mine.call();
            });
            tasks.add(task);
            kind.start(task);
        }
        List<T> results = new ArrayList<>();
        for (FutureTask<T> task : tasks) {
            results.add(task.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        }
        return results;
    }
}
